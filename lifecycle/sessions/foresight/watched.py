"""What is known of one container, as far as its next restart and its readiness hang on it."""

import msgspec
from lightkube.models.core_v1 import Container, Probe

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubelet.backoff import CRASH_LOOP_INITIAL_MS, CRASH_LOOP_MAX_MS
from lifecycle.engine.kubelet.handlers import POST_START
from lifecycle.engine.kubelet.prober.workers import probe_of
from lifecycle.engine.records import ProcessChanged

FAILURE, SUCCESS = "failure", "success"
FAILED = "failed"
"""What a container does whose postStart hook has failed: it is about to be killed."""
FORGOTTEN_MS = 2 * CRASH_LOOP_MAX_MS
"""A container that ran longer than this begins its back-off anew."""


class Results(msgspec.Struct, frozen=True):
    """The last result of a probe of this run, how often it came in a row, and when."""

    result: str = ""
    count: int = 0
    at_ms: Millis = 0
    record: int = 0


class Watched(msgspec.Struct, frozen=True):
    """One container.

    `wait_ms` is the back-off that its next crash meets, and `counted_ms` when it was last made
    longer. `earlier_ms` is when the run before the last one ended.
    """

    container: Container
    kind: str
    running: bool = False
    attempt: int = 0
    started_ms: Millis = 0
    ended_ms: Millis | None = None
    earlier_ms: Millis | None = None
    exit_code: int = 0
    record: int = 0
    backoff: ProcessChanged | None = None
    dying: ProcessChanged | None = None
    killed: bool = False
    doing: str = ""
    wait_ms: Millis = 0
    counted_ms: Millis = 0
    ready: bool = False
    started_since_ms: Millis | None = None
    probes: dict[str, Results] = {}

    @property
    def started(self) -> bool:
        """Whether the API says that it has started."""
        return self.started_since_ms is not None

    @property
    def has_started(self) -> bool:
        """Whether it has. After a restart the API may still show what was found before."""
        probed = self.probe("startup") is not None and self.attempt > 0
        stale = probed and self.results("startup").result != SUCCESS
        return self.started and not stale

    def probe(self, kind: str) -> Probe | None:
        """Its probe of that kind."""
        return probe_of(self.container, kind)

    def results(self, kind: str) -> Results:
        """What the probe of that kind has found in this run."""
        return self.probes.get(kind, Results())


def take(watched: Watched, record: ProcessChanged) -> Watched:
    """What is known once this has happened, too."""
    match record.what:
        case "start":
            return _start(watched, record)
        case "exit" | "oom":
            return msgspec.structs.replace(
                watched,
                running=False,
                ended_ms=record.t,
                earlier_ms=watched.ended_ms,
                exit_code=record.exit_code or 0,
                record=record.id,
                dying=None,
                doing="",
            )
        case "backoff":
            return msgspec.structs.replace(watched, backoff=record)
        case "grace":
            by_hook = watched.doing == FAILED
            return msgspec.structs.replace(watched, dying=record, killed=not by_hook)
        case "grace-end":
            return msgspec.structs.replace(watched, dying=None)
        case "pull-start" | "hook-start":
            doing = record.hook or "pull"
            return msgspec.structs.replace(watched, doing=doing)
        case "pull-end" | "hook-end":
            failed = record.hook == POST_START and record.result == FAILURE
            return msgspec.structs.replace(watched, doing=FAILED if failed else "")
        case "probe":
            return _probed(watched, record)
    return watched


def _start(watched: Watched, record: ProcessChanged) -> Watched:
    """A run begins; the back-off of the next crash is longer (`doBackOff`)."""
    wait, counted = watched.wait_ms, watched.counted_ms
    if (event := counted_from(watched)) is not None:
        anew = not wait or event - counted > FORGOTTEN_MS
        wait = CRASH_LOOP_INITIAL_MS if anew else min(2 * wait, CRASH_LOOP_MAX_MS)
        counted = record.t
    return msgspec.structs.replace(
        watched,
        running=True,
        attempt=record.attempt,
        started_ms=record.t,
        record=record.id,
        backoff=None,
        dying=None,
        killed=False,
        doing="",
        wait_ms=wait,
        counted_ms=counted,
        ready=False,
        started_since_ms=None,
        probes={},
    )


def counted_from(watched: Watched) -> Millis | None:
    """The end from which a back-off counts; None where none is known to the pass.

    A pass that kills a container and starts it again has looked before the kill: it sees the
    end of the run before.
    """
    if watched.killed and watched.backoff is None:
        return watched.earlier_ms
    return watched.ended_ms


def _probed(watched: Watched, record: ProcessChanged) -> Watched:
    found = Results(record.result, record.count, record.t, record.id)
    return msgspec.structs.replace(watched, probes={**watched.probes, record.probe: found})
