"""What became of one file."""

from typing import Any, NamedTuple

from lifecycle.corpus.folder import KubectlRead

PLAYED, MENDED, REFUSED = "played", "mended", "refused"
NOT_SIMULATED, NOTHING_TO_PLAY = "not simulated", "nothing to play"
CRASHED = "crashed"

OUTCOMES = (PLAYED, MENDED, REFUSED, NOT_SIMULATED, NOTHING_TO_PLAY, CRASHED)


class Outcome(NamedTuple):
    """One file's answer.

    `words` are those of the API server or of kubectl where it refuses, of the error where
    it crashed, and otherwise what is seen at the end. `pods` counts those that ever were,
    `records` what happened. `not_simulated` names the kinds that are stored and shown but
    change nothing. `told` is what the reader of an old apiVersion tells; `remedies` are those
    of the page's that were taken, one after the other, until a refused file played.
    """

    file: str
    result: str
    words: str
    kinds: tuple[str, ...] = ()
    not_simulated: tuple[str, ...] = ()
    bears_pods: bool = False
    told: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    refusal: str = ""
    pods: int = 0
    records: int = 0
    read: KubectlRead = KubectlRead(False, 0)
    kubectl: KubectlRead | None = None
    ms: int = 0

    @property
    def agrees(self) -> bool | None:
        """Whether we read the file as the real kubectl did; None where that isn't known."""
        return None if self.kubectl is None else self.read == self.kubectl

    @property
    def counts(self) -> bool:
        """Whether it is a file with Pods that kubectl can read: those should be played."""
        return self.bears_pods and (self.kubectl or self.read).ok

    def as_json(self) -> dict[str, Any]:
        """For programs: every field, camelCase."""
        return {
            "file": self.file,
            "result": self.result,
            "words": self.words,
            "kinds": self.kinds,
            "notSimulated": self.not_simulated,
            "told": self.told,
            "remedies": self.remedies,
            "refusal": self.refusal,
            "bearsPods": self.bears_pods,
            "pods": self.pods,
            "records": self.records,
            "read": self.read._asdict(),
            "kubectl": self.kubectl and self.kubectl._asdict(),
            "agrees": self.agrees,
            "ms": self.ms,
        }
