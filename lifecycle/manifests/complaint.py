"""What the reader and the API server say about a manifest, each at its place."""

from typing import NamedTuple

from lifecycle.manifests.remedy import Remedy

ERROR, WARNING = "error", "warning"


class Complaint(NamedTuple):
    """One thing to put right: where (lines and columns from 1), what, and how.

    `remedies` are changes of the text that put it right, the likeliest first.
    `forbids` says of a warning that Pods will not be created in spite of a good manifest.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    path: str
    message: str
    hint: str = ""
    severity: str = ERROR
    remedies: tuple[Remedy, ...] = ()
    forbids: bool = False


class Refusal(Exception):
    """A text or a document can't be read further; the complaint says why."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.message)
        self.complaint = complaint


def at(line: int, column: int, message: str, hint: str = "") -> Complaint:
    """A complaint about one character."""
    return Complaint(line, column, line, column + 1, "", message, hint)
