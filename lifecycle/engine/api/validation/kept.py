"""What an older object had, and so may keep though no new one may have it.

Mirrors `GetValidationOptionsFromPodSpecAndMeta` of pkg/api/pod/util.go.
"""

from collections.abc import Iterator

from lightkube.models.core_v1 import Pod, PodAffinityTerm, PodSpec, PodTemplateSpec
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.pod import is_sidecar, visit_containers
from lifecycle.engine.api.validation.affinity import validate_label_keys
from lifecycle.engine.api.validation.filepaths import local_non_reserved
from lifecycle.engine.api.validation.formats import label_value
from lifecycle.engine.api.validation.label_selector import validate_label_selector
from lifecycle.engine.api.validation.options import DEFAULTS, TEMPLATE, Options
from lifecycle.engine.api.validation.pod_annotations import validate_deletion_cost
from lifecycle.engine.api.validation.resource_names import is_hugepage, is_multiple_of_page
from lifecycle.engine.api.validation.security import validate_host_sysctl
from lifecycle.engine.api.validation.tolerations import compares_numbers


def for_update(old: Pod) -> Options:
    """What a Pod may keep."""
    return _kept(old.spec, old.metadata, DEFAULTS)


def for_template_update(old: PodTemplateSpec | None) -> Options:
    """What a template of Pods may keep."""
    if old is None or old.spec is None:
        return TEMPLATE
    return _kept(old.spec, old.metadata or ObjectMeta(), TEMPLATE)


def _kept(spec: PodSpec, metadata: ObjectMeta, base: Options) -> Options:
    context = spec.securityContext
    sysctls = (context.sysctls if context is not None else None) or ()
    spreads = spec.topologySpreadConstraints or ()
    keys = [(spread.matchLabelKeys or [], spread.labelSelector) for spread in spreads]
    return base._replace(
        any_label_change=context is not None and context.seLinuxChangePolicy is not None,
        any_pages=any(_has_broken_pages(amounts) for amounts in _amounts(spec)),
        any_token_path=any(local_non_reserved(path, "") for path in _token_paths(spec)),
        init_restart_on_resize=_has_init_restart(spec),
        invalid_deletion_cost=bool(validate_deletion_cost(metadata.annotations, "")),
        invalid_label_values=any(_is_invalid(term) for term in _pod_terms(spec)),
        invalid_node_values=_has_invalid_node_value(spec),
        invalid_spread_selectors=any(validate_label_selector(s.labelSelector, "") for s in spreads),
        legacy_addresses=_addresses(spec),
        namespaced_sysctls_on_host=any(validate_host_sysctl(spec, s.name, "") for s in sysctls),
        old_violates_label_keys=any(validate_label_keys(k, [], s, "") for k, s in keys),
        toleration_comparisons=compares_numbers(spec.tolerations),
        user_namespaces_with_devices=spec.hostUsers is False
        and any(place.container.volumeDevices for place in visit_containers(spec)),
    )


def _amounts(spec: PodSpec) -> Iterator[dict[str, str]]:
    for place in visit_containers(spec):
        if (resources := place.container.resources) is not None:
            yield resources.limits or {}
            yield resources.requests or {}
    yield spec.overhead or {}


def _has_broken_pages(amounts: dict[str, str]) -> bool:
    return any(is_hugepage(n) and not is_multiple_of_page(n, a) for n, a in amounts.items())


def _token_paths(spec: PodSpec) -> Iterator[str]:
    for volume in spec.volumes or ():
        for source in (volume.projected.sources if volume.projected is not None else None) or ():
            if source.serviceAccountToken is not None:
                yield source.serviceAccountToken.path


def _has_init_restart(spec: PodSpec) -> bool:
    return any(
        policy.restartPolicy == "RestartContainer"
        for container in spec.initContainers or ()
        if not is_sidecar(container)
        for policy in container.resizePolicy or ()
    )


def _pod_terms(spec: PodSpec) -> Iterator[PodAffinityTerm]:
    affinity = spec.affinity
    for of_pods in (affinity and affinity.podAffinity, affinity and affinity.podAntiAffinity):
        if of_pods:
            yield from of_pods.requiredDuringSchedulingIgnoredDuringExecution or ()
            for weighted in of_pods.preferredDuringSchedulingIgnoredDuringExecution or ():
                yield weighted.podAffinityTerm


def _is_invalid(term: PodAffinityTerm) -> bool:
    selectors = (term.labelSelector, term.namespaceSelector)
    return any(validate_label_selector(selector, "") for selector in selectors)


def _has_invalid_node_value(spec: PodSpec) -> bool:
    nodes = spec.affinity.nodeAffinity if spec.affinity is not None else None
    needed = nodes.requiredDuringSchedulingIgnoredDuringExecution if nodes is not None else None
    return any(
        label_value(value)
        for term in (needed.nodeSelectorTerms if needed is not None else ())
        for expression in term.matchExpressions or ()
        for value in expression.values or ()
    )


def _addresses(spec: PodSpec) -> frozenset[str]:
    aliases = [alias.ip for alias in spec.hostAliases or ()]
    servers = spec.dnsConfig.nameservers if spec.dnsConfig else None
    return frozenset([*aliases, *(servers or ())])
