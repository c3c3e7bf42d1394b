"""Sessions of the small cluster, forgotten after each test."""

from uuid import uuid4

import pytest

from lifecycle.live import consumer
from lifecycle.live.registry import Registry
from lifecycle.sessions import replay
from tests.live.neighbourhood import POSTGRES, REDIS, listens
from tests.sessions.fakecluster import FakeCluster


@pytest.fixture(autouse=True)
def small_cluster(monkeypatch):
    monkeypatch.setattr(replay, "Cluster", FakeCluster)


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    registry = Registry()
    monkeypatch.setattr(consumer, "registry", registry)
    return registry


@pytest.fixture
def database():
    """A PostgreSQL database of the test's own."""
    psycopg = pytest.importorskip("psycopg")
    if not (listens(POSTGRES) and listens(REDIS)):
        pytest.skip("needs PostgreSQL and Redis on this machine")
    name = f"podviz_{uuid4().hex[:12]}"
    try:
        admin = psycopg.connect(POSTGRES, autocommit=True)
        admin.execute(f"create database {name}")
    except psycopg.Error as error:
        pytest.skip(f"PostgreSQL does not let us have a database: {error}")
    yield POSTGRES.rpartition("/")[0] + f"/{name}"
    admin.execute(f"drop database {name} with (force)")
    admin.close()
