"""Cases of requests about a Pod that exists: patches, and answers to what can't be.

The recorded requests went to one Pod, one after the other. Its deadline was set before the
third and lowered by the fourth, and its token's volume had the build's own fourth source,
so that the differences between Pods that answers quote count its lines, too.
"""

from typing import Any

from lifecycle.conformance.verdict import Answer, Case
from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.api.scheme import decode, encode
from lifecycle.engine.api.selectors import SelectorError, parse
from lifecycle.engine.cluster import Cluster
from lifecycle.engine.kubectl.jsonpatch import apply_operations
from lifecycle.engine.kubectl.merge import merge, strategic

_NO_DEADLINE_YET = ("change command", "change grace")
_DEADLINE_OF_OLD = ("increase activeDeadlineSeconds", "decrease activeDeadlineSeconds")
_TOKEN = {
    "name": "kube-api-access-2xvbz",
    "projected": {
        "sources": [
            {"serviceAccountToken": {"expirationSeconds": 3607, "path": "token"}},
            {
                "configMap": {
                    "name": "kube-root-ca.crt",
                    "items": [{"key": "ca.crt", "path": "ca.crt"}],
                }
            },
            {
                "downwardAPI": {
                    "items": [
                        {
                            "path": "namespace",
                            "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"},
                        }
                    ]
                }
            },
            {
                "configMap": {
                    "name": "openshift-service-ca.crt",
                    "items": [{"key": "service-ca.crt", "path": "service-ca.crt"}],
                }
            },
        ],
        "defaultMode": 420,
    },
}
_MOUNT = {
    "name": _TOKEN["name"],
    "readOnly": True,
    "mountPath": "/var/run/secrets/kubernetes.io/serviceaccount",
}


def judge(case: Case) -> Answer:
    """The whole answer where a request is refused; else that it is not, or what it asks of."""
    expected = {"http": case["http"], "response": case["response"]}
    cluster = Cluster()
    cluster.api.create(decode(_pod(case["id"])))
    cluster.api.bind("default", "upd", "node1")
    try:
        response = _ask(cluster, case)
    except ApiError as error:
        return Answer(expected, {"http": error.code, "response": error.status()})
    return Answer(expected, {"http": 200, "response": response})


def _pod(name: str, namespace: str = "default") -> dict[str, Any]:
    spec: dict[str, Any] = {
        "containers": [
            {
                "name": "app",
                "image": "busybox:1.35",
                "command": ["sleep", "3600"],
                "volumeMounts": [_MOUNT],
            }
        ],
        "volumes": [_TOKEN],
    }
    if name not in _NO_DEADLINE_YET:
        spec["activeDeadlineSeconds"] = 500 if name in _DEADLINE_OF_OLD else 400
    metadata = {"name": "upd", "namespace": namespace}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def _ask(cluster: Cluster, case: Case) -> Any:
    api = cluster.api
    if "patch" in case:
        return _patch(api, case)
    match case["id"]:
        case "create again":
            api.create(decode(_pod("")))
        case "create in missing namespace":
            api.create(decode(_pod("", "nope")))
        case "get missing":
            api.get("Pod", "default", "nope")
        case "delete missing":
            api.delete("Pod", "default", "nope")
        case "PUT with an old resourceVersion":
            old = encode(api.get("Pod", "default", "upd"))
            old["metadata"]["resourceVersion"] = "1"
            api.update(decode(old), user="admin")
        case "bad label selector":
            return _select("a b")
        case "force delete":
            return _force(cluster)
        case _:
            return "no answer: nothing here is asked by HTTP"
    return "accepted"


def _patch(api: Any, case: Case) -> str:
    current, change = encode(api.get("Pod", "default", "upd")), case["patch"]
    if case.get("patchType") == "json":
        patched = apply_operations(current, change)
    elif case.get("patchType") == "merge":
        patched = merge(current, change)
    else:
        patched = strategic(current, change)
    subresource = case.get("subresource", "").removeprefix("/")
    api.update(decode(patched), subresource=subresource, user="admin")
    return "accepted"


def _select(text: str) -> str:
    try:
        parse(text)
    except SelectorError as error:
        raise ApiError(400, "BadRequest", str(error)) from error
    return "accepted"


def _force(cluster: Cluster) -> dict[str, Any]:
    """The last state of the Pod, as the answer and every watcher have it."""
    cluster.api.delete("Pod", "default", "upd", grace_seconds=0)
    gone = cluster.records[-1]
    grace = gone.object.metadata.deletionGracePeriodSeconds
    return {"kind": gone.kind, "deletionGracePeriodSeconds": grace}
