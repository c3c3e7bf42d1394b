"""Fields that no 1.36 API server keeps, because the features behind them are off.

Mirrors `DropDisabledPodFields` of pkg/api/pod/util.go and the preparation of Pods in
pkg/registry/core/pod/strategy.go.
"""

from typing import Any

from lightkube.models.core_v1 import Lifecycle, Pod
from msgspec.structs import replace

from lifecycle.engine.api.defaults.apparmor import with_app_armor
from lifecycle.engine.api.defaults.fill import change, each
from lifecycle.engine.api.defaults.labelkeys import with_label_keys

_OFF_PROJECTIONS = ("clusterTrustBundle", "podCertificate")


def _without_stop_signal(container: Any) -> Any:
    lifecycle = container.lifecycle
    if lifecycle is None or lifecycle.stopSignal is None:
        return container
    rest = replace(lifecycle, stopSignal=None)
    return replace(container, lifecycle=None if rest == Lifecycle() else rest)


def _without_projections(volume: Any) -> Any:
    def source(old: Any) -> Any:
        off = {name: None for name in _OFF_PROJECTIONS if getattr(old, name) is not None}
        return replace(old, **off) if off else old

    return change(volume, projected=lambda p: change(p, sources=each(source)))


def drop_disabled_fields(spec: Any, old: Any = None) -> Any:
    """The spec of a Pod or a template without what is switched off; what was there stays."""
    if old is not None and drop_disabled_fields(old) is not old:
        return spec
    containers = each(_without_stop_signal)
    spec = change(
        spec,
        containers=containers,
        initContainers=containers,
        ephemeralContainers=containers,
        volumes=each(_without_projections),
    )
    return replace(spec, schedulingGroup=None) if spec.schedulingGroup is not None else spec


def prepare_pod(pod: Pod, old: Pod | None = None) -> Pod:
    """A Pod as it is validated and stored: a negative grace period means one second."""
    spec = drop_disabled_fields(pod.spec, old.spec if old is not None else None)
    if old is None:
        spec = with_label_keys(with_app_armor(spec, pod.metadata), pod.metadata)
    if (spec.terminationGracePeriodSeconds or 0) < 0:
        spec = replace(spec, terminationGracePeriodSeconds=1)
    return replace(pod, spec=spec) if spec is not pod.spec else pod
