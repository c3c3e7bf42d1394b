"""A container's environment variables, and what is missing for them.

A reference to a ConfigMap, a Secret or a key that does not exist keeps the container from
being created; the next attempt looks again.

Mirrors `makeEnvironmentVariables` of pkg/kubelet/kubelet_pods.go and pkg/fieldpath.
"""

import base64
import re

from lightkube.models.core_v1 import Container, EnvVar, Pod, ResourceFieldSelector, Service

from lifecycle.engine.api.pod import find_container
from lifecycle.engine.api.quantity import milli_value, parse, value
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.service_variables import service_variables

_REFERENCE = re.compile(r"\$\$|\$\(([^()]*)\)")
_SUBSCRIPT = re.compile(r"metadata\.(labels|annotations)\['(.*)'\]")


class Environment(Part):
    """Reads the API for what the spec refers to."""

    def of(self, pod: Pod, container: Container) -> tuple[dict[str, str], str, str]:
        """The variables by name; or what is wrong, and the container's field that it is in."""
        services = self._services(pod)
        result: dict[str, str] = {}
        error, field = self._add_from(pod, container, result)
        if error:
            return {}, error, field
        for number, variable in enumerate(container.env or ()):
            text, error = self._value(pod, container, variable, {**services, **result})
            if error:
                return {}, error, f"env[{number}].valueFrom"
            if text is not None:
                result[variable.name] = text
        return {**services, **result}, *self._refused(pod, container)

    def data_of(self, pod: Pod, kind: str, name: str) -> dict[str, str] | None:
        """The texts by key of a ConfigMap or Secret, or None if there is none."""
        found = self.kl.kubelet_pods.find_in_namespace(pod, kind, name)
        if found is None:
            return None
        data = dict(found.data or {})
        if kind == "Secret":
            data = {key: _decoded(text) for key, text in data.items()}
            data.update(found.stringData or {})
        return data

    def field(self, pod: Pod, path: str) -> str:
        """The downward API's fields (`podFieldSelectorRuntimeValue`)."""
        metadata, spec = pod.metadata, pod.spec
        if match := _SUBSCRIPT.fullmatch(path):
            return (getattr(metadata, match[1]) or {}).get(match[2], "")
        if path in ("metadata.labels", "metadata.annotations"):
            pairs = getattr(metadata, path.removeprefix("metadata.")) or {}
            return "\n".join(f'{key}="{pairs[key]}"' for key in sorted(pairs))
        values = {
            "metadata.name": metadata.name,
            "metadata.namespace": metadata.namespace,
            "metadata.uid": metadata.uid,
            "spec.nodeName": spec.nodeName,
            "spec.serviceAccountName": spec.serviceAccountName,
            "status.hostIP": self.kl.host_ip,
            "status.hostIPs": self.kl.host_ip,
            "status.podIP": self.kl.kubelet_pods.pod_ip(pod),
            "status.podIPs": self.kl.kubelet_pods.pod_ip(pod),
        }
        return values.get(path) or ""

    def resource_of_pod(self, pod: Pod, ref: ResourceFieldSelector) -> str:
        """A container's request or limit, in units of the divisor, rounded up."""
        place = find_container(pod, ref.containerName) if ref.containerName else None
        return self._resource(place.container if place else pod.spec.containers[0], ref)

    def _add_from(self, pod: Pod, container: Container, result: dict[str, str]) -> tuple[str, str]:
        for number, source in enumerate(container.envFrom or ()):
            kind = "ConfigMap" if source.configMapRef is not None else "Secret"
            ref = source.configMapRef or source.secretRef
            data = self.data_of(pod, kind, ref.name)
            if data is None and not ref.optional:
                return f'{kind.lower()} "{ref.name}" not found', f"envFrom[{number}]"
            result.update({(source.prefix or "") + key: data[key] for key in data or ()})
        return "", ""

    def _value(
        self, pod: Pod, container: Container, variable: EnvVar, known: dict[str, str]
    ) -> tuple[str | None, str]:
        source = variable.valueFrom
        if source is None:
            return expand(variable.value or "", known), ""
        if source.fieldRef is not None:
            return self.field(pod, source.fieldRef.fieldPath), ""
        if source.resourceFieldRef is not None:
            name = source.resourceFieldRef.containerName
            place = find_container(pod, name) if name else None
            chosen = place.container if place else container
            return self._resource(chosen, source.resourceFieldRef), ""
        kind = "ConfigMap" if source.configMapKeyRef is not None else "Secret"
        ref = source.configMapKeyRef or source.secretKeyRef
        if ref is None:
            return "", ""
        data = self.data_of(pod, kind, ref.name)
        if data is None:
            return None, "" if ref.optional else f'{kind.lower()} "{ref.name}" not found'
        if ref.key not in data:
            where = f"{kind} {pod.metadata.namespace}/{ref.name}"
            return None, "" if ref.optional else f"couldn't find key {ref.key} in {where}"
        return data[ref.key], ""

    def _resource(self, container: Container, ref: ResourceFieldSelector) -> str:
        kind, _, name = ref.resource.partition(".")
        resources = container.resources
        listed = (resources and getattr(resources, kind, None)) or {}
        amount = listed.get(name) or (self.kl.allocatable(name) if kind == "limits" else "0")
        divisor = parse(ref.divisor or "1")
        units = -(-milli_value(parse(amount)) // max(milli_value(divisor), 1))
        return str(units if divisor else value(parse(amount)))

    def _services(self, pod: Pod) -> dict[str, str]:
        """What tells of the namespace's Services and of `kubernetes` (`getServiceEnvVarMap`)."""
        services: list[Service] = []
        if pod.spec.enableServiceLinks is not False:
            services = self.kl.api.list("Service", pod.metadata.namespace)
        master = self.kl.api.find("Service", "default", "kubernetes")
        return service_variables([*([master] if master else []), *services])

    def _refused(self, pod: Pod, container: Container) -> tuple[str, str]:
        """A container that must not be root, but is (`verifyRunAsNonRoot`)."""
        mine, of_pod = container.securityContext, pod.spec.securityContext
        contexts = [context for context in (mine, of_pod) if context is not None]
        wanted = next((c.runAsNonRoot for c in contexts if c.runAsNonRoot is not None), None)
        user = next((c.runAsUser for c in contexts if c.runAsUser is not None), None)
        if not wanted:
            return "", ""
        own = mine is not None and mine.runAsNonRoot is not None
        field = "securityContext.runAsNonRoot" if own else "spec.securityContext.runAsNonRoot"
        where = (
            f'(pod: "{pod.metadata.name}_{pod.metadata.namespace}({pod.metadata.uid})", '
            f"container: {container.name})"
        )
        if user == 0:
            return f"container's runAsUser breaks non-root policy {where}", field
        if user is None and self.kl.runtime.image_user(container.image) == 0:
            return f"container has runAsNonRoot and image will run as root {where}", field
        return "", ""


def expand(text: str, known: dict[str, str]) -> str:
    """`$(NAME)` becomes the variable's value; `$$` is a dollar (`expansion.Expand`)."""

    def replaced(match: re.Match) -> str:
        if match[0] == "$$":
            return "$"
        return known.get(match[1], match[0])

    return _REFERENCE.sub(replaced, text)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text).decode(errors="replace")
    except ValueError:
        return text
