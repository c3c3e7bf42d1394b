"""The one app of the project."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from lifecycle.collector import spare_the_collector


class LifecycleConfig(AppConfig):
    """Registers the checks that look at the installation, and sets the process up."""

    name = "lifecycle"
    verbose_name = _("podviz")

    def ready(self) -> None:
        """Importing the module registers its checks."""
        import lifecycle.checks  # noqa: F401

        spare_the_collector()
