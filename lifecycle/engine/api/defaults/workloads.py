"""Defaults of the workloads that keep Pods running.

Mirrors pkg/apis/apps/v1/defaults.go, pkg/apis/autoscaling/v2/defaults.go and
`SetDefaults_ReplicationController`.
"""

from typing import Any

from lightkube.models.apps_v1 import (
    DaemonSetUpdateStrategy,
    DeploymentStrategy,
    RollingUpdateDaemonSet,
    RollingUpdateDeployment,
    RollingUpdateStatefulSetStrategy,
    StatefulSetPersistentVolumeClaimRetentionPolicy,
    StatefulSetUpdateStrategy,
)
from lightkube.models.autoscaling_v2 import MetricSpec, MetricTarget, ResourceMetricSource
from msgspec.structs import replace

from lifecycle.engine.api.defaults.fill import change, each, fill, fill_empty
from lifecycle.engine.api.defaults.pod import default_pod_template
from lifecycle.engine.api.defaults.storage import default_persistent_volume_claim
from lifecycle.engine.api.defaults.whole import with_template

_ROLLING = "RollingUpdate"


def default_deployment(deployment: Any) -> Any:
    """One replica; a quarter more and a quarter fewer while it rolls."""

    def strategy(old: DeploymentStrategy) -> DeploymentStrategy:
        old = fill_empty(old, type=_ROLLING)
        if old.type != _ROLLING:
            return old
        rolling = fill(
            old.rollingUpdate or RollingUpdateDeployment(), maxUnavailable="25%", maxSurge="25%"
        )
        return replace(old, rollingUpdate=rolling)

    def spec(old: Any) -> Any:
        old = fill(
            old,
            replicas=1,
            strategy=DeploymentStrategy(),
            revisionHistoryLimit=10,
            progressDeadlineSeconds=600,
        )
        return change(old, strategy=strategy, template=default_pod_template)

    return change(with_template(deployment), spec=spec)


def default_replica_set(replica_set: Any) -> Any:
    """One replica."""
    return change(
        with_template(replica_set),
        spec=lambda spec: change(fill(spec, replicas=1), template=default_pod_template),
    )


def default_replication_controller(controller: Any) -> Any:
    """One replica; selector and labels are those of the template."""

    def spec(old: Any) -> Any:
        old = change(fill(old, replicas=1), template=default_pod_template)
        labels = _template_labels(old)
        return fill_empty(old, selector=labels) if labels else old

    controller = change(_with_own_template(controller), spec=spec)
    return with_template_labels(controller)


def _with_own_template(controller: Any) -> Any:
    """A controller's template is a pointer: it stays absent, other than its spec."""
    spec = controller.spec
    return controller if spec is None or spec.template is None else with_template(controller)


def _template_labels(spec: Any) -> dict[str, str] | None:
    template = spec.template if spec is not None else None
    return template.metadata.labels if template and template.metadata else None


def with_template_labels(obj: Any) -> Any:
    """An object without labels takes those of its template."""
    labels = _template_labels(obj.spec)
    if not labels:
        return obj
    return replace(obj, metadata=fill_empty(obj.metadata, labels=labels))


def default_daemon_set(daemon_set: Any) -> Any:
    """One node at a time."""

    def strategy(old: DaemonSetUpdateStrategy) -> DaemonSetUpdateStrategy:
        old = fill_empty(old, type=_ROLLING)
        if old.type != _ROLLING:
            return old
        rolling = fill(old.rollingUpdate or RollingUpdateDaemonSet(), maxUnavailable=1, maxSurge=0)
        return replace(old, rollingUpdate=rolling)

    def spec(old: Any) -> Any:
        old = fill(old, updateStrategy=DaemonSetUpdateStrategy(), revisionHistoryLimit=10)
        return change(old, updateStrategy=strategy, template=default_pod_template)

    return change(with_template(daemon_set), spec=spec)


def default_stateful_set(stateful_set: Any) -> Any:
    """One replica, in order; claims are kept."""

    def strategy(old: StatefulSetUpdateStrategy) -> StatefulSetUpdateStrategy:
        old = fill_empty(old, type=_ROLLING)
        if old.type != _ROLLING:
            return old
        rolling = fill(old.rollingUpdate or RollingUpdateStatefulSetStrategy(), partition=0)
        return replace(old, rollingUpdate=rolling)

    def spec(old: Any) -> Any:
        old = fill_empty(old, podManagementPolicy="OrderedReady")
        old = fill(
            old,
            replicas=1,
            revisionHistoryLimit=10,
            updateStrategy=StatefulSetUpdateStrategy(),
            persistentVolumeClaimRetentionPolicy=StatefulSetPersistentVolumeClaimRetentionPolicy(),
        )
        return change(
            old,
            updateStrategy=strategy,
            template=default_pod_template,
            volumeClaimTemplates=each(default_persistent_volume_claim),
            persistentVolumeClaimRetentionPolicy=lambda policy: fill_empty(
                policy, whenDeleted="Retain", whenScaled="Retain"
            ),
        )

    return change(with_template(stateful_set), spec=spec)


def default_autoscaler(autoscaler: Any) -> Any:
    """At least one replica, four fifths of the CPU asked for."""

    def spec(old: Any) -> Any:
        target = MetricTarget(type="Utilization", averageUtilization=80)
        cpu = MetricSpec(type="Resource", resource=ResourceMetricSource(name="cpu", target=target))
        return fill(old, minReplicas=1, metrics=[cpu])

    return change(autoscaler, spec=spec)
