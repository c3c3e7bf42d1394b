"""Containers with everything that hangs on them, as the API server takes them."""

from typing import Any

from hypothesis import strategies as st

from tests.properties.programs import CODES, COMMANDS, IMAGES

Document = dict[str, Any]
Fields = dict[str, st.SearchStrategy[Any]]

PORTS = st.sampled_from([80, 8080, 81, 9])
_ACTIONS = st.one_of(
    st.builds(lambda command: {"exec": {"command": command}}, COMMANDS),
    st.sampled_from([{"exec": {"command": ["cat", "/tmp/ok"]}}, {"exec": {"command": ["true"]}}]),
    st.builds(lambda port: {"tcpSocket": {"port": port}}, PORTS),
)
_HTTP = st.builds(
    lambda port, path: {"httpGet": {"port": port, "path": path}},
    st.one_of(PORTS, st.just("web")),
    st.sampled_from(["/", "/healthz", "/no such path?a=b"]),
)
_GRPC = st.builds(lambda port: {"grpc": {"port": port}}, PORTS)


@st.composite
def probes(draw: st.DrawFn, kind: str) -> Document:
    """A livenessProbe, readinessProbe or startupProbe."""
    probe = {
        **draw(st.one_of(_ACTIONS, _HTTP, _GRPC)),
        "periodSeconds": draw(st.integers(1, 6)),
        "failureThreshold": draw(st.integers(1, 3)),
    }
    probe |= draw(
        st.fixed_dictionaries(
            {},
            optional={
                "initialDelaySeconds": st.integers(0, 8),
                "timeoutSeconds": st.integers(1, 4),
                **(
                    {"successThreshold": st.integers(1, 3)}
                    if kind == "readinessProbe"
                    else {"terminationGracePeriodSeconds": st.integers(1, 6)}
                ),
            },
        )
    )
    return probe


HOOKS = st.one_of(
    _ACTIONS, _HTTP, st.builds(lambda seconds: {"sleep": {"seconds": seconds}}, st.integers(0, 1))
)
"""One second is within every grace period that these Pods have."""

LIFECYCLES = st.fixed_dictionaries({}, optional={"postStart": HOOKS, "preStop": HOOKS})
RULES = st.lists(
    st.builds(
        lambda action, operator, code: {
            "action": action,
            "exitCodes": {"operator": operator, "values": [code]},
        },
        st.sampled_from(["Restart", "Restart", "RestartAllContainers"]),
        st.sampled_from(["In", "NotIn"]),
        CODES,
    ),
    min_size=1,
    max_size=2,
)
_AMOUNTS = st.fixed_dictionaries(
    {},
    optional={
        "cpu": st.sampled_from(["50m", "100m", "1", "64"]),
        "memory": st.sampled_from(["16Mi", "64Mi", "1Gi"]),
    },
)
RESOURCES = st.one_of(
    st.builds(lambda amounts: {"requests": amounts}, _AMOUNTS),
    st.builds(lambda amounts: {"limits": amounts}, _AMOUNTS),
)
ENVIRONMENTS = st.lists(
    st.sampled_from(
        [
            {"name": "A", "value": "$(B)x"},
            {"name": "B", "value": "1"},
            {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "missing", "key": "k"}}},
            {
                "name": "D",
                "valueFrom": {"secretKeyRef": {"name": "no", "key": "k", "optional": True}},
            },
            {"name": "E", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
            {"name": "F", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}},
        ]
    ),
    max_size=3,
    unique_by=lambda variable: variable["name"],
)


RESIZABLE: Fields = {
    "resizePolicy": st.sampled_from(["cpu", "memory"]).map(
        lambda name: [{"resourceName": name, "restartPolicy": "RestartContainer"}]
    )
}


def _plain(number: int, modern: bool) -> Fields:
    """The optional fields that any container can have."""
    return {
        "command": COMMANDS,
        "imagePullPolicy": st.sampled_from(["Always", "IfNotPresent", "Never"]),
        "resources": RESOURCES,
        "env": ENVIRONMENTS,
        "ports": st.just([{"containerPort": 80, "name": "web" if number == 0 else f"web{number}"}]),
        "volumeMounts": st.just([{"name": "v", "mountPath": "/v"}]),
        "terminationMessagePolicy": st.just("FallbackToLogsOnError"),
        "securityContext": st.sampled_from(
            [{"runAsNonRoot": True}, {"privileged": True}, {"runAsUser": 1000}]
        ),
        "tty": st.booleans(),
    } | (RESIZABLE if modern else {})


_WATCHED: Fields = {
    "livenessProbe": probes("livenessProbe"),
    "readinessProbe": probes("readinessProbe"),
    "startupProbe": probes("startupProbe"),
    "lifecycle": LIFECYCLES,
}
"""Probes and hooks, which init containers can't have unless they are sidecars."""


@st.composite
def containers(draw: st.DrawFn, name: str, number: int, modern: bool) -> Document:
    """An app container; only a modern cluster knows rules for restarts."""
    made = _fields(draw, name, _plain(number, modern), _WATCHED)
    if modern and draw(st.integers(0, 4)) == 0:
        made["restartPolicy"] = draw(st.sampled_from(["Always", "OnFailure", "Never"]))
        if draw(st.booleans()):
            made["restartPolicyRules"] = draw(RULES)
        if made["restartPolicy"] == "Never":
            made.pop("resizePolicy", None)
    return made


@st.composite
def init_containers(draw: st.DrawFn, name: str, number: int, modern: bool) -> Document:
    """An init container or, in a modern cluster, a sidecar."""
    sidecar = modern and draw(st.booleans())
    made = _fields(draw, name, _plain(number, modern), _WATCHED if sidecar else {})
    if sidecar:
        made["restartPolicy"] = "Always"
    else:
        made.pop("resizePolicy", None)
    return made


def _fields(draw: st.DrawFn, name: str, plain: Fields, watched: Fields) -> Document:
    """A few of the optional fields: most containers are plain."""
    made = {"name": name, "image": draw(IMAGES)}
    if made["image"].startswith("busybox"):
        made["command"] = draw(COMMANDS)
    for optional in (plain, watched):
        if optional:
            chosen = draw(st.lists(st.sampled_from(sorted(optional)), max_size=3, unique=True))
            made |= {field: draw(optional[field]) for field in chosen}
    return _consistent(made)


def _consistent(container: Document) -> Document:
    """A probe or hook that names a port needs one of that name."""
    if container.get("ports") and container["ports"][0]["name"] == "web":
        return container
    return _without_named_port(container)


def _without_named_port(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: 80 if key == "port" and each == "web" else _without_named_port(each)
            for key, each in value.items()
        }
    return value
