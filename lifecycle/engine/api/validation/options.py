"""What validation allows: feature gates, and what older objects had that new ones may not.

Mirrors `PodValidationOptions` and pkg/api/pod/util.go.
"""

from typing import NamedTuple

from lightkube.models.core_v1 import Pod

from lifecycle.engine.api.pod import is_sidecar
from lifecycle.engine.api.validation.formats import label_value
from lifecycle.engine.api.validation.label_selector import has_invalid_value


class Options(NamedTuple):
    """The settings for Pods; the defaults are those of a new Pod in 1.36."""

    is_pod: bool = True
    relaxed_env_names: bool = True
    relaxed_dns_search: bool = True
    sleep_zero: bool = True
    pod_level_resources: bool = True
    pod_level_resize: bool = True
    sidecar_resize_policy: bool = True
    container_restart_rules: bool = True
    restart_all_containers: bool = True
    invalid_deletion_cost: bool = False
    invalid_label_values: bool = False
    invalid_spread_selectors: bool = False
    legacy_addresses: frozenset[str] = frozenset()
    namespaced_sysctls_on_host: bool = False
    non_init_resize: bool = True
    init_restart_on_resize: bool = False
    invalid_node_values: bool = False


DEFAULTS = Options()
TEMPLATE = Options(is_pod=False)


def for_update(old: Pod) -> Options:
    """What a Pod had when it was stored, it may keep."""
    spec = old.spec
    affinity = spec.affinity
    terms = []
    for of_pods in (affinity and affinity.podAffinity, affinity and affinity.podAntiAffinity):
        if of_pods:
            terms += of_pods.requiredDuringSchedulingIgnoredDuringExecution or ()
            preferred = of_pods.preferredDuringSchedulingIgnoredDuringExecution or ()
            terms += [weighted.podAffinityTerm for weighted in preferred]
    selectors = [s for term in terms for s in (term.labelSelector, term.namespaceSelector)]
    spreads = [spread.labelSelector for spread in spec.topologySpreadConstraints or ()]
    return DEFAULTS._replace(
        invalid_label_values=any(has_invalid_value(s) for s in selectors),
        invalid_spread_selectors=any(has_invalid_value(s) for s in spreads),
        legacy_addresses=_addresses(old),
        init_restart_on_resize=_has_init_restart(old),
        invalid_node_values=_has_invalid_node_value(old),
    )


def _has_init_restart(old: Pod) -> bool:
    return any(
        policy.restartPolicy == "RestartContainer"
        for container in old.spec.initContainers or ()
        if not is_sidecar(container)
        for policy in container.resizePolicy or ()
    )


def _has_invalid_node_value(old: Pod) -> bool:
    nodes = old.spec.affinity.nodeAffinity if old.spec.affinity is not None else None
    needed = nodes.requiredDuringSchedulingIgnoredDuringExecution if nodes is not None else None
    return any(
        label_value(value)
        for term in (needed.nodeSelectorTerms if needed is not None else ())
        for expression in term.matchExpressions or ()
        for value in expression.values or ()
    )


def _addresses(old: Pod) -> frozenset[str]:
    aliases = [alias.ip for alias in old.spec.hostAliases or ()]
    servers = old.spec.dnsConfig.nameservers if old.spec.dnsConfig else None
    return frozenset([*aliases, *(servers or ())])
