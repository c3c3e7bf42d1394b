"""Manifests of workloads whose Pods do nothing but sleep, for tests of what is around Pods."""

from typing import Any

import yaml

SLEEPER = {"name": "app", "image": "busybox:1.36", "command": ["sleep", "infinity"]}


def manifests(*documents: dict[str, Any]) -> str:
    """The documents as one file."""
    return yaml.safe_dump_all(documents, sort_keys=False)


def sleeping(kind: str, name: str, *, pod: dict[str, Any] | None = None, **spec: Any) -> dict:
    """A workload of that kind; `pod` is what its Pods' spec has besides the container."""
    labels = {"app": name}
    template = {"metadata": {"labels": labels}, "spec": {**(pod or {}), "containers": [SLEEPER]}}
    if kind == "StatefulSet":
        spec = {"serviceName": name, **spec}
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": {"name": name},
        "spec": {**spec, "selector": {"matchLabels": labels}, "template": template},
    }


def alone(name: str) -> dict:
    """A Pod that nobody has made."""
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": {"containers": [SLEEPER]},
    }
