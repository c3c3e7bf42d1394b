"""What all tests have: a database of their own, and how hard property tests try."""

import os

import pytest
from hypothesis import HealthCheck, settings

# `make test` tries the same cases each time, so that what passes here passes elsewhere; to
# look for new ones is what `make fuzz` is for.
settings.register_profile("default", deadline=None, max_examples=100, derandomize=True)
settings.register_profile(
    "fuzz",
    deadline=None,
    max_examples=5_000,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_collection_modifyitems(items):
    """Mark what Hypothesis drives, so that `make fuzz` finds it wherever it lies."""
    for item in items:
        if getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker("property")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory):
    """A file, as in real life: several threads can't share a database in memory."""
    from django.conf import settings

    path = tmp_path_factory.mktemp("database") / "podviz.sqlite3"
    settings.DATABASES["default"]["TEST"]["NAME"] = str(path)
