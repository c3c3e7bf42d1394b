"""One file, tried: read, sent to the API server, and played for a while.

A file that is refused is tried again with the remedies that the page offers for it, and told
as mended where it plays then. Whatever happens is an answer. An exception is caught and told
as a crash, and so is a file that does not end within its time and its number of alarms.
"""

import time

from lifecycle.corpus.budget import OutOfTime, deadline
from lifecycle.corpus.folder import Entry, KubectlRead
from lifecycle.corpus.mending import mended
from lifecycle.corpus.outcome import CRASHED, MENDED, NOTHING_TO_PLAY, PLAYED, REFUSED, Outcome
from lifecycle.corpus.story import bears_pods
from lifecycle.corpus.story import told as story_of
from lifecycle.engine.api.oldversions import renewed
from lifecycle.engine.kernel.clock import Millis
from lifecycle.manifests.check import as_read
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


def play(text: str, until_ms: Millis) -> Trace:
    """The trace of a manifest; OutOfTime where it needs more alarms than it may have."""
    tape = Tape(Journal(Scenario(text, until_ms=until_ms)))
    while not tape.step(ROOT, until_ms):
        if tape.events > ALARMS:
            raise OutOfTime(f"more than {ALARMS:,} alarms")
    return tape.trace()


def _answered(entry: Entry, until_ms: Millis) -> Outcome:
    data = entry.path.read_bytes()
    text = as_read(data)
    reading = read(data, entry.name)
    kinds = [str(d.value["kind"]) for d in reading.documents if d.value.get("kind")]
    told = (renewed(document.value) for document in reading.documents)
    outcome = Outcome(
        entry.name,
        REFUSED,
        "; ".join(f"line {c.line}: {c.message}" for c in reading.complaints),
        kinds=tuple(dict.fromkeys(kinds)),
        bears_pods=any(map(bears_pods, kinds)),
        told=tuple(dict.fromkeys(new.told for new in told if new is not None)),
        read=_as_kubectl(reading),
    )
    if reading.ok:
        if not reading.documents:
            return outcome._replace(result=NOTHING_TO_PLAY)
        outcome = story_of(outcome, play(text, until_ms).records)
    return _tried_again(outcome, text, until_ms) if outcome.result == REFUSED else outcome


def _tried_again(outcome: Outcome, text: str, until_ms: Millis) -> Outcome:
    """The refused file with the page's remedies; as it was, where they do not make it play."""
    text, remedies = mended(text)
    if not remedies or not read(text).ok:
        return outcome
    again = story_of(outcome, play(text, until_ms).records)
    if again.result != PLAYED:
        return outcome
    return again._replace(result=MENDED, remedies=remedies, refusal=outcome.words)


def _as_kubectl(reading: Reading) -> KubectlRead:
    """How kubectl would count: up to the first error, of which a key that stands twice is none."""
    errors = [c.line for c in reading.complaints if c.severity == ERROR and _TWICE not in c.message]
    untyped = [document.line for document in reading.documents if not document.value.get("kind")]
    end = min((*errors, *untyped), default=None)
    objects = [d for d in reading.documents if end is None or d.line < end]
    return KubectlRead(end is None, len(objects))
