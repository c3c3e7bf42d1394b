"""The user that a container's status names.

Mirrors `validateContainerStatusUsers` of pkg/apis/core/validation.
"""

from lightkube.models.core_v1 import ContainerUser

from lifecycle.engine.api.validation.field import Errors, all_invalid, forbidden
from lifecycle.engine.api.validation.formats import user_id


def validate_container_user(user: ContainerUser | None, system: str, path: str) -> Errors:
    """Ids in range; none of Linux in a Pod for Windows."""
    if user is None or user.linux is None:
        return []
    if system == "windows":
        return [forbidden(path, "cannot be set for a windows pod")]
    errors = all_invalid(f"{path}.uid", user.linux.uid, user_id(user.linux.uid))
    errors += all_invalid(f"{path}.gid", user.linux.gid, user_id(user.linux.gid))
    for i, group in enumerate(user.linux.supplementalGroups or ()):
        errors += all_invalid(f"{path}.supplementalGroups[{i}]", group, user_id(group))
    return errors
