"""The credentials for registries that a Pod names, and the Event when one is not there.

Mirrors `getPullSecretsForPod` of pkg/kubelet/kubelet_pods.go. A missing Secret stops nothing:
the image may be public, or on the node already.
"""

from lightkube.models.core_v1 import Pod, Secret

from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.recorder import WARNING

REASON = "FailedToRetrieveImagePullSecret"


class PullSecrets(Part):
    """Looks the Pod's imagePullSecrets up, whenever it is synced."""

    def retrieve(self, pod: Pod) -> None:
        """Tell of those that are not there."""
        missing = self.missing(pod)
        if missing:
            message = (
                f"Unable to retrieve some image pull secrets ({', '.join(missing)}); "
                "attempting to pull the image may not succeed."
            )
            fields = ("spec.imagePullSecrets",)
            self.kl.recorder.pod(pod, WARNING, REASON, message, fields=fields)

    def missing(self, pod: Pod) -> list[str]:
        """The names of Secrets that there are not."""
        return [name for name in _names(pod) if self._find(pod, name) is None]

    def has_any(self, pod: Pod) -> bool:
        """Whether there are credentials to show to a registry."""
        return any(self._find(pod, name) is not None for name in _names(pod))

    def _find(self, pod: Pod, name: str) -> Secret | None:
        return self.kl.api.find("Secret", pod.metadata.namespace, name)


def _names(pod: Pod) -> list[str]:
    return [one.name for one in pod.spec.imagePullSecrets or () if one.name]
