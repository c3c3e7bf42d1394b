"""Texts of the kubelet's Events that differ from version to version."""

from typing import NamedTuple


class Texts(NamedTuple):
    """Formats; `{name}` is the container's, `{image}` the image's."""

    created: str = "Container created"
    started: str = "Container started"
    image_present: str = (
        'Container image "{image}" already present on machine and can be accessed by the pod'
    )


V1_36 = Texts()
V1_20 = Texts(
    created="Created container {name}",
    started="Started container {name}",
    image_present='Container image "{image}" already present on machine',
)
