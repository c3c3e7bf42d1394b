"""kubectl wait: until objects have a condition or a value, are there, or are gone.

Nobody's time passes while a command is answered. So the answer is what the command would
print in the end if nothing else were done: it is read from what has been computed ahead. Where
that doesn't reach far enough, the answer says so.

Mirrors staging/src/k8s.io/kubectl/pkg/cmd/wait/wait.go.
"""

import re
from collections.abc import Callable
from typing import Any

from lifecycle.engine.api import errors
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.scheme import encode, metadata_of
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubectl.flags import DURATION, LIST, SWITCH, TEXT, Flag, Parsed
from lifecycle.engine.kubectl.jsonpath import find
from lifecycle.engine.kubectl.moment import Moment
from lifecycle.engine.kubectl.refusal import Refusal, server_said
from lifecycle.engine.kubectl.resources import Target, targets
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("for", TEXT, default=""),
    Flag("timeout", DURATION, default=30_000),
    Flag("selector", TEXT, "l"),
    Flag("all", SWITCH, default=False),
    Flag("all-namespaces", SWITCH, "A", default=False),
    Flag("filename", LIST, "f"),
)
_A_WEEK: Millis = 7 * 24 * 3_600_000
_TIMED_OUT = "timed out waiting for the condition"
_SINGLE_SIGN = re.compile(r"(?<!=)=(?!=)")

Test = Callable[[Any], bool]
"""Whether an object is as it is waited for; None stands for one that is not there."""


def wait(parsed: Parsed, moment: Moment) -> str:
    """What is printed when the last object has come to it, or the time is over."""
    awaited = parsed.flags["for"]
    test, timeout = _test(awaited), parsed.flags["timeout"]
    found = _targets(parsed, moment)
    if not found and awaited.lower() != "delete":
        raise Refusal("error: no matching resources found")
    now, end = moment.now_ms, moment.now_ms + (_A_WEEK if timeout < 0 else timeout)
    said, failed = [], []
    for target in found:
        try:
            if awaited.lower() != "create" and _now(target, moment) is None:
                if awaited.lower() == "delete":
                    continue
                raise errors.not_found(target.resource.kind, target.name)
            now = _met(target, test, (now, end), moment, awaited)
            said.append(f"{target.label} condition met")
        except ApiError as error:
            failed.append(server_said(error))
        except _Unmet as unmet:
            now = end
            failed.append(str(unmet))
    if failed:
        alone = len(failed) == 1 and not failed[0].startswith("Error from server")
        raise Refusal("\n".join([*said, f"error: {failed[0]}"] if alone else [*said, *failed]))
    return "\n".join(said)


class _Unmet(Exception):
    """What one object was waited for in vain for."""


def _met(
    target: Target, test: Test, span: tuple[Millis, Millis], moment: Moment, awaited: str
) -> Millis:
    """When an object comes to it; raises _Unmet if it doesn't in time."""
    now, end = span
    for at_ms, obj in moment.versions(target.resource.kind, target.namespace, target.name):
        if at_ms > end:
            break
        if test(obj):
            return max(now, at_ms)
    named = f"{target.resource.plural}/{target.name}"
    if end == moment.now_ms:
        raise _Unmet(f"condition not met for {named}")
    if moment.is_known(end):
        raise _Unmet(_TIMED_OUT if awaited.lower() == "create" else f"{_TIMED_OUT} on {named}")
    raise Refusal(
        f"error: {named} is not there yet, and what comes has not been played so far",
        Sentence("Ask again later, or with --timeout=0s, which looks once and does not wait."),
    )


def _now(target: Target, moment: Moment) -> Any:
    return moment.objects.find(target.resource.kind, target.namespace, target.name)


def _targets(parsed: Parsed, moment: Moment) -> list[Target]:
    flags, args = parsed.flags, parsed.args
    if not args:
        raise Refusal(
            "error: You must provide one or more resources by argument or filename.",
            Sentence("Name a type and an object: kubectl %(command)s pod NAME", command="wait"),
        )
    if len(args) == 1 and "/" not in args[0] and not (flags["selector"] or flags["all"]):
        raise Refusal(
            "error: resource(s) were provided, but no name was specified",
            Sentence(
                "Name one, or use -l or --all: kubectl wait --for=… %(value)s NAME", value=args[0]
            ),
        )
    return targets(parsed, moment.objects)


def _test(awaited: str) -> Test:
    """What `--for` asks (`conditionFuncFor`)."""
    kind, _, rest = awaited.partition("=")
    if awaited.lower() == "delete":
        return lambda obj: obj is None
    if awaited.lower() == "create":
        return lambda obj: obj is not None
    if kind == "condition" and rest:
        name, _, status = rest.partition("=")
        return lambda obj: _has_condition(obj, name, status or "true")
    if kind == "jsonpath":
        return _path_test(rest)
    raise Refusal(
        f'error: unrecognized condition: "{awaited}"',
        Sentence(
            "Wait --for=condition=Ready, --for=delete, --for=create or "
            "--for=jsonpath='{.status.phase}'=Running."
        ),
    )


def _has_condition(obj: Any, name: str, status: str) -> bool:
    """Whether the condition holds for the spec as it is (`ConditionalWait.checkCondition`)."""
    if obj is None:
        return False
    generation = metadata_of(obj).generation
    found = encode(obj).get("status") or {}
    for condition in found.get("conditions") or ():
        if condition.get("type", "").lower() != name.lower():
            continue
        seen = condition.get("observedGeneration", found.get("observedGeneration"))
        if generation is not None and seen is not None and seen < generation:
            return False
        return condition.get("status", "").lower() == status.lower()
    return False


def _path_test(text: str) -> Test:
    """The path and, after a single `=`, the value (`processJSONPathInput`)."""
    path, *values = _SINGLE_SIGN.split(text)
    if not path:
        raise Refusal("error: jsonpath expression cannot be empty")
    if len(values) > 1:
        raise Refusal(
            "error: jsonpath wait format must be --for=jsonpath='{.status.readyReplicas}'=3 or "
            "--for=jsonpath='{.status.readyReplicas}'"
        )
    value = values[0].strip("'\"") if values else None
    if value == "":
        raise Refusal(
            "error: jsonpath wait has to have a value after equal sign, like "
            "--for=jsonpath='{.status.readyReplicas}'=3"
        )
    find(path, {})
    return lambda obj: obj is not None and _is_at(path, value, encode(obj))


def _is_at(path: str, value: str | None, document: Any) -> bool:
    results = find(path, document)
    if len(results) > 1:
        raise Refusal("error: given jsonpath expression matches more than one value")
    if not results or value is None:
        return bool(results)
    if isinstance(results[0], dict | list):
        raise Refusal("error: jsonpath leads to a nested object or list which is not supported")
    told = str(results[0]).lower() if isinstance(results[0], bool) else str(results[0])
    return told.strip() == value.strip()
