"""Upstream's constants, beside what the engine plays by."""

from collections.abc import Callable
from typing import Any

from lightkube.models.core_v1 import Container, ExecAction, HTTPGetAction, Pod, PodSpec, Probe
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.scheme import encode
from lifecycle.engine.api.version import V1_36
from lifecycle.engine.cluster import Cluster
from lifecycle.engine.controllers import podgc
from lifecycle.engine.kubelet import backoff, grace, housekeeping, pleg, work_queue
from lifecycle.engine.kubelet.prober import manager


def judge(case: Case) -> Answer:
    """The value in the file's own form: seconds as `20s`, numbers as they are."""
    ask = _OURS.get(case["id"])
    return Answer(case["value"], ask() if ask is not None else "not simulated")


def _seconds(ms: int) -> str:
    return f"{ms // 1000}s"


def _defaulted() -> Pod:
    """The plainest Pod with one probe by HTTP, as it is stored."""
    app = Container(
        name="app",
        image="busybox:1",
        livenessProbe=Probe(exec=ExecAction(command=["true"])),
        readinessProbe=Probe(httpGet=HTTPGetAction(port=80)),
    )
    return set_defaults(Pod(metadata=ObjectMeta(name="a"), spec=PodSpec(containers=[app])))


def _container() -> dict[str, Any]:
    """What each container is given; the policy of pulling in the words of the rule."""
    asked = {image: _stored(image) for image in ("a", "a:latest", "a:1")}
    policies = {image: container["imagePullPolicy"] for image, container in asked.items()}
    rule = f"{policies['a']} for tag latest or none, else {policies['a:1']}"
    fields = ("terminationMessagePath", "terminationMessagePolicy")
    return {
        "imagePullPolicy": rule if policies["a"] == policies["a:latest"] else policies,
        **{field: asked["a"][field] for field in fields},
    }


def _stored(image: str) -> dict[str, Any]:
    spec = PodSpec(containers=[Container(name="app", image=image)])
    pod = set_defaults(Pod(metadata=ObjectMeta(name="a"), spec=spec))
    return encode(pod)["spec"]["containers"][0]


def _toleration(taint: str) -> int | None:
    pod = Cluster().api.create(_defaulted())
    return next(t.tolerationSeconds for t in pod.spec.tolerations if t.key.endswith(taint))


def _probe() -> dict[str, Any]:
    probe = encode(_defaulted())["spec"]["containers"][0]["livenessProbe"]
    return {"initialDelaySeconds": 0, **{k: v for k, v in probe.items() if k != "exec"}}


def _http() -> dict[str, Any]:
    asked = encode(_defaulted())["spec"]["containers"][0]["readinessProbe"]["httpGet"]
    return {key: asked[key] for key in ("path", "scheme")}


def _spec() -> dict[str, Any]:
    return {key: value for key, value in encode(_defaulted())["spec"].items() if key in _OF_SPEC}


def _factor() -> int:
    entries: dict[str, backoff.Entry] = {}
    waits = [backoff.Backoff().next(entries, "c", 0, 0).backoff_ms for _ in range(2)]
    return waits[1] // waits[0]


_OF_SPEC = (
    "restartPolicy",
    "dnsPolicy",
    "terminationGracePeriodSeconds",
    "schedulerName",
    "securityContext",
)
_OURS: dict[str, Callable[[], Any]] = {
    "terminated-pod-gc-threshold": lambda: podgc.TERMINATED_POD_THRESHOLD,
    "podgc.gcCheckPeriod": lambda: _seconds(podgc.ROUND_MS),
    "podgc.quarantineTime": lambda: _seconds(podgc.QUARANTINE_MS),
    "node-monitor-grace-period": lambda: _seconds(V1_36.node_monitor_grace_ms),
    "default-not-ready-toleration-seconds": lambda: _toleration("not-ready"),
    "default-unreachable-toleration-seconds": lambda: _toleration("unreachable"),
    "terminationGracePeriodSeconds default": lambda: (
        _defaulted().spec.terminationGracePeriodSeconds
    ),
    "minimumGracePeriodInSeconds": lambda: grace.MINIMUM_GRACE_PERIOD_SECONDS,
    "crashLoopBackOff.initial": lambda: _seconds(backoff.CRASH_LOOP_INITIAL_MS),
    "crashLoopBackOff.max": lambda: _seconds(backoff.CRASH_LOOP_MAX_MS),
    "crashLoopBackOff.factor": _factor,
    "crashLoopBackOff.reset": lambda: f"{_seconds(2 * backoff.CRASH_LOOP_MAX_MS)} (2 x max)",
    "imagePullBackOff": lambda: {
        "initial": _seconds(backoff.IMAGE_INITIAL_MS),
        "max": _seconds(backoff.IMAGE_MAX_MS),
    },
    "podSyncErrorBackoff": lambda: _seconds(work_queue.BACKOFF_MS),
    "plegRelistPeriod": lambda: _seconds(pleg.RELIST_PERIOD_MS),
    "housekeepingPeriod": lambda: _seconds(housekeeping.PERIOD_MS),
    "probe defaults": _probe,
    "httpGet defaults": _http,
    "prober.maxProbeRetries": lambda: manager.MAX_RETRIES,
    "pod spec defaults": _spec,
    "container defaults": _container,
}
