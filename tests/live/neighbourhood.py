"""The PostgreSQL and the Redis that tests of several servers use, where there are any."""

import os
import socket
from urllib.parse import urlparse

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/test")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/0")


def listens(url: str) -> bool:
    """Whether somebody takes connections there."""
    parts = urlparse(url)
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((parts.hostname, parts.port)) == 0
