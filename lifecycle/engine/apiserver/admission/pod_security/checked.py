"""What a check looks at, and how it words what it finds.

Mirrors pod-security-admission/policy (checks.go, helpers.go, visitor.go).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from lightkube.models.core_v1 import PodSpec


class Subject(NamedTuple):
    """A Pod, or the template of one."""

    annotations: dict[str, str]
    spec: PodSpec

    @property
    def containers(self) -> Iterator[Any]:
        """Init containers, containers, ephemeral ones, in this order (`visitContainers`)."""
        spec = self.spec
        yield from spec.initContainers or ()
        yield from spec.containers
        yield from spec.ephemeralContainers or ()

    def named(self, is_bad: Callable[[Any], bool]) -> list[str]:
        """The names of the containers of which that holds."""
        return [container.name for container in self.containers if is_bad(container)]

    @property
    def is_windows(self) -> bool:
        """Whether Linux' own settings mean nothing."""
        return self.spec.os is not None and self.spec.os.name == "windows"

    @property
    def has_own_users(self) -> bool:
        """Whether root in the Pod is nobody on the node (`relaxPolicyForUserNamespacePod`)."""
        return self.spec.hostUsers is False


class Finding(NamedTuple):
    """Why a Pod does not meet a level: a reason, and in brackets who is to blame."""

    reason: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.reason} ({self.detail})" if self.detail else self.reason


Find = Callable[[Subject], Finding | None]


class Check(NamedTuple):
    """One rule, as it has been since which minor version of Kubernetes, the oldest first.

    `instead_of` names checks of the weaker level that it makes needless where it applies.
    """

    id: str
    versions: tuple[tuple[int, Find], ...]
    instead_of: tuple[str, ...] = ()

    def at(self, minor: int) -> Find | None:
        """What the rule was in that version; None if there was none yet."""
        return next((find for since, find in reversed(self.versions) if since <= minor), None)


def always(id: str, find: Find, instead_of: tuple[str, ...] = ()) -> Check:
    """A rule that has been the same since the levels were first defined."""
    return Check(id, ((0, find),), instead_of)


def unless_own_users(find: Find) -> Find:
    """The rule without Pods in which root is nobody on the node."""
    return lambda subject: None if subject.has_own_users else find(subject)


def unless_windows(find: Find) -> Find:
    """The rule without Pods for which Linux' settings mean nothing."""
    return lambda subject: None if subject.is_windows else find(subject)


def quoted(names: Iterable[str]) -> str:
    """`"a", "b"` (`joinQuote`)."""
    return ", ".join(f'"{name}"' for name in names)


def plural(one: str, many: str, found: Any) -> str:
    """The word for so many (`pluralize`)."""
    return one if len(found) == 1 else many


def whose(containers: list[str]) -> str:
    """`container "a"`, `containers "a", "b"`."""
    return f"{plural('container', 'containers', containers)} {quoted(containers)}"


def setters(pod: bool, containers: list[str]) -> list[str]:
    """Who set something: the Pod, containers, or both."""
    return [*(("pod",) if pod else ()), *((whose(containers),) if containers else ())]


def security(owner: Any, *path: str) -> Any:
    """A field below `securityContext`; None where anything on the way is absent."""
    value = owner.securityContext
    for name in path:
        value = getattr(value, name) if value is not None else None
    return value
