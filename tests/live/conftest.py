"""Sessions of the small cluster, forgotten after each test."""

import pytest

from lifecycle.live import consumer
from lifecycle.live.registry import Registry
from lifecycle.sessions import replay
from tests.sessions.fakecluster import FakeCluster


@pytest.fixture(autouse=True)
def small_cluster(monkeypatch):
    monkeypatch.setattr(replay, "Cluster", FakeCluster)


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    registry = Registry()
    monkeypatch.setattr(consumer, "registry", registry)
    return registry
