"""What the command prints: a line for each file, then the figures."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from lifecycle.corpus.outcome import CRASHED, MENDED, OUTCOMES, PLAYED, REFUSED, Outcome

HEADS = ("RESULT", "PODS", "FILE", "SEEN AT THE END, OR WHY NOT")
WIDEST = (20, 6, 60)
"""A longer cell pushes the next ones to the right, in its own line only."""

WORDS = 200


class Report:
    """Outcomes in the order of their files, and what they come to."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self.outcomes = list(outcomes)
        self.counts = Counter(outcome.result for outcome in self.outcomes)
        self.counting = [outcome for outcome in self.outcomes if outcome.counts]
        self.played = sum(outcome.result == PLAYED for outcome in self.counting)
        self.mended = sum(outcome.result == MENDED for outcome in self.counting)
        self.renewed = sum(bool(o.told) and o.result == PLAYED for o in self.counting)
        self.refused = sum(outcome.result == REFUSED for outcome in self.counting)
        self.compared = [o for o in self.outcomes if o.agrees is not None]
        self.disagreeing = [o for o in self.compared if not o.agrees]

    @property
    def failed(self) -> bool:
        """Whether something crashed, or was not answered in time."""
        return bool(self.counts[CRASHED])

    def lines(self) -> Iterator[str]:
        """The table and the figures, for people."""
        rows = [HEADS, *map(_row, self.outcomes)]
        widths = [
            min(widest, max(len(row[column]) for row in rows))
            for column, widest in enumerate(WIDEST)
        ]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, (*widths, 0)))
            yield "  ".join(cells).rstrip()
        yield ""
        yield from self._figures()

    def _figures(self) -> Iterator[str]:
        counts = ", ".join(f"{self.counts[result]} {result}" for result in OUTCOMES)
        yield f"{len(self.outcomes)} files: {counts}"
        if self.counting:
            yield (
                f"{len(self.counting)} files have Pods and can be read by kubectl: "
                f"{self._share(self.played)} are played as written, "
                f"{self._share(self.mended)} after remedies that the page offers, "
                f"{self._share(self.refused)} are refused"
            )
            if self.renewed:
                yield f"of those played as written, {self.renewed} have an old apiVersion"
        if self.compared:
            same = len(self.compared) - len(self.disagreeing)
            yield f"{same} of {len(self.compared)} files are read as kubectl reads them"
        for outcome in self.disagreeing:
            yield f"    {outcome.file}: {_reads(outcome)}"

    def _share(self, count: int) -> str:
        return f"{count} ({100 * count / len(self.counting):.1f} %)"

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "files": [outcome.as_json() for outcome in self.outcomes],
            "counts": {result: self.counts[result] for result in OUTCOMES},
            "podBearing": len(self.counting),
            "podBearingPlayed": self.played,
            "podBearingMended": self.mended,
            "podBearingRefused": self.refused,
            "compared": len(self.compared),
            "readAsKubectl": len(self.compared) - len(self.disagreeing),
        }


def in_full(outcome: Outcome) -> Iterator[str]:
    """One file with all that is known of it."""
    yield f"{outcome.file}: {outcome.result}"
    yield from outcome.words.split("; ") if outcome.words else ()
    if outcome.refusal:
        yield f"as written: {outcome.refusal}"
        yield from (f"remedy: {remedy}" for remedy in outcome.remedies)
    yield from outcome.told
    if outcome.not_simulated:
        yield f"not simulated: {', '.join(outcome.not_simulated)}"
    if outcome.agrees is False:
        yield f"read otherwise than by kubectl: {_reads(outcome)}"


def _row(outcome: Outcome) -> tuple[str, str, str, str]:
    words = outcome.words if len(outcome.words) <= WORDS else outcome.words[: WORDS - 1] + "…"
    if outcome.not_simulated and outcome.result == PLAYED:
        words += f"; not simulated: {', '.join(outcome.not_simulated)}"
    if outcome.remedies:
        words += f"; after: {', '.join(outcome.remedies)}"
    return outcome.result, str(outcome.pods or ""), outcome.file, words


def _reads(outcome: Outcome) -> str:
    ours, theirs = (
        f"{'taken' if read.ok else 'refused'} with {read.objects} objects"
        for read in (outcome.read, outcome.kubectl or outcome.read)
    )
    return f"here {ours}, by kubectl {theirs}"
