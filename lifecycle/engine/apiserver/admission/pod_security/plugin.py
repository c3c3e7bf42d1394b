"""What the labels of a namespace say, and what follows for a Pod, a workload or the labels.

A level is enforced on Pods only: a Deployment that breaks it is stored, with a warning where
the namespace asks for one, and its Pods are refused.

Mirrors pod-security-admission/admission/admission.go and api/helpers.go.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lightkube.models.core_v1 import Namespace, Pod
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api import errors
from lifecycle.engine.api.validation.field import FieldError, invalid
from lifecycle.engine.apiserver.admission.pod_security.baseline import BASELINE
from lifecycle.engine.apiserver.admission.pod_security.checked import Find, Finding, Subject
from lifecycle.engine.apiserver.admission.pod_security.restricted import RESTRICTED
from lifecycle.engine.apiserver.meta import kind_of, metadata_of
from lifecycle.engine.apiserver.store import Store

PREFIX = "pod-security.kubernetes.io/"
PRIVILEGED, BASE, STRICT = LEVELS = ("privileged", "baseline", "restricted")
MODES = ("enforce", "audit", "warn")
LATEST = "latest"
_SECCOMP = "seccomp.security.alpha.kubernetes.io/"

_VERSION = re.compile(r"v1\.([0-9]|[1-9][0-9]*)")
_NEWEST = max(since for check in (*BASELINE, *RESTRICTED) for since, _ in check.versions)
_TEMPLATES = (
    "Deployment", "ReplicaSet", "ReplicationController", "StatefulSet", "DaemonSet", "Job",
    "CronJob",
)  # fmt: skip


class Policy(NamedTuple):
    """A level as of a version; `restricted:latest`."""

    level: str
    version: str

    def __str__(self) -> str:
        return f"{self.level}:{self.version}"


def policy_of(namespace: Namespace | None, mode: str) -> Policy:
    """What the namespace's labels say of a mode (`PolicyToEvaluate`).

    What can't be read is taken strictly where it is enforced. Who enforces a level and says
    nothing of warnings is warned by it: so a Deployment tells what its Pods will meet.
    """
    labels = (namespace.metadata.labels if namespace is not None else None) or {}
    level, version = labels.get(PREFIX + mode), labels.get(f"{PREFIX}{mode}-version")
    if mode == "warn" and level is None and labels.get(PREFIX + "enforce") in LEVELS:
        enforced = policy_of(namespace, "enforce")
        if enforced.level != PRIVILEGED:
            chosen = enforced.version if version is None else _readable(version)
            return Policy(enforced.level, chosen)
    if level is not None and level not in LEVELS:
        level = STRICT if mode == "enforce" else PRIVILEGED
    return Policy(level or PRIVILEGED, _readable(version))


def _readable(version: str | None) -> str:
    return version if version is not None and _VERSION.fullmatch(version) else LATEST


def findings(policy: Policy, subject: Subject) -> list[Finding]:
    """Everything in which the Pod does not meet the level (`EvaluatePod`)."""
    found = (find(subject) for find in _checks(policy))
    return [finding for finding in found if finding is not None]


def _checks(policy: Policy) -> Iterator[Find]:
    """The rules of the level as of the version (`populate` of policy/registry.go)."""
    match = _VERSION.fullmatch(policy.version)
    minor = min(int(match[1]), _NEWEST) if match else _NEWEST
    strict = [check for check in RESTRICTED if policy.level == STRICT and check.at(minor)]
    needless = {name for check in strict for name in check.instead_of}
    known = BASELINE if policy.level != PRIVILEGED else ()
    for check in (*(check for check in known if check.id not in needless), *strict):
        if (find := check.at(minor)) is not None:
            yield find


def check_pod(pod: Pod, store: Store) -> None:
    """Raise Forbidden if the namespace enforces a level that the Pod does not meet."""
    policy = policy_of(store.find("Namespace", "", pod.metadata.namespace or ""), "enforce")
    broken = findings(policy, described(pod.metadata, pod.spec))
    if broken:
        why = f'violates PodSecurity "{policy}": {_told(broken)}'
        raise errors.forbidden("Pod", pod.metadata.name, why)


def is_significant_update(new: Pod, old: Pod) -> bool:
    """Whether anything changed that a level looks at (`isSignificantPodUpdate`)."""
    if new.spec is not old.spec and _images(new) != _images(old):
        return True
    return _seccomp_notes(new) != _seccomp_notes(old)


def _images(pod: Pod) -> list[tuple[str, str | None]]:
    return [(c.name, c.image) for c in described(pod.metadata, pod.spec).containers]


def _seccomp_notes(pod: Pod) -> dict[str, str]:
    notes = pod.metadata.annotations or {}
    return {key: value for key, value in notes.items() if _SECCOMP in key}


def pod_security_warnings(obj: Any, store: Store, old: Any = None) -> list[str]:
    """What the namespace wants to be warned of, once the object has been let in."""
    if kind_of(obj) == "Namespace":
        return _about_namespace(obj, old, store)
    subject = _subject_of(obj)
    if subject is None or _is_trifling(obj, old):
        return []
    namespace = store.find("Namespace", "", metadata_of(obj).namespace or "")
    policy = policy_of(namespace, "warn")
    broken = findings(policy, subject)
    return [f'would violate PodSecurity "{policy}": {_told(broken)}'] if broken else []


def _is_trifling(obj: Any, old: Any) -> bool:
    """Whether it is a change of a Pod that concerns no level."""
    return kind_of(obj) == "Pod" and old is not None and not is_significant_update(obj, old)


def label_errors(namespace: Namespace) -> list[FieldError]:
    """Levels and versions that there are not (`PolicyToEvaluate`)."""
    labels = namespace.metadata.labels or {}
    wrong = []
    for mode in MODES:
        level, version = labels.get(PREFIX + mode), labels.get(f"{PREFIX}{mode}-version")
        if level is not None and level not in LEVELS:
            text = f"must be one of {', '.join(LEVELS)}"
            wrong.append(invalid(f"metadata.labels[{PREFIX}{mode}]", level, text))
        if version is not None and version != LATEST and not _VERSION.fullmatch(version):
            text = 'must be "latest" or "v1.x"'
            wrong.append(invalid(f"metadata.labels[{PREFIX}{mode}-version]", version, text))
    return wrong


def _about_namespace(new: Namespace, old: Namespace | None, store: Store) -> list[str]:
    """Which of its Pods a namespace's new level would not have let in (`ValidateNamespace`)."""
    policy = policy_of(new, "enforce")
    before = policy_of(old, "enforce")
    relaxed = LEVELS.index(policy.level) <= LEVELS.index(before.level)
    if old is None or policy == before or (policy.version == before.version and relaxed):
        return []
    pods: dict[str, list[str]] = {}
    for pod in store.list("Pod", new.metadata.name):
        broken = findings(policy, described(pod.metadata, pod.spec))
        if broken:
            reason = ", ".join(finding.reason for finding in broken)
            pods.setdefault(reason, []).append(pod.metadata.name)
    if not pods:
        return []
    name = new.metadata.name
    first = (
        f'existing pods in namespace "{name}" violate the new PodSecurity enforce level "{policy}"'
    )
    return [first, *sorted(f"{_and_others(names)}: {why}" for why, names in pods.items())]


def _and_others(names: list[str]) -> str:
    others = len(names) - 1
    if not others:
        return names[0]
    return f"{min(names)} (and {others} other {'pod' if others == 1 else 'pods'})"


def _told(broken: list[Finding]) -> str:
    return ", ".join(map(str, broken))


def _subject_of(obj: Any) -> Subject | None:
    """The Pod that an object is or describes (`ExtractPodSpec`)."""
    if kind_of(obj) == "Pod":
        return described(obj.metadata, obj.spec)
    if kind_of(obj) not in _TEMPLATES or isinstance(obj, dict):
        return None
    spec = obj.spec
    if kind_of(obj) == "CronJob" and spec is not None:
        spec = spec.jobTemplate.spec
    template = spec.template if spec is not None else None
    if template is None or template.spec is None:
        return None
    return described(template.metadata, template.spec)


def described(metadata: ObjectMeta | None, spec: Any) -> Subject:
    """What the checks look at."""
    return Subject((metadata.annotations if metadata else None) or {}, spec)
