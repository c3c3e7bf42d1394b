"""Where the log goes: to the standard error stream, as text or as JSON."""

from typing import Any


def logging_settings(kind: str) -> dict[str, Any]:
    """Django's LOGGING for `text` or `json`."""
    formatters: dict[str, Any] = {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        "json": {"()": "podviz.logs.JsonLines"},
    }
    level = "INFO" if kind == "json" else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": kind}},
        "root": {"handlers": ["out"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["out"], "level": "WARNING", "propagate": False},
            # Whoever asks for what is not there is no trouble of ours.
            "django.request": {"level": "ERROR"},
            "podviz": {"level": level},
            "lifecycle": {"level": level},
        },
    }
