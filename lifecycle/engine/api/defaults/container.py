"""Defaults of containers, probes and hooks.

Mirrors `SetDefaults_Container`, `_Probe`, `_HTTPGetAction`, `_ObjectFieldSelector` and
`_ResourceList` of pkg/apis/core/v1/defaults.go.
"""

from typing import Any

from lifecycle.engine.api.defaults.fill import change, each, fill, fill_empty
from lifecycle.engine.api.image import is_latest
from lifecycle.engine.api.quantity import Quantity, canonical, parse

_MILLI = 10**6


def round_up(resources: dict[str, str]) -> dict[str, str]:
    """No amount has more than three decimal places; what has is rounded up."""
    rounded = {name: _whole_thousandths(text) for name, text in resources.items()}
    return rounded if rounded != resources else resources


def _whole_thousandths(text: str) -> str:
    quantity = parse(text)
    if quantity.nano % _MILLI == 0:
        return text
    return canonical(Quantity(quantity.scaled(_MILLI) * _MILLI, quantity.format))


def default_resources(resources: Any) -> Any:
    """Amounts rounded up to thousandths."""
    return change(resources, limits=round_up, requests=round_up)


def default_http_get(action: Any) -> Any:
    """Path `/`, scheme HTTP."""
    return fill_empty(action, path="/", scheme="HTTP")


def default_probe(probe: Any) -> Any:
    """Every 10 s, for 1 s, one success, three failures."""
    probe = fill_empty(
        probe, timeoutSeconds=1, periodSeconds=10, successThreshold=1, failureThreshold=3
    )
    return change(probe, httpGet=default_http_get, grpc=lambda grpc: fill(grpc, service=""))


def default_lifecycle(lifecycle: Any) -> Any:
    """Hooks that ask by HTTP."""

    def handler(hook: Any) -> Any:
        return change(hook, httpGet=default_http_get)

    return change(lifecycle, postStart=handler, preStop=handler)


def default_resource_ref(ref: Any) -> Any:
    """An amount is divided by one, which is written 0."""
    return fill(ref, divisor="0")


def default_env(variable: Any) -> Any:
    """References to fields name the API version."""
    return change(variable, valueFrom=_default_env_source)


def _default_env_source(source: Any) -> Any:
    return change(
        source,
        fieldRef=lambda ref: fill_empty(ref, apiVersion="v1"),
        resourceFieldRef=default_resource_ref,
    )


def default_container(container: Any) -> Any:
    """A container of any kind, also in templates."""
    container = fill_empty(
        container,
        imagePullPolicy="Always" if is_latest(container.image or "") else "IfNotPresent",
        terminationMessagePath="/dev/termination-log",
        terminationMessagePolicy="File",
    )
    return change(
        container,
        ports=each(lambda port: fill_empty(port, protocol="TCP")),
        env=each(default_env),
        resources=default_resources,
        livenessProbe=default_probe,
        readinessProbe=default_probe,
        startupProbe=default_probe,
        lifecycle=default_lifecycle,
    )
