"""What comes out of the engine: one record for everything that happened, with its cause.

`id` counts from 1 along a branch. `cause` is the id of the record that led to this one, or
0 where a story begins. `rule` names the rule of Kubernetes that made it so, and `fields`
the paths in the Pod's manifest that decided it (`spec.containers[0].livenessProbe.…`), so
that every record can be explained.
"""

from typing import Any

import msgspec

from lifecycle.engine.kernel.clock import Millis


class Record(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", gc=False
):
    """What all records have. They are values: nothing that they hold leads back to them."""

    id: int
    t: Millis
    cause: int = 0
    rule: str = ""
    fields: tuple[str, ...] = ()


class InputTaken(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag="input"):
    """A command of the script or of a viewer was carried out, or refused."""

    line: str
    ok: bool = True
    output: str = ""


class Printed(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag="printed"):
    """A command that goes on has printed more; its cause is the command.

    `ok` is false where that is its end and it failed.
    """

    line: str
    text: str
    ok: bool = True


class ObjectChanged(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag="object"):
    """A watcher of the API sees this: the whole object as it is now.

    `verb` is added, modified or deleted. Events of Kubernetes are objects, too. `kubernetes`
    is the version of the API server that tells it, as each prints objects in its own way.
    """

    verb: str
    kind: str
    namespace: str
    name: str
    uid: str
    object: Any
    kubernetes: str = "1.36"


class ProcessChanged(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag="process"
):
    """What the API does not show, of one container of one Pod (or of the Pod, if empty).

    | what | fields that apply |
    |---|---|
    | start | `attempt` |
    | exit, oom | `exit_code`, `signal`, `attempt` |
    | signal | `signal` (TERM, KILL, …); `result` "ignored" of a KILL: nothing in the container
      took notice of the signal that asked it to end |
    | hook-start, hook-end | `hook` (postStart, preStop), `handler`, `result`, `message` |
    | probe | `probe`, `handler`, `result` (success, failure, unknown), `message`, and how
      often in a row (`count` of `threshold`) |
    | pull-start, pull-end | `image`, `result` (success, failure), `message` |
    | backoff | `until` when the wait is over |
    | grace | `until` when SIGKILL is due; `count` the seconds given |
    | grace-end | – |
    | sandbox-start, sandbox-ready, sandbox-stop | `attempt` |
    | fault, fault-end | `message` |
    """

    what: str
    namespace: str
    pod: str
    uid: str
    container: str = ""
    attempt: int = 0
    exit_code: int | None = None
    signal: str = ""
    hook: str = ""
    probe: str = ""
    handler: str = ""
    result: str = ""
    message: str = ""
    image: str = ""
    until: Millis | None = None
    count: int = 0
    threshold: int = 0


class Logged(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag="log"):
    """A container wrote one line."""

    namespace: str
    pod: str
    uid: str
    container: str
    attempt: int
    stream: str
    text: str


class Lost(msgspec.Struct, frozen=True, gc=False):
    """Requests that went wrong alike at one Pod (or at none, if empty), spread evenly."""

    outcome: str
    pod: str
    count: int
    first_ms: Millis
    last_ms: Millis


class TrafficChanged(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, tag="traffic"
):
    """How the requests to a Service fare. A client sends so many a second (`rps`).

    | what | |
    |---|---|
    | start | the client begins; its requests come in by each `entry`, which knows of `pods` |
    | second | what came of a second's requests, if anything was lost or it differs from the
      second before; seconds without a record are like the last one |
    | learn | `entry` (a node, or what stands before the Service) knows of `pods` from now on |
    | stop | the client ends |

    `counts` are by outcome: answered, refused, reset, timed-out, unresolved, or the status of a
    server's error; `totals` the same since the start. `retried` counts attempts that were
    repeated.
    """

    what: str
    namespace: str
    service: str
    rps: int
    via: str = ""
    counts: tuple[tuple[str, int], ...] = ()
    totals: tuple[tuple[str, int], ...] = ()
    lost: tuple[Lost, ...] = ()
    retried: int = 0
    entry: str = ""
    pods: tuple[str, ...] = ()
