"""The text of a description while it is written: indented lines whose cells are tabs.

Mirrors `PrefixWriter` and the multi-line printers of describe.go.
"""

from datetime import datetime

from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.kubectl.tabwriter import align

NONE = "<none>"
_LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
_LONGEST_ANNOTATION = 140


class Page:
    """Collects lines with their levels; `text` aligns them."""

    def __init__(self) -> None:
        self.lines: list[tuple[int, str]] = []

    def write(self, level: int, line: str) -> None:
        """Add a line, indented by two blanks a level."""
        self.lines.append((level, line))

    def field(self, level: int, name: str, value: object) -> None:
        """Add `name: value`."""
        self.write(level, f"{name}:\t{value}")

    def optional(self, level: int, name: str, value: object) -> None:
        """Add `name: value` if there is a value."""
        if value:
            self.field(level, name, value)

    def several(self, name: str, values: list[str]) -> None:
        """Add values one below the other, the name beside the first."""
        for i, value in enumerate(values or [NONE]):
            self.write(0, f"{name}:\t{value}" if i == 0 else f"\t{value}")

    def labels(self, name: str, labels: dict[str, str] | None) -> None:
        """Add labels, sorted (`printLabelsMultiline`)."""
        self.several(name, [f"{key}={value}" for key, value in sorted((labels or {}).items())])

    def annotations(self, annotations: dict[str, str] | None) -> None:
        """Add annotations; long ones go below their key (`printAnnotationsMultiline`)."""
        lines: list[str] = []
        for key, value in sorted((annotations or {}).items()):
            text = value.removesuffix("\n")
            if key == _LAST_APPLIED:
                continue
            if len(text) + len(key) + 2 > _LONGEST_ANNOTATION or "\n" in text:
                lines.append(f"{key}:")
                lines += [f"  {_shorten(part)}" for part in text.split("\n")]
            else:
                lines.append(f"{key}: {text}")
        self.several("Annotations", lines)

    def heading(self, obj: object, *, namespaced: bool = True) -> None:
        """Add name, namespace, labels and annotations."""
        metadata = metadata_of(obj)
        self.field(0, "Name", metadata.name)
        if namespaced:
            self.field(0, "Namespace", metadata.namespace or "")
        self.labels("Labels", metadata.labels)
        self.annotations(metadata.annotations)

    def text(self) -> str:
        """All of it, aligned."""
        return align("\n".join("  " * level + line for level, line in self.lines))


def long_time(moment: datetime | None) -> str:
    """A time as Go's RFC1123Z: `Thu, 01 Jan 2026 00:00:08 +0000`."""
    return moment.strftime("%a, %d %b %Y %H:%M:%S +0000") if moment is not None else NONE


def _shorten(text: str) -> str:
    longest = _LONGEST_ANNOTATION - 2
    return text if len(text) <= longest else text[:longest] + "..."
