"""What is logged: text for people at a terminal, a JSON object on each line for machines.

The address of a session is its key, so requests are logged without it.
"""

import logging
import re
import time
from typing import Any

import msgspec

from lifecycle import metrics

_KEY = re.compile(r"(/(?:s|sessions)/)[\w-]+")
_ENCODER = msgspec.json.Encoder()
access = logging.getLogger("podviz.access")


class JsonLines(logging.Formatter):
    """One object a line; what is passed as `extra={"fields": …}` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line = {
            "time": self.formatTime(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _ENCODER.encode(line).decode()

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """UTC with milliseconds."""
        whole = time.strftime(datefmt or "%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        return f"{whole}.{int(record.msecs):03d}Z"


def log_action(protocol: Any, action: str, details: dict[str, Any]) -> None:
    """What daphne tells of each request when it is answered, and of each socket."""
    path = _KEY.sub(r"\1…", details["path"].partition("?")[0])
    if (protocol, action) == ("http", "complete"):
        if path.startswith("/static/"):
            return
        metrics.REQUESTS.labels(str(details["status"])).observe(details["time_taken"])
        fields = {key: details[key] for key in ("method", "status", "size")}
        fields["ms"] = round(details["time_taken"] * 1000, 1)
        access.info("%s %s", details["method"], path, extra={"fields": {"path": path, **fields}})
    elif action in ("connected", "disconnected", "rejected"):
        access.info("socket %s %s", action, path, extra={"fields": {"path": path}})
