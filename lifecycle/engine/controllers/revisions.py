"""ControllerRevisions: the versions of a template that a StatefulSet or DaemonSet has had.

Mirrors pkg/controller/history.
"""

from typing import Any

import msgspec
from lightkube.models.apps_v1 import ControllerRevision
from lightkube.models.core_v1 import PodTemplateSpec
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.apiserver.meta import metadata_of, with_metadata
from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.controllers.deployment.templatehash import template_hash
from lifecycle.engine.controllers.ownership import is_controlled_by, new_controller_ref

HASH_LABEL = "controller-revision-hash"


def current_revision(api: ApiServer, owner: Any) -> str:
    """The name of the revision of the owner's template; made or renewed if need be."""
    meta = metadata_of(owner)
    template = owner.spec.template
    name = f"{meta.name}-{template_hash(template, None)}"
    known = revisions_of(api, owner)
    newest = max((found.revision for found in known), default=0)
    for found in known:
        if found.metadata.name == name:
            if found.revision < newest:
                api.update(replace(found, revision=newest + 1))
            return name
    labels = {**(template.metadata.labels or {}), HASH_LABEL: name.removeprefix(f"{meta.name}-")}
    made = ControllerRevision(
        apiVersion="apps/v1",
        kind="ControllerRevision",
        metadata=ObjectMeta(
            name=name,
            namespace=meta.namespace,
            labels=labels,
            ownerReferences=[new_controller_ref(owner)],
        ),
        data={"spec": {"template": msgspec.to_builtins(template)}},
        revision=newest + 1,
    )
    api.create(made)
    return name


def revisions_of(api: ApiServer, owner: Any) -> list[ControllerRevision]:
    """The owner's revisions, by name."""
    found = api.list("ControllerRevision", metadata_of(owner).namespace)
    return [one for one in found if is_controlled_by(one, owner)]


def template_of(api: ApiServer, owner: Any, name: str) -> PodTemplateSpec:
    """The template of that revision; the owner's own if the revision is gone."""
    found = api.find("ControllerRevision", metadata_of(owner).namespace, name)
    if found is None or name == current_revision(api, owner):
        return owner.spec.template
    return msgspec.convert(found.data["spec"]["template"], PodTemplateSpec)


def truncate(api: ApiServer, owner: Any, used: list[str]) -> None:
    """Forget the oldest revisions beyond the limit that nothing uses any more."""
    limit = owner.spec.revisionHistoryLimit
    limit = 10 if limit is None else limit
    idle = [found for found in revisions_of(api, owner) if found.metadata.name not in used]
    for found in sorted(idle, key=lambda one: one.revision)[: max(len(idle) - limit, 0)]:
        api.delete("ControllerRevision", found.metadata.namespace, found.metadata.name)


def marked(obj: Any, revision: str) -> Any:
    """The Pod with the label that says which revision it was made from."""
    meta = metadata_of(obj)
    return with_metadata(obj, labels={**(meta.labels or {}), HASH_LABEL: revision})


def revision_of(obj: Any) -> str:
    """The revision that a Pod was made from."""
    return (metadata_of(obj).labels or {}).get(HASH_LABEL, "")
