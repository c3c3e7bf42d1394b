"""Commands of kubectl that the simulated cluster doesn't carry out, and what to do instead.

Each says why in a line. `top` fails as it does in a cluster without metrics-server, which this
one is.
"""

from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.sentence import Sentence

_NO_FILES = Sentence("The board has no files of yours: edit the manifest, or use kubectl apply.")
_NO_NETWORK = Sentence(
    "Nothing outside reaches the simulated cluster. Requests are sent with podviz's own traffic "
    "start SERVICE --rps=10."
)
_NO_STREAM = Sentence("See kubectl logs NAME, and kubectl exec NAME -- COMMAND.")
_NO_ACCOUNTS = Sentence("Everybody may do everything here: access rights are not simulated.")
_NO_LOOKUP = Sentence("The documentation of Kubernetes has it: https://kubernetes.io/docs.")

_TOLD: dict[str, tuple[str, Sentence]] = {
    "top": (
        "error: Metrics API not available",
        Sentence(
            "There is no metrics-server here: what containers use is not measured. What they "
            "request is in kubectl describe node."
        ),
    ),
    "autoscale": (
        "error: HorizontalPodAutoscalers are not simulated",
        Sentence("Set the number yourself: kubectl scale deployment/NAME --replicas=NUMBER."),
    ),
    "edit": (
        "error: there is no editor in this terminal",
        Sentence(
            "Change a field with kubectl patch, set image, set env or scale; or change the "
            "manifest and apply it."
        ),
    ),
    "replace": (
        "error: replace is not simulated",
        Sentence("Change the manifest and apply it; or delete the object and create it anew."),
    ),
    "attach": ("error: there is no stream to attach to", _NO_STREAM),
    "cp": ("error: there are no files to copy", _NO_FILES),
    "diff": ("error: there are no files to compare", _NO_FILES),
    "kustomize": ("error: there are no files to build from", _NO_FILES),
    "port-forward": ("error: there is no port to forward to", _NO_NETWORK),
    "proxy": ("error: there is no network to serve", _NO_NETWORK),
    "auth": ("error: auth is not simulated", _NO_ACCOUNTS),
    "certificate": ("error: certificate is not simulated", _NO_ACCOUNTS),
    "config": ("error: there is no kubeconfig", _NO_ACCOUNTS),
    "explain": ("error: explain is not simulated", _NO_LOOKUP),
    "api-resources": ("error: api-resources is not simulated", _NO_LOOKUP),
    "api-versions": ("error: api-versions is not simulated", _NO_LOOKUP),
}


def refused(name: str) -> Refusal | None:
    """Why a command is not carried out; None for a word that kubectl doesn't know."""
    told = _TOLD.get(name)
    return Refusal(*told) if told else None
