"""How the tables of resources write a Pod: who needs what, and what they were given.

`init needs cpu 4, sidecar, app needs cpu 1 limit cpu 2, overhead of cpu 5`. Whoever `gets`
something needs it and is limited to it. What follows stands in the status: `has cpu 2` are
the requests in force, `held cpu 2` the limits in force, `granted cpu 3` what was allocated.
`pod` are the resources of the Pod as a whole, `claim of cpu 1` what a device claim gave it.
"""

from lightkube.models.core_v1 import (
    Container,
    ContainerStatus,
    NodeAllocatableResourceClaimStatus,
    Pod,
    PodCondition,
    PodSpec,
    PodStatus,
    ResourceRequirements,
)
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.quantity import canonical

_VERBS = ("needs", "limit", "gets", "has", "held", "granted", "of")


def pod_needing(text: str, infeasible: bool = False) -> Pod:
    """A Pod of these containers; an `infeasible` one asks for more than its node has."""
    made = [(kind, f"{kind}{number}", _phrases(words)) for number, (kind, words) in _parts(text)]
    whole = {kind: phrases for kind, _, phrases in made}
    claims = [phrases["of"] for kind, _, phrases in made if kind == "claim"]
    pending = PodCondition(type="PodResizePending", status="True", reason="Infeasible")
    return Pod(
        metadata=ObjectMeta(name="web"),
        spec=PodSpec(
            containers=_containers(made, "app"),
            initContainers=_containers(made, "init", "sidecar"),
            overhead=whole.get("overhead", {}).get("of"),
            resources=_wanted(whole.get("pod", {})),
        ),
        status=PodStatus(
            conditions=[pending] if infeasible else None,
            containerStatuses=_statuses(made, "app"),
            initContainerStatuses=_statuses(made, "init", "sidecar"),
            nodeAllocatableResourceClaimStatuses=[
                NodeAllocatableResourceClaimStatus(resourceClaimName=f"claim-{n}", resources=given)
                for n, given in enumerate(claims)
            ],
        ),
    )


def told(resources) -> str:
    """A resource list as the tables write it: `cpu 4 memory 1Gi`."""
    return " ".join(f"{name} {canonical(resources[name])}" for name in sorted(resources))


def _parts(text):
    for number, part in enumerate(filter(None, text.split(", "))):
        kind, *words = part.split()
        assert kind in ("init", "sidecar", "app", "pod", "overhead", "claim"), part
        yield number, (kind, words)


def _phrases(words):
    phrases, names = {}, iter(words)
    for word in names:
        if word in _VERBS:
            listed = phrases.setdefault(word, {})
        else:
            listed[word] = next(names)
    given = phrases.pop("gets", None)
    return {**phrases, "needs": given, "limit": given} if given else phrases


def _containers(made, *kinds):
    return [
        Container(
            name=name,
            restartPolicy="Always" if kind == "sidecar" else None,
            resources=_wanted(phrases),
        )
        for kind, name, phrases in made
        if kind in kinds
    ]


def _wanted(phrases):
    wanted = ResourceRequirements(requests=phrases.get("needs"), limits=phrases.get("limit"))
    return wanted if phrases else None


def _statuses(made, *kinds):
    return [
        ContainerStatus(
            name=name,
            image="",
            imageID="",
            ready=False,
            restartCount=0,
            allocatedResources=phrases.get("granted"),
            resources=ResourceRequirements(requests=phrases.get("has"), limits=phrases.get("held")),
        )
        for kind, name, phrases in made
        if kind in kinds and phrases.keys() & {"has", "held", "granted"}
    ]
