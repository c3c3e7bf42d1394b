"""The STATUS of Pods as a state diagram of Mermaid: which followed which, and when."""

from collections.abc import Iterable
from json import dumps

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.records import Record
from lifecycle.exports.lanes import Lane, pod_lanes
from lifecycle.exports.text import message, moment
from lifecycle.sentence import Say, Sentence

MOST_MOMENTS = 4
NOWHERE = "[*]"


def states(records: Iterable[Record], until_ms: Millis, title: str = "", say: Say = str) -> str:
    """The diagram's text: one arrow for each pair of states, with the first few moments."""
    arrows: dict[tuple[str, str], list[Millis]] = {}
    for pod in pod_lanes(records, until_ms, say):
        for lane in pod.lanes:
            if lane.name == "STATUS":
                _walk(lane, until_ms, arrows)
    texts = {text for pair in arrows for text in pair} - {NOWHERE}
    ids = {text: f"s{number}" for number, text in enumerate(sorted(texts), 1)} | {NOWHERE: NOWHERE}
    lines = [f'  state "{message(text)}" as {ids[text]}' for text in sorted(texts)]
    for (before, after), moments in arrows.items():
        lines.append(f"  {ids[before]} --> {ids[after]} : {_told(moments, say)}")
    head = ["---", f"title: {dumps(message(title or 'podviz'))}", "---", "stateDiagram-v2"]
    return "\n".join([*head, *lines]) + "\n"


def _walk(lane: Lane, until_ms: Millis, arrows: dict[tuple[str, str], list[Millis]]) -> None:
    before = NOWHERE
    for stretch in lane.stretches:
        if stretch.text != before:
            arrows.setdefault((before, stretch.text), []).append(stretch.start)
        before = stretch.text
    if lane.stretches and lane.stretches[-1].end < until_ms:
        arrows.setdefault((before, NOWHERE), []).append(lane.stretches[-1].end)


def _told(moments: list[Millis], say: Say) -> str:
    told = ", ".join(say(moment(at)) for at in moments[:MOST_MOMENTS])
    more = len(moments) - MOST_MOMENTS
    if more <= 0:
        return told
    return say(Sentence("%(moments)s and %(more)s more", moments=told, more=more))
