"""The API server as the components see it: create, get, list, update, delete, watch.

Requests go through defaulting, admission, the kind's strategy and validation into the
store, as in a real one. Objects that come out are values: to change one, update it with
the next.

Mirrors staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go.
"""

from collections.abc import Callable
from typing import Any

from lightkube.models.core_v1 import Pod
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api import errors
from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.kinds import find_kind
from lifecycle.engine.api.newfields import without_new_fields
from lifecycle.engine.api.selectors import Selector, of_map
from lifecycle.engine.api.validation import validate_create, validate_update, warnings
from lifecycle.engine.api.validation.metadata import validate_common_fields
from lifecycle.engine.api.version import V1_36, Version
from lifecycle.engine.apiserver.admission.chain import (
    admit,
    admit_update,
    validate,
    validate_change,
)
from lifecycle.engine.apiserver.admission.namespace_lifecycle import (
    check_deletion,
    missing_namespace,
)
from lifecycle.engine.apiserver.admission.pod_resize import check_resize
from lifecycle.engine.apiserver.admission.pod_security.plugin import pod_security_warnings
from lifecycle.engine.apiserver.admission.pod_topology_labels import label_topology
from lifecycle.engine.apiserver.events.recorder import EventRecorder
from lifecycle.engine.apiserver.headcount import Counts
from lifecycle.engine.apiserver.meta import (
    Object,
    kind_of,
    metadata_of,
    name_so_far,
    part_of,
    with_metadata,
    with_part,
)
from lifecycle.engine.apiserver.names import Names
from lifecycle.engine.apiserver.registry import eviction
from lifecycle.engine.apiserver.registry.binding import assign_pod
from lifecycle.engine.apiserver.registry.deletion import delete_object
from lifecycle.engine.apiserver.registry.strategies import strategy_for
from lifecycle.engine.apiserver.registry.strategy import Cluster
from lifecycle.engine.apiserver.store import Objects, Store
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kernel.world import World

_KEPT_IF_UNSAID = ("uid", "creationTimestamp", "generateName", "selfLink")
_KEPT_FOREVER = ("deletionTimestamp", "deletionGracePeriodSeconds")


class ApiServer:
    """All reads and writes of objects; the only meeting place of the components."""

    def __init__(self, world: World, version: Version = V1_36) -> None:
        self._world, self.version = world, version
        self._store = Store(world, version.name)
        self._names = Names(world)
        self._events = EventRecorder(world, self._store, self._names, version)

    # Reads

    def find(self, kind: str, namespace: str, name: str) -> Any:
        """The object, or None."""
        return self._store.find(kind, namespace, name)

    def get(self, kind: str, namespace: str, name: str) -> Any:
        """The object; raises ApiError NotFound."""
        obj = self._store.find(kind, namespace, name)
        if obj is None:
            raise errors.not_found(kind, name)
        return obj

    def list(
        self,
        kind: str,
        namespace: str | None = None,
        selector: Selector | dict[str, str] | None = None,
    ) -> Objects:
        """The kind's objects by namespace and name, those with the selector's labels."""
        objects = self._store.list(kind, namespace)
        if selector is None:
            return objects
        chosen = of_map(selector) if isinstance(selector, dict) else selector
        return [obj for obj in objects if chosen.matches(metadata_of(obj).labels)]

    def list_claimable(self, kind: str, owner: Object) -> Objects:
        """What the owner controls and what nobody does, in its namespace, by name.

        Only of Pods and ReplicaSets: they are found without looking through all others.
        """
        metadata = metadata_of(owner)
        return self._store.claimable(kind, metadata.namespace or "", metadata.uid)

    def count_claimable(self, owner: Object) -> tuple[Counts, Counts]:
        """How many Pods the owner controls, and how many nobody does, by their labels."""
        metadata = metadata_of(owner)
        counts, namespace = self._store.headcounts, metadata.namespace or ""
        return counts.of(namespace, metadata.uid), counts.of(namespace, "")

    def kinds(self) -> tuple[str, ...]:
        """The kinds of which there has ever been an object, sorted."""
        return self._store.kinds()

    def watch(
        self,
        kind: str,
        handler: str,
        *args: Any,
        owners: tuple[str, ...] = (),
        fields: dict[str, str] | None = None,
    ) -> None:
        """Alarm `handler(*args, verb, obj, old)` for each later change, in order.

        `owners` are the kinds of controllers of the objects that are meant, "" for none;
        `fields` a field selector: {"spec.nodeName": "node1"}.
        """
        self._store.watches.add(kind, handler, args, owners, fields or {})

    # Writes

    def create(
        self, obj: Object, *, rule: str = "", fields: tuple[str, ...] = (), again: bool = False
    ) -> Any:
        """Store a new object; raises ApiError if it is refused.

        With `again`, the very same object, which has its defaults, was taken at this moment
        under another generated name: what is right of that is not judged once more.
        """
        obj = self._placed(self._known(obj if again else set_defaults(obj)))
        obj = self._with_identity(admit(obj, self._store, self._names, self.version))
        kind, metadata = kind_of(obj), metadata_of(obj)
        obj = strategy_for(obj).prepare_for_create(obj, Cluster(self._world, self._store))
        if not again and (wrong := validate_create(obj)):
            raise errors.invalid(kind, metadata.name, wrong)
        if self._store.find(kind, metadata.namespace or "", metadata.name) is not None:
            raise errors.already_exists(kind, metadata.name)
        validate(obj, self._store, self.version, self._world.now)
        return self._store.add(obj, rule, fields)

    def update(
        self,
        obj: Object,
        *,
        subresource: str = "",
        user: str = "",
        rule: str = "",
        fields: tuple[str, ...] = (),
    ) -> Any:
        """Store the next state of an object; raises Conflict if it came from an old one.

        The components' own statuses are taken as they are, those of a user are validated.
        """
        kind, metadata = kind_of(obj), metadata_of(obj)
        old = self.get(kind, metadata.namespace or "", metadata.name)
        before = metadata_of(old)
        obj = self._known(obj)
        if metadata.resourceVersion and metadata.resourceVersion != before.resourceVersion:
            raise errors.conflict(kind, metadata.name)
        obj = self._prepared(obj, old, subresource)
        if obj == old:
            return old
        if subresource != "status" or user:
            self._validate_update(obj, old, subresource)
            now = self._world.now
            validate_change(obj, old, subresource, self._store, self.version, now)
        if before.deletionGracePeriodSeconds == 0 and not strategy_for(obj).held_by(obj):
            return self._store.remove(obj, old, rule, fields)
        return self._store.put(obj, old, rule, fields)

    def warnings(self, obj: Object, old: Object | None = None) -> tuple[str, ...]:
        """What the server warns of when an object is made, or changed from an old one."""
        said = warnings(obj, is_new=old is None)
        if not self.version.pod_security:
            return said
        return (*said, *pod_security_warnings(obj, self._store, old))

    def patch(
        self,
        kind: str,
        namespace: str,
        name: str,
        change: Callable[[Any], Any],
        *,
        subresource: str = "",
        rule: str = "",
        fields: tuple[str, ...] = (),
    ) -> Any:
        """Read, change and write in one step."""
        changed = change(self.get(kind, namespace, name))
        return self.update(changed, subresource=subresource, rule=rule, fields=fields)

    def delete(
        self,
        kind: str,
        namespace: str,
        name: str,
        *,
        grace_seconds: int | None = None,
        uid: str | None = None,
        propagation: str = "",
        rule: str = "",
        fields: tuple[str, ...] = (),
    ) -> Any | None:
        """Delete gracefully where the kind can; the object as marked, or None if it is gone."""
        old = self.get(kind, namespace, name)
        check_deletion(kind, name)
        present = metadata_of(old).uid
        if uid is not None and uid != present:
            why = (
                f"the UID in the precondition ({uid}) does not match the UID in record "
                f"({present}). The object might have been deleted and then recreated"
            )
            raise errors.conflict(kind, name, why)
        strategy = strategy_for(old)
        deletion = delete_object(strategy, old, grace_seconds, propagation, self._world.now)
        obj = self._store.put(deletion.obj, old, rule, fields)
        if not deletion.gone:
            return obj
        self._store.remove(obj, obj, rule, fields)
        return None

    # What only Pods have

    def bind(self, namespace: str, name: str, node: str) -> Pod:
        """Assign the Pod to the node, once and for all; raises Conflict if it has one."""
        old = self.get("Pod", namespace, name)
        pod = assign_pod(old, node, self._world.now)
        if self.version.topology_labels:
            pod = label_topology(pod, self._store)
        return self._store.put(pod, old, "assignPod")

    def evict(self, namespace: str, name: str, *, grace_seconds: int | None = None) -> None:
        """Delete the Pod unless a disruption budget forbids it: TooManyRequests then."""
        pod = self.get("Pod", namespace, name)
        if not eviction.can_ignore_budgets(pod):
            budgets = self._store.list("PodDisruptionBudget", namespace)
            budget = eviction.budget_to_charge(pod, budgets)
            if budget is not None:
                self._store.put(eviction.charged(budget, pod, self._world.now), budget)
        if self.version.disruption_condition:
            self._store.put(eviction.marked_for_eviction(pod, self._world.now), pod)
        self.delete("Pod", namespace, name, grace_seconds=grace_seconds)

    # Events

    def record_event(
        self,
        involved: Object,
        type: str,
        reason: str,
        message: str,
        source: str,
        field_path: str = "",
        *,
        rule: str = "",
        fields: tuple[str, ...] = (),
    ) -> None:
        """What a component has to say of an object, as an Event: see `events`."""
        why = (rule, fields)
        self._events.record(involved, type, reason, message, source, field_path, why)

    def forget_events(self, source: str, host: str = "") -> None:
        """A component's process ended: it counts its Events from the start again."""
        self._events.forget(source, host)

    def _known(self, obj: Object) -> Object:
        """The object without fields that this version does not have."""
        if self.version.knows_all_fields or isinstance(obj, dict):
            return obj
        return without_new_fields(obj, self.version.name)

    def _placed(self, obj: Object) -> Object:
        """The object in its namespace, which is made if it does not exist."""
        kind, metadata = kind_of(obj), metadata_of(obj)
        row = find_kind(obj["apiVersion"] if isinstance(obj, dict) else obj.apiVersion, kind)
        if not (row.namespaced if row else metadata.namespace):
            return obj if metadata.namespace is None else with_metadata(obj, namespace=None)
        namespace = metadata.namespace or "default"
        missing = missing_namespace(kind, name_so_far(metadata), namespace, self._store)
        if missing is not None:
            self.create(missing)
        return obj if metadata.namespace else with_metadata(obj, namespace=namespace)

    def _with_identity(self, obj: Object) -> Object:
        """Fill in what the server decides (`FillObjectMetaSystemFields`, generateName)."""
        kind, metadata = kind_of(obj), metadata_of(obj)
        namespace = metadata.namespace or ""
        name = metadata.name or ""
        if metadata.generateName and not name:
            name = self._names.generate(
                kind,
                namespace,
                metadata.generateName,
                lambda name: self._store.find(kind, namespace, name) is not None,
            )
        return with_metadata(
            obj,
            name=name,
            uid=self._names.uid(kind, namespace, name),
            creationTimestamp=timestamp(self._world.now),
            deletionTimestamp=None,
            deletionGracePeriodSeconds=None,
            generation=None,
        )

    def _validate_update(self, obj: Object, old: Object, subresource: str) -> None:
        """The metadata, and then all by the kind's own rules, which look at it once more."""
        wrong = validate_common_fields(metadata_of(obj), metadata_of(old))
        if wrong := (*wrong, *validate_update(obj, old, subresource)):
            raise errors.invalid(kind_of(old), metadata_of(old).name, wrong)
        if subresource == "resize":
            check_resize(obj, self._store)

    def _prepared(self, obj: Object, old: Object, subresource: str) -> Object:
        """The next state as the kind and the subresource let it become."""
        strategy, metadata, before = strategy_for(old), metadata_of(obj), metadata_of(old)
        if metadata is not before:
            obj = with_metadata(obj, **_kept(metadata, before))
        if subresource == "status":
            return strategy.prepare_for_status_update(obj, old)
        if subresource == "resize":
            obj = admit_update(set_defaults(obj), old, subresource, self._store)
            return strategy.prepare_for_resize(obj, old)
        if subresource == "ephemeralcontainers":
            return strategy.prepare_for_ephemeral_containers(set_defaults(obj), old)
        if subresource == "finalize":
            return with_part(old, "spec", part_of(obj, "spec"))
        if subresource:
            raise errors.method_not_supported(kind_of(old), subresource)
        obj = admit_update(set_defaults(obj), old, subresource, self._store)
        obj = strategy.begin_update(obj, old, Cluster(self._world, self._store))
        return strategy.prepare_for_update(obj, old)


def _kept(metadata: ObjectMeta, before: ObjectMeta) -> dict[str, Any]:
    """What an update keeps of the old metadata (`ValidateObjectMetaAccessorUpdate`).

    A client may leave these fields out; to change one that was said is an error.
    """
    kept = {name: getattr(metadata, name) or getattr(before, name) for name in _KEPT_IF_UNSAID}
    for name in _KEPT_FOREVER:
        old = getattr(before, name)
        kept[name] = old if old is not None else getattr(metadata, name)
    return {
        **kept,
        "resourceVersion": before.resourceVersion,
        "generation": before.generation,
    }
