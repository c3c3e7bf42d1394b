"""A refused manifest with the remedies that the page offers for it, the first of each."""

from lifecycle.manifests.check import check
from lifecycle.manifests.complaint import ERROR, Complaint
from lifecycle.manifests.remedy import applied

MOST = 40
"""Remedies for one file."""


def mended(text: str) -> tuple[str, tuple[str, ...]]:
    """The text after the remedies, and their names; errors first, then what forbids Pods."""
    taken: list[str] = []
    seen = {text}
    while len(taken) < MOST:
        found = check(text).complaints
        step = _next(text, [c for c in found if c.severity == ERROR], seen)
        if step is None and not any(c.severity == ERROR for c in found):
            step = _next(text, [c for c in found if c.forbids], seen)
        if step is None:
            break
        text, title = step
        seen.add(text)
        taken.append(title)
    return text, tuple(taken)


def _next(text: str, complaints: list[Complaint], seen: set[str]) -> tuple[str, str] | None:
    """The text after the first remedy that leads somewhere new, and what the remedy is."""
    for complaint in complaints:
        for remedy in complaint.remedies:
            changed = applied(text, remedy.edits)
            if changed not in seen:
                return changed, remedy.title
    return None
