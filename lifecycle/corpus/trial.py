"""One file, tried: read, sent to the API server, and played for a while.

Whatever happens is an answer. An exception is caught and told as a crash, and so is a file
that does not end within its time and its number of alarms.
"""

import time
from pathlib import Path

from lifecycle.corpus.budget import OutOfTime, deadline
from lifecycle.corpus.folder import Entry, KubectlRead
from lifecycle.corpus.outcome import CRASHED, NOTHING_TO_PLAY, REFUSED, Outcome
from lifecycle.corpus.story import bears_pods, told
from lifecycle.engine.kernel.clock import Millis
from lifecycle.manifests.complaint import ERROR
from lifecycle.manifests.document import Reading
from lifecycle.manifests.reader import read
from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.replay import Tape, Trace
from lifecycle.sessions.scenario import Scenario

SECONDS = 20.0
ALARMS = 2_000_000
"""What one file may take; the busiest ones need a hundredth of it."""

_TWICE = "already set in map"


def try_file(entry: Entry, until_ms: Millis) -> Outcome:
    """What becomes of a file, never an exception."""
    started = time.perf_counter()
    outcome = Outcome(entry.name, CRASHED, "")
    try:
        with deadline(SECONDS):
            outcome = _answered(entry, until_ms)
    except Exception as error:
        outcome = outcome._replace(words=f"{type(error).__name__}: {error}")
    ms = round(1000 * (time.perf_counter() - started))
    return outcome._replace(kubectl=entry.kubectl, ms=ms)


def play(path: Path, until_ms: Millis) -> Trace:
    """The trace of a file; OutOfTime where it needs more alarms than it may have."""
    scenario = Scenario(path.read_text(encoding="utf-8"), until_ms=until_ms)
    tape = Tape(Journal(scenario))
    while not tape.step(ROOT, until_ms):
        if tape.events > ALARMS:
            raise OutOfTime(f"more than {ALARMS:,} alarms")
    return tape.trace()


def _answered(entry: Entry, until_ms: Millis) -> Outcome:
    reading = read(entry.path.read_bytes(), entry.name)
    kinds = [str(d.value["kind"]) for d in reading.documents if d.value.get("kind")]
    outcome = Outcome(
        entry.name,
        REFUSED,
        "; ".join(f"line {c.line}: {c.message}" for c in reading.complaints),
        kinds=tuple(dict.fromkeys(kinds)),
        bears_pods=any(map(bears_pods, kinds)),
        read=_as_kubectl(reading),
    )
    if not reading.ok:
        return outcome
    if not reading.documents:
        return outcome._replace(result=NOTHING_TO_PLAY)
    return told(outcome, play(entry.path, until_ms).records)


def _as_kubectl(reading: Reading) -> KubectlRead:
    """How kubectl would count: up to the first error, of which a key that stands twice is none."""
    errors = [c.line for c in reading.complaints if c.severity == ERROR and _TWICE not in c.message]
    untyped = [document.line for document in reading.documents if not document.value.get("kind")]
    end = min((*errors, *untyped), default=None)
    objects = [d for d in reading.documents if end is None or d.line < end]
    return KubectlRead(end is None, len(objects))
