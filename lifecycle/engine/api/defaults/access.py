"""Defaults of role bindings.

Mirrors pkg/apis/rbac/v1/defaults.go.
"""

from typing import Any

from lifecycle.engine.api.defaults.fill import change, each, fill_empty

_GROUP = "rbac.authorization.k8s.io"


def default_binding(binding: Any) -> Any:
    """Roles, users and groups belong to the group of access control."""

    def subject(old: Any) -> Any:
        return fill_empty(old, apiGroup=_GROUP) if old.kind in ("User", "Group") else old

    return change(
        binding,
        roleRef=lambda role: fill_empty(role, apiGroup=_GROUP),
        subjects=each(subject),
    )
