"""The images that a kubelet says are on its node: what it has pulled, the largest first.

The images that every simulated node has from the beginning are not listed: they are the same
everywhere, and which of their versions there are nobody knows. What a Node's manifest lists
stays.

Mirrors `Images` of pkg/kubelet/nodestatus/setters.go and `GetImageList` of
pkg/kubelet/images/image_gc_manager.go.
"""

from collections.abc import Iterable

from lightkube.models.core_v1 import ContainerImage

from lifecycle.engine.cri.creation import image_id

MOST_LISTED = 50
"""`nodeStatusMaxImages`."""


def listed(
    known: Iterable[ContainerImage], pulled: Iterable[tuple[str, int]]
) -> list[ContainerImage]:
    """The list as it is to be, from the one that the API has and the images with their sizes."""
    given = [image for image in known if not _is_pulled(image)]
    mine = [ContainerImage(names=_names(name), sizeBytes=size) for name, size in pulled]
    found = sorted((*given, *mine), key=_order)
    return found[:MOST_LISTED]


def _names(name: str) -> list[str]:
    """An image by its digest and by its tag, as a runtime reports it."""
    if "@" in name:
        return [name]
    return [f"{name.rpartition(':')[0]}@{image_id(name)}", name]


def _is_pulled(image: ContainerImage) -> bool:
    """Whether it was a kubelet that put it there."""
    names = image.names or []
    return bool(names) and names == _names(names[-1])


def _order(image: ContainerImage) -> tuple[int, str]:
    return -(image.sizeBytes or 0), (image.names or [""])[0]
