"""Getting an image for a container: is it there, may it be pulled, pull it, or wait.

Pulls are serial on a node. A pull that failed is not tried again before its back-off is
over; the back-off belongs to the Pod and the image.

Mirrors pkg/kubelet/images/image_manager.go.
"""

import msgspec
from lightkube.models.core_v1 import Container, Pod

from lifecycle.engine.cri.images import split
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback
from lifecycle.engine.kubelet.backoff import IMAGE_INITIAL_MS, IMAGE_MAX_MS, Backoff, Entry
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.recorder import NORMAL, WARNING

ERR_IMAGE_PULL = "ErrImagePull"
IMAGE_PULL_BACK_OFF = "ImagePullBackOff"
ERR_IMAGE_NEVER_PULL = "ErrImageNeverPull"
INVALID_IMAGE_NAME = "InvalidImageName"


class Pull(msgspec.Struct, frozen=True):
    """A pull that runs or waits for those before it; `cause` is what asked for it."""

    pod: Pod
    container: Container
    then: Callback
    asked_ms: Millis
    cause: int
    began_ms: Millis = 0


class ImageManager(Part):
    """One queue of pulls for the node."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        self.backoff = Backoff(IMAGE_INITIAL_MS, IMAGE_MAX_MS)
        self.entries: dict[str, Entry] = self.process.memory("pull-backoff")
        self.errors: dict[str, str] = self.process.memory("pull-errors")
        self.causes: dict[str, int] = self.process.memory("pull-error-causes")
        self.queue: dict[int, Pull] = self.process.memory("pull-queue")
        self.on("image.pulled", self.pulled)

    def ensure_image_exists(self, pod: Pod, container: Container, then: Callback) -> None:
        """Answers `then(reason, message)`; both are empty if the image is there."""
        image, policy = container.image, container.imagePullPolicy
        if split(image) is None:
            problem = f'couldn\'t parse image name "{image}": invalid reference format'
            message = f'Failed to apply default image tag "{image}": {problem}'
            self._say(pod, container, WARNING, "InspectFailed", message)
            self.world.call(then, INVALID_IMAGE_NAME, message)
            return
        present = self.kl.runtime.image_present(image)
        if present and policy != "Always":
            self._say(
                pod, container, NORMAL, "Pulled", self.kl.texts.image_present.format(image=image)
            )
            self.world.call(then, "", "")
        elif policy == "Never":
            message = f'Container image "{image}" is not present with pull policy of Never'
            self._say(pod, container, WARNING, ERR_IMAGE_NEVER_PULL, message)
            self.world.call(then, ERR_IMAGE_NEVER_PULL, message)
        else:
            self._pull_unless_backing_off(pod, container, then)

    def _pull_unless_backing_off(self, pod: Pod, container: Container, then: Callback) -> None:
        image, key = container.image, _key(pod, container)
        if self.backoff.is_in_backoff_since_update(self.entries, key, self.world.now):
            self.world.cause = self.causes.get(key, self.world.cause)
            message = f'Back-off pulling image "{image}"'
            self._say(pod, container, NORMAL, "BackOff", message)
            if why := self.errors.get(key):
                message = self.kl.texts.pull_back_off.format(message=message, why=why)
            self.world.call(then, IMAGE_PULL_BACK_OFF, message)
            return
        self.errors.pop(key, None)
        self._say(pod, container, NORMAL, "Pulling", f'Pulling image "{image}"')
        number = max(self.queue, default=0) + 1
        self.queue[number] = Pull(pod, container, then, self.world.now, self.world.cause)
        if len(self.queue) == 1:
            self._begin(number)

    def _begin(self, number: int) -> None:
        pull = self.queue[number]
        self.queue[number] = msgspec.structs.replace(pull, began_ms=self.world.now)
        then = self.callback("image.pulled", number)
        cause, self.world.cause = self.world.cause, pull.cause
        self.kl.runtime.pull_image(
            pull.pod,
            pull.container.image,
            then,
            pull.container.name,
            authorized=self.kl.pull_secrets.has_any(pull.pod),
        )
        self.world.cause = cause

    def pulled(self, number: int, error: str, size: int) -> None:
        """Tell the one who asked, and let the next pull begin."""
        pull = self.queue.pop(number)
        if self.queue:
            self._begin(min(self.queue))
        if error:
            self._failed(pull, error)
        else:
            self._succeeded(pull, size)

    def _failed(self, pull: Pull, error: str) -> None:
        image = pull.container.image
        key = _key(pull.pod, pull.container)
        error = self.kl.texts.pull_failed.format(error=error)
        self._say(
            pull.pod, pull.container, WARNING, "Failed", f'Failed to pull image "{image}": {error}'
        )
        self.backoff.next(self.entries, key, self.world.now, self.world.now)
        self.errors[key] = f"{ERR_IMAGE_PULL}: {error}"
        self.causes[key] = self.world.cause
        self.world.call(pull.then, ERR_IMAGE_PULL, error)

    def _succeeded(self, pull: Pull, size: int) -> None:
        self.kl.node_status.changed()
        now = self.world.now
        alone, whole = _seconds(now - pull.began_ms), _seconds(now - pull.asked_ms)
        image = pull.container.image
        message = self.kl.texts.pulled.format(image=image, alone=alone, whole=whole, size=size)
        self._say(pull.pod, pull.container, NORMAL, "Pulled", message)
        self.world.call(pull.then, "", "")

    def forget(self, uid: str) -> None:
        """Nobody will ask for a Pod that is gone."""
        for table in (self.entries, self.errors, self.causes):
            for key in [key for key in table if key.startswith(uid)]:
                del table[key]

    def _say(self, pod: Pod, container: Container, type: str, reason: str, message: str) -> None:
        field = "image" if type == WARNING else "imagePullPolicy"
        self.kl.recorder.container(
            pod, container, type, reason, message, "image.pull-policy", field
        )


def _key(pod: Pod, container: Container) -> str:
    return f"{pod.metadata.uid}_{container.image}"


def _seconds(ms: Millis) -> str:
    """A duration as Go prints it: 850ms, 1.2s."""
    return f"{ms}ms" if ms < 1000 else f"{ms / 1000:g}s"
