"""The one app of the project."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LifecycleConfig(AppConfig):
    """Registers the checks that look at the installation."""

    name = "lifecycle"
    verbose_name = _("podviz")

    def ready(self) -> None:
        """Importing the module registers its checks."""
        import lifecycle.checks  # noqa: F401
