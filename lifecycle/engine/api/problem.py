"""What is wrong with a document that cannot become an object."""

from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that the API server's decoder says, and where.

    `known` are the names that would have been right at this place. A problem that `stops` the
    decoder is told even if others were found before.
    """

    path: str
    message: str
    known: tuple[str, ...] = ()
    stops: bool = False

    @property
    def is_unknown_field(self) -> bool:
        """Whether only strict decoding objects: the rest of the object can be read."""
        return self.message.startswith("unknown field")


class DecodeError(ValueError):
    """A document is not an object of its kind; `problems` are all there are, in order.

    The text is what the API server answers: the first wrong type alone, else all the
    unknown fields together.
    """

    def __init__(self, api_version: str, kind: str, problems: tuple[Problem, ...]) -> None:
        self.api_version, self.kind, self.problems = api_version, kind, problems
        super().__init__(self._message())

    def _message(self) -> str:
        wrong = [problem for problem in self.problems if not problem.is_unknown_field]
        if not self.kind or (wrong and wrong[0].path in ("", "kind", "apiVersion")):
            return wrong[0].message
        version = self.api_version.rpartition("/")[2]
        start = f'{self.kind} in version "{version}" cannot be handled as a {self.kind}: '
        if wrong:
            told = next((problem for problem in wrong if problem.stops), wrong[0])
            return start + told.message
        return start + "strict decoding error: " + ", ".join(p.message for p in self.problems)
