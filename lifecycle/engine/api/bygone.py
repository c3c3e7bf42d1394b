"""What Kubernetes once had: kinds without a successor, and annotations that mean nothing now.

No server of today knows these, and neither does this one, unless somebody asks for the past:
a PodPreset that carries the annotation `podviz.io/historical: "true"` is played by the
plug-in that Kubernetes had until 1.19.
"""

from typing import Any

HISTORICAL = "podviz.io/historical"
PRESET_VERSION, PRESET = "settings.k8s.io/v1alpha1", "PodPreset"
SECURITY_POLICY = "PodSecurityPolicy"

INIT_CONTAINERS = (
    "pod.beta.kubernetes.io/init-containers",
    "pod.alpha.kubernetes.io/init-containers",
)
"""Where init containers stood until 1.5; read until 1.7."""


def is_revived(document: dict[str, Any]) -> bool:
    """Whether the document asks to be played as in its own time."""
    metadata = document.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return isinstance(annotations, dict) and str(annotations.get(HISTORICAL)).lower() == "true"


def is_gone(document: dict[str, Any]) -> bool:
    """Whether it is of a kind that left no successor, and is not asked for either."""
    version, kind = document.get("apiVersion"), document.get("kind")
    if (version, kind) == (PRESET_VERSION, PRESET):
        return not is_revived(document)
    return kind == SECURITY_POLICY
