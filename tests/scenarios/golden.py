"""A trace as a person reads it: one line for each thing that kubectl or the node shows.

Times are seconds with one decimal. A Pod's line is what `kubectl get pod` prints; it is
repeated when a column changes.
"""

from pathlib import Path

from lifecycle.engine.records import Record
from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.wire import project

FOLDER = Path(__file__).parent / "golden"
PROCESSES = ("start", "exit", "oom", "signal", "hook-start", "hook-end", "sandbox-start")
SHOWN = ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob", "EndpointSlice")


def render(scenario: Scenario, records: list[Record]) -> str:
    """The whole trace; what a fresh cluster has before the first command is left out."""
    lines = [f"# {scenario.title}"]
    last: dict[str, str] = {}
    begun = False
    for record in records:
        line = project(record)
        begun = begun or line["type"] == "input"
        text = _text(line) if begun else ""
        who = text.partition("  ")[0]
        if text and not (line["type"] in ("pod", "object") and last.get(who) == text):
            lines.append(f"{line['t']:7.1f}  {text}")
            last[who] = text
    return "\n".join(lines) + "\n"


def _text(line: dict) -> str:
    return _TEXTS.get(line["type"], lambda _: "")(line)


def _input(line: dict) -> str:
    return f"$ {line['line']}" + ("" if line["ok"] else f"    REFUSED: {line['output']}")


def _printed(line: dict) -> str:
    return f"  > {' | '.join(line['text'].splitlines())}"


def _pod(line: dict) -> str:
    return (
        f"pod/{line['name']:<22}  {line['ready_column']:<5}{line['status_column']:<22}"
        f"{line['restarts_column']}"
    )


def _gone(line: dict) -> str:
    return f"pod/{line['name']:<22}  (gone)"


def _event(line: dict) -> str:
    times = f" (x{line['count']})" if (line["count"] or 1) > 1 else ""
    about = line["object"].partition("/")[2]
    return f"  {line['event_type']} {line['reason']}{times} {about}: {line['message'].strip()}"


def _object(line: dict) -> str:
    kind = line["kind"]
    if kind not in SHOWN:
        return ""
    if line["verb"] == "deleted":
        return f"{kind.lower()}/{line['name']}  (gone)"
    if kind == "EndpointSlice":
        shown = ", ".join(_endpoint(endpoint) for endpoint in line["endpoints"] or ())
        return f"endpoints/{line['name']}  {shown or 'nobody'}"
    columns = "  ".join(f"{key} {value}" for key, value in (line["columns"] or {}).items())
    return f"{kind.lower()}/{line['name']}  {columns}"


def _endpoint(endpoint: dict) -> str:
    if endpoint["terminating"]:
        state = "terminating" if endpoint["serving"] else "terminating, not ready"
    else:
        state = "ready" if endpoint["ready"] else "not ready"
    return f"{endpoint['pod']} {state}"


def _process(line: dict) -> str:
    what = line["what"]
    if what not in PROCESSES:
        return ""
    where = f"{line['pod']}/{line['container']}" if line.get("container") else line["pod"]
    details = [line.get("hook"), line.get("result"), line.get("signal")]
    if what in ("exit", "oom"):
        details.append(str(line.get("exitCode")))
    return " ".join(["  .", where, what, *(word for word in details if word)])


def _traffic(line: dict) -> str:
    if line["what"] == "learn":
        return f"  ~ {line['entry']} sends to {', '.join(line['pods']) or 'nobody'}"
    counts = ", ".join(f"{count} {outcome}" for outcome, count in line["counts"].items())
    return f"  ~ service/{line['service']} {line['what']} {counts}".rstrip()


_TEXTS = {
    "traffic": _traffic,
    "input": _input,
    "printed": _printed,
    "pod": _pod,
    "pod-deleted": _gone,
    "event": _event,
    "object": _object,
    "process": _process,
}
