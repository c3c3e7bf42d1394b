"""How the tables of the LimitRanger write bounds and Pods.

A bound is `Container min cpu=50m`, several are parted by `;`. A Pod is `2 x 75m/200m` of a
resource: so many containers, each with that request and limit, `-` for none; `init 1/2` is an
init container, `sidecar` one that stays.
"""

import re

from lightkube.models.core_v1 import (
    Container,
    LimitRange,
    LimitRangeItem,
    LimitRangeSpec,
    Pod,
    PodSpec,
    ResourceRequirements,
)
from lightkube.models.meta_v1 import ObjectMeta

_APPS = re.compile(r"(\d) x (\S+)")
_FIELDS = {"min": "min", "max": "max", "ratio": "maxLimitRequestRatio"}


def limits(text):
    items = []
    for part in text.split("; "):
        kind, field, amounts = part.split(" ")
        name, _, amount = amounts.partition("=")
        items.append(LimitRangeItem(type=kind, **{_FIELDS[field]: {name: amount}}))
    return LimitRange(metadata=ObjectMeta(name="abc"), spec=LimitRangeSpec(limits=items))


def pod(resource, text):
    apps, *others = text.split(", ")
    count, amounts = _APPS.fullmatch(apps).groups()
    spec = PodSpec(
        containers=[_container(f"foo-{i}", resource, amounts) for i in range(int(count))],
        initContainers=[_init(i, resource, other) for i, other in enumerate(others)] or None,
    )
    return Pod(metadata=ObjectMeta(name="foo", namespace="test"), spec=spec)


def resources(resource, amounts):
    requested, limited = ({resource: a} if a != "-" else None for a in amounts.split("/"))
    return ResourceRequirements(requests=requested, limits=limited)


def _init(index, resource, text):
    kind, amounts = text.split(" ")
    always = "Always" if kind == "sidecar" else None
    return _container(f"init-{index}", resource, amounts, restartPolicy=always)


def _container(name, resource, amounts, **more):
    return Container(name=name, image="foo", resources=resources(resource, amounts), **more)
