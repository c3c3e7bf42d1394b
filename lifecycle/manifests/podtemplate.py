"""Where in a document a Pod is described: the document itself, or the template of a workload."""

from typing import Any, NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.scheme import decode_with_problems

_TEMPLATES = {
    "Pod": (),
    "CronJob": ("spec", "jobTemplate", "spec", "template"),
}
_WORKLOAD = ("spec", "template")


class PodTemplate(NamedTuple):
    """A Pod's metadata and spec in a document; `path` leads there, empty for a Pod itself."""

    path: tuple[str, ...]
    value: dict[str, Any]

    @property
    def pod(self) -> Pod | None:
        """It as a Pod; None where it can't be one."""
        shared = {key: self.value[key] for key in ("metadata", "spec") if key in self.value}
        pod, _ = decode_with_problems({"apiVersion": "v1", "kind": "Pod", **shared})
        return pod if pod is not None and pod.spec is not None else None


def pod_template(document: dict[str, Any]) -> PodTemplate | None:
    """What a document says of Pods, if anything."""
    path = _TEMPLATES.get(str(document.get("kind")), _WORKLOAD)
    value: Any = document
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(value.get("spec"), dict):
        return None
    return PodTemplate(path, value) if "containers" in value["spec"] else None


def replaced(document: dict[str, Any], template: PodTemplate) -> dict[str, Any]:
    """The document with another template at the same place; the old one is left as it is."""
    return _replaced(document, template.path, template.value)


def _replaced(value: dict[str, Any], path: tuple[str, ...], new: Any) -> Any:
    if not path:
        return new
    return {**value, path[0]: _replaced(value[path[0]], path[1:], new)}
