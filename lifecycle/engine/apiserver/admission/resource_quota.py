"""ResourceQuotas: nothing is created that would use more of a namespace than it may.

The quota's status says what is used; whoever is let in is written down there at once, so
that two requests never share what is left for one. What ends gives back through the quota
controller.

A quota that was created this very moment has no status yet. A real kubectl leaves some
milliseconds between two documents, in which the controller fills it in; here all of a file
is applied at once, so such a quota is taken at its word.

Mirrors staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota (`CheckRequest`).
"""

from typing import Any

from lightkube.models.core_v1 import ResourceQuota, ResourceQuotaStatus
from msgspec.structs import replace

from lifecycle.engine.api import errors
from lifecycle.engine.api.quantity import ZERO, canonical, parse
from lifecycle.engine.api.quota import covered, falls_under, printed, undeclared, usage
from lifecycle.engine.api.resources import ResourceList
from lifecycle.engine.apiserver.meta import kind_of, metadata_of, name_so_far
from lifecycle.engine.apiserver.store import Store
from lifecycle.engine.kernel.clock import Millis

_GROWING = ("Service", "PersistentVolumeClaim")
"""Kinds of which a change may use more, beside Pods that are resized."""


def charge(obj: Any, store: Store, now: Millis, old: Any = None) -> None:
    """Charge the namespace's quotas for a new object; raises Forbidden if one is exceeded."""
    namespace = metadata_of(obj).namespace
    quotas = store.list("ResourceQuota", namespace) if namespace else ()
    concerned = [quota for quota in quotas if falls_under(quota, obj)]
    if not concerned:
        return
    before = usage(old, now) if old is not None else {}
    asked = {name: amount - before.get(name, ZERO) for name, amount in usage(obj, now).items()}
    asked = {name: amount for name, amount in asked.items() if amount > ZERO}
    charged = [(quota, _charged(quota, obj, asked, old is None)) for quota in concerned]
    for quota, status in charged:
        if status != quota.status:
            store.put(replace(quota, status=status), quota, "quota.charged", ("spec.hard",))


def charge_update(obj: Any, old: Any, subresource: str, store: Store, now: Millis) -> None:
    """Charge what a changed object uses more than before."""
    if (kind_of(obj) in _GROWING and not subresource) or subresource == "resize":
        charge(obj, store, now, old)


def _charged(
    quota: ResourceQuota, obj: Any, asked: ResourceList, is_new: bool
) -> ResourceQuotaStatus:
    """The quota's status with the object in it."""
    hard = quota.spec.hard or {}
    known = (quota.status.used if quota.status else None) or {}
    used = {name: parse(known.get(name, 0)) for name in hard}
    names = covered(hard, obj)
    if is_new and kind_of(obj) == "Pod":
        problem = undeclared(names, obj)
        if problem:
            raise _forbidden(obj, f"failed quota: {quota.metadata.name}: {problem}")
    wanted = {name: asked[name] for name in names if name in asked}
    over = [name for name, more in wanted.items() if used[name] + more > parse(hard[name])]
    if over:
        raise _forbidden(
            obj,
            f"exceeded quota: {quota.metadata.name}, "
            f"requested: {printed({name: wanted[name] for name in over})}, "
            f"used: {printed({name: used[name] for name in over})}, "
            f"limited: {printed({name: parse(hard[name]) for name in over})}",
        )
    total = {name: amount + wanted.get(name, ZERO) for name, amount in used.items()}
    return ResourceQuotaStatus(
        hard={name: canonical(amount) for name, amount in hard.items()},
        used={name: canonical(amount) for name, amount in total.items()},
    )


def _forbidden(obj: Any, why: str) -> errors.ApiError:
    return errors.forbidden(kind_of(obj), name_so_far(metadata_of(obj)), why)
