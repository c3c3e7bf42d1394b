"""Probes and hooks: what is done to or asked of a container.

Mirrors `validateHandler`, `validateProbe` and `validateLifecycle` of pkg/apis/core/validation.
"""

from typing import Any

from lightkube.models.core_v1 import Container, Lifecycle, Probe

from lifecycle.engine.api.validation.field import (
    Errors,
    all_invalid,
    forbidden,
    invalid,
    not_supported,
    required,
)
from lifecycle.engine.api.validation.formats import http_header_name
from lifecycle.engine.api.validation.metadata import non_negative
from lifecycle.engine.api.validation.options import Options
from lifecycle.engine.api.validation.ports import validate_port

_SCHEMES = ("HTTP", "HTTPS")
_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc", "sleep")
_COUNTS = (
    "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold",
    "failureThreshold",
)  # fmt: skip
PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def validate_handler(handler: Any, grace: int | None, path: str, options: Options) -> Errors:
    """Exactly one way to ask or to tell."""
    errors: Errors = []
    given = [name for name in _HANDLERS if getattr(handler, name, None) is not None]
    if not given:
        return [required(path, "must specify a handler type")]
    for name in given:
        here = f"{path}.{name}"
        if name != given[0]:
            errors.append(forbidden(here, "may not specify more than 1 handler type"))
        elif name == "sleep":
            errors += _validate_sleep(handler.sleep.seconds, grace, here, options)
        else:
            errors += _validate_action(name, getattr(handler, name), here)
    return errors


def _validate_action(name: str, action: Any, path: str) -> Errors:
    if name == "exec":
        return [] if action.command else [required(f"{path}.command")]
    errors: Errors = []
    if name == "httpGet" and not action.path:
        errors.append(required(f"{path}.path"))
    errors += validate_port(action.port, f"{path}.port")
    if name == "httpGet":
        if action.scheme not in _SCHEMES:
            errors.append(not_supported(f"{path}.scheme", action.scheme or "", _SCHEMES))
        for header in action.httpHeaders or ():
            problems = http_header_name(header.name)
            errors += all_invalid(f"{path}.httpHeaders", header.name, problems)
    return errors


def _validate_sleep(seconds: int, grace: int | None, path: str, options: Options) -> Errors:
    least = 0 if options.sleep_zero else 1
    if grace is None or least <= seconds <= grace:
        return []
    text = f"must be non-negative and less than terminationGracePeriodSeconds ({grace})"
    if not options.sleep_zero:
        text = (
            f"must be greater than 0 and less than terminationGracePeriodSeconds ({grace}). "
            "Enable AllowPodLifecycleSleepActionZeroValue feature gate for zero sleep."
        )
    return [invalid(path, seconds, text)]


def validate_probes(container: Container, grace: int | None, path: str, options: Options) -> Errors:
    """A container's three probes."""
    errors: Errors = []
    for name in PROBES:
        probe = getattr(container, name)
        if probe is not None:
            errors += _validate_probe(probe, name, grace, f"{path}.{name}", options)
    return errors


def _validate_probe(
    probe: Probe, name: str, grace: int | None, path: str, options: Options
) -> Errors:
    errors = validate_handler(probe, grace, path, options)
    for count in _COUNTS:
        errors += non_negative(getattr(probe, count), f"{path}.{count}")
    own_grace, where = probe.terminationGracePeriodSeconds, f"{path}.terminationGracePeriodSeconds"
    if own_grace is not None and own_grace <= 0:
        errors.append(invalid(where, own_grace, "must be greater than 0"))
    if name == "readinessProbe":
        if own_grace is not None:
            errors.append(invalid(where, own_grace, "must not be set for readinessProbes"))
    elif probe.successThreshold != 1:
        text = "must be 1"
        errors.append(invalid(f"{path}.successThreshold", probe.successThreshold or 0, text))
    return errors


def validate_lifecycle(
    lifecycle: Lifecycle, grace: int | None, path: str, options: Options
) -> Errors:
    """The hooks of a container."""
    errors: Errors = []
    for name in ("postStart", "preStop"):
        if (hook := getattr(lifecycle, name)) is not None:
            errors += validate_handler(hook, grace, f"{path}.{name}", options)
    return errors
