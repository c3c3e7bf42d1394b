"""From what the API server says of a field to the changes of the text that would satisfy it.

Each rule knows one message and makes none, one or several remedies of it, the likeliest
first. They change only what was complained of; where a human must choose, the choices are
offered, and where nothing is evident, nothing is.
"""

import base64
import json
import re
from collections.abc import Callable, Iterator
from difflib import get_close_matches
from typing import Any

from lifecycle.engine.api.kinds import KINDS
from lifecycle.engine.api.oldversions import renewed
from lifecycle.manifests.document import Path, join, split
from lifecycle.manifests.remedy import Edit, Remedy
from lifecycle.manifests.surgery import Surgery, scalar
from lifecycle.sentence import Sentence

Found = Iterator[Remedy]
Rule = Callable[[Surgery, Path, re.Match[str]], Found]

MOST = 4
"""More than so many buttons for one complaint are no help."""

_LOWER = re.compile(r"[^a-z0-9.-]+")


def remedies_for(
    surgery: Surgery, path: Path, message: str, known: tuple[str, ...] = ()
) -> tuple[Remedy, ...]:
    """What can be done about a message at a path; `known` are the names that fit there."""
    if not surgery.has_time():
        return ()
    path = join(split(path))
    if message.startswith("unknown field"):
        return _some(_unknown(surgery, path, known))
    for pattern, rule in _RULES:
        if (match := pattern.search(message)) is not None:
            return _some(rule(surgery, path, match))
    return ()


def renewal(surgery: Surgery) -> tuple[Remedy, ...]:
    """Write a document of an old apiVersion as the newest has it."""
    new = renewed(surgery.document.value)
    if new is None:
        return ()
    version, kind = new.document["apiVersion"], str(new.document["kind"])
    edits = [*surgery.write("apiVersion", version)]
    before, after = surgery.document.value.get("spec"), new.document.get("spec")
    if isinstance(before, dict) and isinstance(after, dict):
        edits += _difference(surgery, before, after)
    words = Sentence("Write it as %(kind)s of %(version)s")
    return _some(iter([_remedy(words, edits, kind=kind, version=version)]))


def _difference(surgery: Surgery, before: Any, after: Any) -> Iterator[Edit]:
    for name in before:
        if name not in after:
            yield from surgery.leave_out(f"spec.{name}")
    for name, value in after.items():
        if before.get(name) == value:
            continue
        if name in before:
            yield from surgery.leave_out(f"spec.{name}")
        yield from surgery.put(f"spec.{name}", value)


def _some(found: Iterator[Remedy]) -> tuple[Remedy, ...]:
    return tuple(remedy for remedy in found if remedy.edits)[:MOST]


def _remedy(words: Sentence, edits: Any, **names: str) -> Remedy:
    return Remedy(Sentence(words, **names), tuple(edits))


def _unknown(surgery: Surgery, path: Path, known: tuple[str, ...]) -> Found:
    wanted = str(split(path)[-1])
    by_case = {name.lower(): name for name in known}
    close = [by_case[wanted.lower()]] if wanted.lower() in by_case else []
    for name in close or get_close_matches(wanted[:60], known, 1, 0.8):
        around = join(split(path)[:-1])
        if not surgery.has(join([*split(around), name])):
            words = Sentence("Write %(right)s instead of %(wrong)s")
            yield _remedy(words, surgery.rename(path, name), right=name, wrong=wanted)
    yield _leave_out(surgery, path)


def _leave_out(surgery: Surgery, path: Path) -> Remedy:
    name = str(split(path)[-1]) if path else ""
    return _remedy(Sentence("Leave %(field)s out"), surgery.leave_out(path), field=name)


def _left_out(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    yield _leave_out(surgery, path)


def _no_match(surgery: Surgery, path: Path, match: re.Match[str]) -> Found:
    """A kind that is not served in this version, or not at all."""
    kind, version = match["kind"], match["version"]
    for row in KINDS:
        if row.kind == kind:
            words = Sentence("Write apiVersion: %(version)s")
            edits = surgery.write("apiVersion", row.api_version)
            yield _remedy(words, edits, version=row.api_version)
            break
    else:
        served = [row.kind for row in KINDS if row.api_version == version]
        served = served or [row.kind for row in KINDS]
        same = [name for name in served if name.lower() == kind.lower()]
        for close in same or get_close_matches(kind[:60], served, 1, 0.7):
            words = Sentence("Write kind: %(kind)s")
            yield _remedy(words, surgery.write("kind", close), kind=close)
    words = Sentence("Leave this %(kind)s out")
    yield _remedy(words, surgery.leave_all_out(), kind=kind)


def _no_version(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    for key in get_close_matches("apiVersion", list(surgery.document.value), 1, 0.7):
        words = Sentence("Write %(right)s instead of %(wrong)s")
        yield _remedy(words, surgery.rename(key, "apiVersion"), right="apiVersion", wrong=key)
        return
    kind = surgery.document.value.get("kind")
    for row in KINDS:
        if row.kind == kind:
            words = Sentence("Write apiVersion: %(version)s")
            edits = surgery.put("apiVersion", row.api_version)
            yield _remedy(words, edits, version=row.api_version)
            return


def _no_kind(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    """A misspelt key, or a kind that the rest of the document gives away."""
    value = surgery.document.value
    for key in get_close_matches("kind", [k for k in value if k != "metadata"], 1, 0.7):
        words = Sentence("Write %(right)s instead of %(wrong)s")
        yield _remedy(words, surgery.rename(key, "kind"), right="kind", wrong=key)
        return
    spec = value.get("spec")
    spec = spec if isinstance(spec, dict) else {}
    kind = _KIND_BY_VERSION.get(str(value.get("apiVersion")))
    kind = "Pod" if "containers" in spec else kind
    if kind:
        words = Sentence("Write kind: %(kind)s")
        yield _remedy(words, surgery.put("kind", kind), kind=kind)


_KIND_BY_VERSION = {"apps/v1": "Deployment", "batch/v1": "Job", "policy/v1": "PodDisruptionBudget"}


def _no_name(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    name = _plain(surgery.document.value.get("kind")) or "object"
    words = Sentence("Call it %(name)s")
    yield _remedy(words, surgery.put("metadata.name", name), name=name)


def _no_container_name(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    around = join(split(path)[:-1])
    image = surgery.value(f"{around}.image")
    base = str(image or "app").rpartition("/")[2].partition("@")[0].partition(":")[0]
    name = _plain(base) or "app"
    yield _remedy(Sentence("Call it %(name)s"), surgery.put(path, name), name=name)


def _no_image(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    for image in ("nginx", "busybox"):
        words = Sentence("Take the image %(image)s")
        yield _remedy(words, surgery.put(path, image), image=image)


def _no_containers(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    words = Sentence("Add a container that runs nginx")
    yield _remedy(words, _over(surgery, path, [{"name": "app", "image": "nginx"}]))


def _over(surgery: Surgery, path: Path, value: Any) -> tuple[Edit, ...]:
    """Put a value where another one stands, as one edit of each."""
    if not surgery.has(path):
        return surgery.put(path, value)
    position = surgery.document.values[path]
    return (Edit(*position, json.dumps(value)),)


def _no_selector(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    """The selector that means the template's labels; where there are none, both."""
    around = split(path)[:-1]
    labels_at = join([*around, "template", "metadata", "labels"])
    labels = surgery.value(labels_at)
    edits: list[Edit] = []
    if not isinstance(labels, dict) or not labels:
        labels = {"app": _plain(surgery.value("metadata.name")) or "app"}
        edits += surgery.put(labels_at, labels)
    selector: dict[str, Any] = {"matchLabels": labels}
    if surgery.document.value.get("kind") == "ReplicationController":
        selector = labels
    edits += _over(surgery, join([*around, "selector"]), selector)
    words = Sentence("Select the Pods of its template (%(labels)s)")
    pairs = ",".join(f"{key}={value}" for key, value in labels.items())
    yield _remedy(words, edits, labels=pairs)


def _selector_differs(surgery: Surgery, path: Path, match: re.Match[str]) -> Found:
    around = split(path)[:-3]
    selector = surgery.value(join([*around, "selector"]))
    wanted = selector.get("matchLabels", selector) if isinstance(selector, dict) else None
    if not isinstance(wanted, dict) or not wanted:
        return
    labels = surgery.value(join([*around, "template", "metadata", "labels"]))
    here = [*around, "template", "metadata", "labels"]
    if isinstance(labels, dict):
        edits = [e for k, v in wanted.items() if labels.get(k) != v
                 for e in surgery.put(join([*here, str(k)]), v)]  # fmt: skip
    else:
        edits = [*surgery.put(join(here), wanted)]
    pairs = ",".join(f"{key}={value}" for key, value in wanted.items())
    words = Sentence("Give the template the labels %(labels)s")
    yield _remedy(words, edits, labels=pairs)


def _unsupported(surgery: Surgery, path: Path, match: re.Match[str]) -> Found:
    """One of the values that would be right, the one that looks most alike first."""
    given = match["given"]
    values = [value for value in re.findall(r'"([^"]*)"', match["values"]) if value]
    if given in values or not values:  # known to this version, and not to be used yet
        yield _leave_out(surgery, path)
        return
    alike = get_close_matches(given.lower(), [value.lower() for value in values], len(values), 0.5)
    ordered = [value for low in alike for value in values if value.lower() == low]
    ordered = ordered[:1] or values
    for value in ordered[: MOST - 1]:
        words = Sentence("Write %(right)s")
        yield _remedy(words, surgery.write(path, value), right=value)
    yield _leave_out(surgery, path)


def _wrong_type(surgery: Surgery, path: Path, match: re.Match[str]) -> Found:
    """The same value in the type that is wanted, where it has one; or nothing at all."""
    value, wanted = surgery.value(path), match["wanted"]
    if wanted == "string" and isinstance(value, bool | int | float):
        text = json.dumps(value)
        yield _written(surgery, path, text, f'"{text}"')
    elif wanted.startswith(("int", "uint")) and isinstance(value, str):
        number = re.search(r"-?\d+", value)
        text = number[0] if number else "1"
        yield _written(surgery, path, int(text), text)
    elif wanted == "bool" and isinstance(value, str):
        truth = value.strip().lower() in ("true", "yes", "on", "1")
        yield _written(surgery, path, truth, json.dumps(truth))
    elif wanted.startswith("[]") and isinstance(value, dict | str) and value:
        words = Sentence("Make a list of %(field)s")
        yield _remedy(words, surgery.make_list(path), field=str(split(path)[-1]))
    yield _leave_out(surgery, path)


def _written(surgery: Surgery, path: Path, value: Any, shown: str) -> Remedy:
    edits = surgery.write(path, value)
    if isinstance(value, str):
        edits = tuple(edit._replace(text=json.dumps(value)) for edit in edits)
    return _remedy(Sentence("Write %(right)s"), edits, right=shown)


def _as_a_name(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    value = surgery.value(path)
    plain = _plain(value)
    if plain and plain != value:
        yield _remedy(Sentence("Write %(right)s"), surgery.write(path, plain), right=plain)
    elif path:
        yield _leave_out(surgery, path)


def _plain(text: Any) -> str:
    """The nearest name that Kubernetes takes: lower case, digits, hyphens."""
    return _LOWER.sub("-", str(text or "").strip().lower()).strip("-.")[:63]


def _quantity(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    value = surgery.value(path)
    found = re.fullmatch(r"\s*([0-9.]+)\s*([kKmMgGtT])?[iI]?[bB]?\s*", str(value))
    if found is not None:
        unit = (found[2] or "").upper()
        text = f"{found[1]}{unit}i" if unit else found[1]
        yield _remedy(Sentence("Write %(right)s"), surgery.write(path, text), right=text)
    yield _leave_out(surgery, path)


def _base64(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    value = surgery.value(path)
    if isinstance(value, str):
        coded = base64.b64encode(value.encode()).decode()
        words = Sentence("Write the value of %(field)s in base64")
        yield _remedy(words, surgery.write(path, coded), field=str(split(path)[-1]))
    if path:
        yield _leave_out(surgery, path)


def _no_volume(surgery: Surgery, path: Path, match: re.Match[str]) -> Found:
    """A mount of a volume that nobody declares."""
    steps = split(path)
    spec = next((steps[:i] for i, step in enumerate(steps) if "ontainers" in str(step)), None)
    if spec is None or steps[-3:-2] != ["volumeMounts"]:
        return
    name, volumes = match["name"], join([*spec, "volumes"])
    words = Sentence("Declare an emptyDir volume %(name)s")
    if not surgery.has(volumes):
        made = [{"name": name, "emptyDir": {}}]
        yield _remedy(words, surgery.put(volumes, made), name=name)
        return
    present = surgery.value(volumes)
    names = [v.get("name") for v in present if isinstance(v, dict)] if present else []
    for close in get_close_matches(name, [n for n in names if isinstance(n, str)], 1, 0.5):
        yield _remedy(Sentence("Write %(right)s"), surgery.write(path, close), right=close)


def _taken_away(surgery: Surgery, path: Path, match: re.Match[str]) -> Found:
    """A key of a map, such as a resource that there is not."""
    yield _leave_out(surgery, path)


def _never_or_on_failure(surgery: Surgery, path: Path, _: re.Match[str]) -> Found:
    for policy in ("Never", "OnFailure"):
        words = Sentence("Write restartPolicy: %(policy)s")
        yield _remedy(words, surgery.put(path, policy), policy=policy)


_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (re.compile(pattern), rule)
    for pattern, rule in (
        (r'no matches for kind "(?P<kind>[^"]*)" in version "(?P<version>[^"]*)"', _no_match),
        (r"apiVersion not set", _no_version),
        (r"Object 'Kind' is missing", _no_kind),
        (r"^metadata\.name: Required|resource name may not be empty", _no_name),
        (r"ontainers\[\d+\]\.name: Required", _no_container_name),
        (r"\.image: Required", _no_image),
        (r"\.containers: Required", _no_containers),
        (r"(?:^|\.)selector: Required", _no_selector),
        (r"`selector` does not match template", _selector_differs),
        (r'restartPolicy: Required value: valid values: "OnFailure"', _never_or_on_failure),
        (r"ephemeralContainers: Forbidden: cannot be set on create", _left_out),
        (r'Unsupported value: "(?P<given>[^"]*)": supported values: (?P<values>.*)', _unsupported),
        (r"cannot unmarshal \w+ into .* of type (?P<wanted>\S+)", _wrong_type),
        (r"illegal base64", _base64),
        (r"quantities must match|unable to parse quantity", _quantity),
        (r'volumeMounts\[\d+\]\.name: Not found: "(?P<name>[^"]*)"', _no_volume),
        (r"must be a standard resource (?:type|for)", _taken_away),
        (r"RFC 1123", _as_a_name),
        (r": Forbidden: ", _left_out),
    )
)

__all__ = ["remedies_for", "renewal", "scalar"]
