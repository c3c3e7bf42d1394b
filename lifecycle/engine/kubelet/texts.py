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
    probe_errored: str = "{kind} probe errored and resulted in unknown state: {error}"
    pull_failed: str = "{error}"
    pull_back_off: str = "{message}: {why}"
    pulled: str = (
        'Successfully pulled image "{image}" in {alone} ({whole} including waiting). '
        "Image size: {size} bytes."
    )
    predicate: str = "{predicate} failed: {why}"
    rejected: str = "Pod was rejected: {message}"
    volumes_late: str = (
        "unmounted volumes=[{missing}], unattached volumes=[], failed to process volumes=[]: "
        "context deadline exceeded"
    )
    threshold_met: str = "Threshold quantity: {quantity}, available: {available}. "
    larger_consumption: str = (
        "Container {name} was using {used}, request is {request}, has larger consumption of "
        "{resource}. "
    )
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
    probe_errored="{kind} probe errored: {error}",
    pull_back_off="{message}",
    pull_failed="rpc error: code = Unknown desc = {error}",
    pulled='Successfully pulled image "{image}" in {alone}',
    predicate="{predicate} failed",
    rejected="Pod {message}",
    volumes_late=(
        "unmounted volumes=[{missing}], unattached volumes=[{all}]: "
        "timed out waiting for the condition"
    ),
    threshold_met="",
    larger_consumption=(
        "Container {name} was using {used}, which exceeds its request of {request}. "
    ),
    exec_timed_out="",
)
