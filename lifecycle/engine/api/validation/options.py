"""What validation allows: feature gates, and what older objects had that new ones may not.

Mirrors `PodValidationOptions` of pkg/apis/core/validation.
"""

from typing import NamedTuple


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
    non_init_resize: bool = True
    any_label_change: bool = False
    any_pages: bool = False
    any_token_path: bool = False
    init_restart_on_resize: bool = False
    invalid_deletion_cost: bool = False
    invalid_label_values: bool = False
    invalid_node_values: bool = False
    invalid_spread_selectors: bool = False
    legacy_addresses: frozenset[str] = frozenset()
    namespaced_sysctls_on_host: bool = False
    old_violates_label_keys: bool = False
    toleration_comparisons: bool = False
    user_namespaces_with_devices: bool = False


DEFAULTS = Options()
TEMPLATE = Options(is_pod=False)
