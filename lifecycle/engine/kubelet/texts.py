"""Texts of the kubelet's Events that differ from version to version."""

from typing import NamedTuple


class Texts(NamedTuple):
    """Formats; `{name}` is the container's, `{pod}` name, namespace and uid of the Pod."""

    created: str = "Container created"
    started: str = "Container started"
    image_present: str = (
        'Container image "{image}" already present on machine and can be accessed by the pod'
    )
    back_off: str = "Back-off restarting failed container {name} in pod {pod}"
    post_start_failed: str = "PostStartHook failed"
    post_start_reason: str = "PostStartHookError"
    pre_stop_failed: str = "PreStopHook failed"
    exec_timed_out: str = 'command timed out: "{command}" timed out after {seconds}s'


V1_36 = Texts()
V1_20 = Texts(
    created="Created container {name}",
    started="Started container {name}",
    image_present='Container image "{image}" already present on machine',
    back_off="Back-off restarting failed container",
    post_start_failed="{why}",
    post_start_reason="PostStartHookError: {error}",
    pre_stop_failed="{why}",
    exec_timed_out="",
)
