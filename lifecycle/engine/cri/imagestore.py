"""The images on a node, and the registries they are pulled from.

Images of the table are on every node, others must be pulled. A registry has every image
unless a fault says otherwise, the version is one that was never made, or the name itself
says that there is no such image.
"""

import re
from collections.abc import Iterable

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.cri.images import image_of, normal_name, split
from lifecycle.engine.faults import ABSENT, CACHED, DENIED, DOWN, SLOW, Faults
from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kernel.world import Callback, World
from lifecycle.engine.records import ProcessChanged

MINIMUM_AGE_MS = 120_000
"""Images that were pulled later than this are not removed (`imageMinimumGCAge`)."""
SLOW_PULL = 20
"""How many times longer a slow pull takes."""

_NEWEST = {
    "nginx": (1, 31), "redis": (8, 99), "busybox": (1, 38), "alpine": (3, 24), "httpd": (2, 5),
    "mysql": (9, 99), "postgres": (18, 99), "debian": (14,), "python": (3, 15),
}  # fmt: skip
_ACCESS_DENIED = (
    "pull access denied, repository does not exist or may require authorization: "
    "server message: insufficient_scope: authorization failed"
)
_REFUSED = "connect: connection refused"
_ABSENT_BY_NAME = re.compile(
    r"no-?such|not-?exist|non-?exist|doesn-?t-?exist|not-?found|bogus|invalid|wrong|missing"
    r"|\byour-?(?=[a-z])"
)
"""Names of what isn't there, and names that stand for one that the reader should put in."""


class ImageStore:
    """One node's images: what is there, and pulling what is not."""

    def __init__(self, world: World, node: str, faults: Faults) -> None:
        self._world, self._node, self._faults = world, node, faults
        self._pulled: dict[str, Millis] = world.table(f"images/{node}")
        self._attempts: dict[str, int] = world.table(f"pulls/{node}")
        world.on(f"cri/{node}.pulled", self._done)

    def present(self, name: str) -> bool:
        """Whether the image is on the node."""
        verdict = self._verdict(name)
        if verdict == ABSENT:
            return False
        if verdict == CACHED or normal_name(name) in self._pulled:
            return True
        return verdict != DENIED and image_of(name).known and not _unmade(name)

    def pull(
        self,
        pod: object,
        image: str,
        then: Callback,
        container: str = "",
        *,
        authorized: bool = False,
    ) -> None:
        """Fetch the image for a container; answers with (error, size in bytes).

        `authorized` says whether there are credentials to show.
        """
        attempt = self._attempts[image] = self._attempts.get(image, 0) + 1
        keys = (self._node, image, attempt)
        started = self._emit(pod, "pull-start", image, container)
        self._world.cause = started.id
        error = self._error(image, authorized)
        if error:
            at_once = error.endswith(_REFUSED)
            delay = self._world.delay("connect-refused" if at_once else "pull-refused", *keys)
        else:
            known = normal_name(image) in self._pulled
            delay = self._world.delay("pull-again" if known else "pull", *keys)
            if SLOW in (self._verdict(image), self._registry(image)):
                delay *= SLOW_PULL
        pulled = f"cri/{self._node}.pulled"
        self._world.after(delay, pulled, pod, image, container, error, then, authorized)

    def _done(
        self,
        pod: object,
        image: str,
        container: str,
        error: str,
        then: Callback,
        authorized: bool,
    ) -> None:
        if not error:
            error = self._error(image, authorized)
        if not error:
            self._pulled[normal_name(image)] = self._world.now
        result = "failure" if error else "success"
        self._world.cause = self._emit(pod, "pull-end", image, container, result, error).id
        self._world.call(then, error, 0 if error else self.size(image))

    def pulled(self) -> list[tuple[str, int]]:
        """The images that weren't there from the beginning, with their sizes."""
        return [(name, self.size(name)) for name in self._pulled]

    def pulled_bytes(self) -> int:
        """What the images take that weren't there from the beginning."""
        return sum(map(self.size, self._pulled))

    def remove_unused(self, used: Iterable[str]) -> None:
        """Remove the pulled images that are not among those (`DeleteUnusedImages`).

        The youngest may be waiting for their first container, and stay.
        """
        kept, oldest = {normal_name(image) for image in used}, self._world.now - MINIMUM_AGE_MS
        for image, since in list(self._pulled.items()):
            if image not in kept and since <= oldest:
                del self._pulled[image]

    def size(self, image: str) -> int:
        """The image's size in bytes: chance, but always the same for one name."""
        return round(
            2_000_000 + 180_000_000 * self._world.draw("image-size", normal_name(image)) ** 2
        )

    def _verdict(self, name: str) -> str:
        return self._faults.of_image(name) or self._faults.of_image(normal_name(name))

    def _registry(self, name: str) -> str:
        """What is wrong with the registry that the image comes from, if anything."""
        host = normal_name(name).partition("/")[0]
        return self._faults.of_registry(host)

    def _error(self, name: str, authorized: bool) -> str:
        reference = normal_name(name)
        failed = (
            f'failed to pull and unpack image "{reference}": '
            f'failed to resolve reference "{reference}": '
        )
        verdict = self._verdict(name)
        if verdict in (ABSENT, CACHED) and (where := _unreachable(reference)):
            return failed + where
        if verdict == CACHED or self._registry(name) == DOWN:
            return failed + _registry_down(reference)
        if verdict == DENIED and not authorized:
            return failed + _ACCESS_DENIED
        if verdict == ABSENT or _unmade(name):
            return f"rpc error: code = NotFound desc = {failed}{reference}: not found"
        if not image_of(name).known and _ABSENT_BY_NAME.search(name):
            return failed + _ACCESS_DENIED
        return ""

    def _emit(
        self, pod, what: str, image: str, container: str, result: str = "", message: str = ""
    ) -> ProcessChanged:
        meta, place = pod.metadata, find_container(pod, container)
        return self._world.emit(
            ProcessChanged, what=what, namespace=meta.namespace or "", pod=meta.name,
            uid=meta.uid or "", container=container, image=image, result=result, message=message,
            rule="image.pull-policy", fields=(f"{place.path}.image",) if place else (),
        )  # fmt: skip


def _unmade(name: str) -> bool:
    """Whether the tag of a well-known image is one that nobody made."""
    image = image_of(name)
    repository, tag, _ = split(name) or ("", "", "")
    newest = _NEWEST.get(repository.rpartition("/")[2])
    if not image.known:
        return False
    return bool(newest and image.version > newest) or bool(_ABSENT_BY_NAME.search(tag))


def _path(reference: str) -> tuple[str, str, str]:
    host, _, rest = reference.partition("/")
    repository, _, tag = rest.rpartition(":")
    return host, repository, tag


def _unreachable(reference: str) -> str:
    """A registry at an address of this machine is one that refuses connections."""
    host, repository, tag = _path(reference)
    if not re.fullmatch(r"(localhost|127\.[\d.]+)(:\d+)?", host):
        return ""
    url = f"http://{host}/v2/{repository}/manifests/{tag}"
    return f'failed to do request: Head "{url}": dial tcp {host}: {_REFUSED}'


def _registry_down(reference: str) -> str:
    host, repository, tag = _path(reference)
    host = "registry-1.docker.io" if host == "docker.io" else host
    url = f"https://{host}/v2/{repository}/manifests/{tag}"
    return f'failed to do request: Head "{url}": dial tcp: lookup {host}: no such host'
