"""Cells that many kinds share."""

from datetime import datetime
from typing import Any

from lightkube.models.core_v1 import PodTemplateSpec
from lightkube.models.meta_v1 import LabelSelector

from lifecycle.engine.api.selectors import format_label_selector
from lifecycle.engine.apiserver.printers.durations import since
from lifecycle.engine.kernel.clock import Millis

NONE, UNSET = "<none>", "<unset>"
Cells = tuple[str, ...]


def age(obj: Any, now_ms: Millis) -> str:
    """How old the object is."""
    return since(obj.metadata.creationTimestamp, now_ms)


def number(value: int | None) -> str:
    """A number, 0 if absent."""
    return str(value or 0)


def boolean(value: bool | None) -> str:
    """As Go prints it: `true` or `false`."""
    return "true" if value else "false"


def format_labels(labels: dict[str, str] | None) -> str:
    """`a=b,c=d`, sorted (`labels.FormatLabels`)."""
    return ",".join(f"{key}={value}" for key, value in sorted((labels or {}).items())) or NONE


def containers(template: PodTemplateSpec) -> Cells:
    """Names and images of a template's containers (`layoutContainerCells`)."""
    listed = template.spec.containers if template.spec else ()
    return ",".join(c.name for c in listed), ",".join(c.image or "" for c in listed)


def selector(chosen: LabelSelector | None) -> str:
    """The SELECTOR column."""
    return format_label_selector(chosen)


def with_more(shown: list[str], count: int) -> str:
    """The first three of a list, and how many more there are (`listWithMoreString`)."""
    text = ",".join(shown[:3])
    if count > 3:
        return f"{text} + {count - 3} more..."
    return text or UNSET


def past_or(moment: datetime | None, now_ms: Millis, otherwise: str) -> str:
    """How long ago, or another text where there is no time."""
    return since(moment, now_ms) if moment is not None else otherwise
