"""A server of the app in a process of its own, with an empty database, to measure against."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory
from time import monotonic, sleep
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

START_LIMIT_S = 60


class Running(NamedTuple):
    """A server: where it answers, and which process it is."""

    url: str
    pid: int


@contextmanager
def own_server() -> Iterator[Running]:
    """A server that runs as long as the context."""
    with TemporaryDirectory(prefix="podviz-bench-") as var, socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = {**os.environ, "PODVIZ_VAR": var}
        manage = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py")]
        subprocess.run([*manage, "migrate", "--verbosity", "0"], env=env, check=True)
        serve = [*manage, "serve", "--port", str(port)]
        process = subprocess.Popen(serve, env=env, stdout=subprocess.DEVNULL)
        try:
            yield Running(_answering(f"http://127.0.0.1:{port}", process), process.pid)
        finally:
            process.terminate()
            process.wait()


def _answering(url: str, process: subprocess.Popen) -> str:
    deadline = monotonic() + START_LIMIT_S
    while monotonic() < deadline and process.poll() is None:
        with suppress(URLError, ConnectionError, TimeoutError), urlopen(url, timeout=2):
            return url
        sleep(0.1)
    raise RuntimeError(f"the server at {url} did not start")
