"""kubectl describe of quotas, limits and the namespaces that have them."""

from tests.engine.played import Played, pod_of

QUOTA = {
    "apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "compute"},
    "spec": {"hard": {"pods": "2", "limits.memory": "1Gi"}, "scopes": ["NotTerminating"]},
}  # fmt: skip
LIMITS = {
    "apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "bounds"},
    "spec": {"limits": [{"type": "Container", "default": {"memory": "512Mi"},
                         "max": {"memory": "1Gi"}}]},
}  # fmt: skip


def described(what):
    played = Played(QUOTA, LIMITS, pod_of({"name": "app"}), until=1, do=[(1, what)])
    return next(r.output for r in played.records if getattr(r, "line", "") == what).split("\n")


def test_a_quota_tells_what_is_used_of_each_resource():
    assert described("kubectl describe quota compute") == [
        "Name:          compute",
        "Namespace:     default",
        "Scopes:        NotTerminating",
        "Resource       Used   Hard",
        "--------       ----   ----",
        "limits.memory  512Mi  1Gi",
        "pods           1      2",
    ]


def test_a_limit_range_tells_its_bounds_and_defaults():
    assert described("kubectl describe limits bounds")[-1].split() == [
        "Container", "memory", "-", "1Gi", "512Mi", "512Mi", "-",
    ]  # fmt: skip


def test_a_namespace_tells_of_both_or_of_neither():
    lines = described("kubectl describe ns default")
    assert "Resource Quotas" in lines and "Resource Limits" in lines
    lines = described("kubectl describe ns kube-system")
    assert "No resource quota." in lines and "No LimitRange resource." in lines
