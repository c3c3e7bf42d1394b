"""The rules of the kinds that make Pods.

Mirrors the strategies of pkg/registry/apps and pkg/registry/batch.
"""

from lightkube.models.batch_v1 import Job
from lightkube.models.meta_v1 import LabelSelector, ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.apiserver.meta import Object, metadata_of
from lifecycle.engine.apiserver.registry.strategy import Cluster, Strategy

_UID_LABELS = ("batch.kubernetes.io/controller-uid", "controller-uid")
_NAME_LABELS = ("batch.kubernetes.io/job-name", "job-name")


class DeploymentStrategy(Strategy):
    """Deployments: annotations are observed, too, since the controller copies them."""

    def is_new_generation(self, obj: Object, old: Object) -> bool:
        """Whether the spec or the annotations changed."""
        changed = metadata_of(obj).annotations != metadata_of(old).annotations
        return changed or super().is_new_generation(obj, old)


class JobStrategy(Strategy):
    """Jobs: a selector that finds exactly their own Pods (`generateSelector`)."""

    def prepare_for_create(self, obj: Job, cluster: Cluster) -> Job:
        """Label the template with the Job's UID and name, and select by the UID."""
        obj = super().prepare_for_create(obj, cluster)
        if obj.spec.manualSelector:
            return obj
        template = obj.spec.template
        metadata = template.metadata or ObjectMeta()
        labels = {
            **dict.fromkeys(_UID_LABELS, obj.metadata.uid),
            **dict.fromkeys(_NAME_LABELS, obj.metadata.name),
            **(metadata.labels or {}),
        }
        template = replace(template, metadata=replace(metadata, labels=labels))
        selector = obj.spec.selector or LabelSelector()
        chosen = {_UID_LABELS[0]: obj.metadata.uid, **(selector.matchLabels or {})}
        selector = replace(selector, matchLabels=chosen)
        return replace(obj, spec=replace(obj.spec, template=template, selector=selector))
