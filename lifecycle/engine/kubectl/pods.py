"""Finding the Pod and the container that a command means."""

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api import errors
from lifecycle.engine.api.pod import default_container, visit_containers
from lifecycle.engine.api.selectors import of_label_selector, of_map
from lifecycle.engine.kubectl.flags import Parsed
from lifecycle.engine.kubectl.moment import Objects
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.resources import choose, find_resource, get, targets
from lifecycle.sentence import Sentence


def find_pod(parsed: Parsed, objects: Objects, word: str) -> Pod:
    """The Pod of `web`, `pod/web` or `deploy/web` (its first Pod); raises ApiError NotFound."""
    if "/" not in word:
        name = choose(find_resource("pods", objects), parsed.namespace, word, objects)
        pod = objects.find("Pod", parsed.namespace, name)
        if pod is None:
            raise errors.not_found("Pod", name)
        return pod
    target = targets(parsed, objects, (word,))[0]
    obj = get(target, objects)
    if target.resource.kind == "Pod":
        return obj
    selector = getattr(getattr(obj, "spec", None), "selector", None)
    if selector is None:
        raise Refusal(f"error: cannot attach to {target.label}: it has no Pods of its own")
    chosen = of_map(selector) if isinstance(selector, dict) else of_label_selector(selector)
    pods = objects.list("Pod", target.namespace, chosen)
    if not pods:
        raise Refusal(f"error: no Pods found for {target.label}")
    return min(pods, key=lambda pod: (pod.metadata.creationTimestamp, pod.metadata.name))


def find_container(pod: Pod, name: str | None) -> str:
    """The container's name, or the default one's; raises Refusal if there is no such."""
    if not name:
        return default_container(pod)
    names = [place.container.name for place in visit_containers(pod.spec)]
    if name not in names:
        message = f"error: container {name} not found in pod {pod.metadata.name}"
        raise Refusal(message, Sentence("Its containers are %(names)s.", names=", ".join(names)))
    return name
