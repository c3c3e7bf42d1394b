"""A trace as a Gantt chart of Mermaid: a section for each Pod, a bar for each state."""

from collections.abc import Iterable, Iterator

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Record
from lifecycle.exports.lanes import ENDING, FAILED, READY, SUCCEEDED, Stretch, pod_lanes
from lifecycle.exports.text import name
from lifecycle.sentence import Say, Sentence

MOST_BARS = 300
TAGS = {READY: "active, ", SUCCEEDED: "done, ", FAILED: "crit, ", ENDING: "done, "}


def gantt(records: Iterable[Record], until_ms: Millis, title: str = "", say: Say = str) -> str:
    """The chart's text; what does not fit into `MOST_BARS` is left out, and that is said."""
    lines, bars = list(_bars(records, until_ms, say)), 0
    kept = []
    for line in lines:
        bars += line.startswith("    ")
        if bars > MOST_BARS:
            left = Sentence("%(n)s more lines are left out", n=len(lines) - len(kept))
            kept.append(f"%% {say(left)}")
            break
        kept.append(line)
    head = ["gantt", f"  title {name(title or 'podviz')}", "  dateFormat x"]
    return "\n".join([*head, "  axisFormat %M:%S", *kept]) + "\n"


def _bars(records: Iterable[Record], until_ms: Millis, say: Say) -> Iterator[str]:
    for pod in pod_lanes(records, until_ms, say):
        yield f"  section {name(pod.name)}"
        for lane in pod.lanes:
            for stretch in lane.stretches:
                yield _bar(lane.name, stretch)


def _bar(lane: str, stretch: Stretch) -> str:
    told, tag = name(f"{lane} {stretch.text}"), TAGS.get(stretch.tone, "")
    return f"    {told} :{tag}{stretch.start}, {stretch.end}"
