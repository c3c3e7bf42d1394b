"""Which objects a command means: `pod/web`, `pods web db`, `deploy,svc -l app=web`, `all`.

Mirrors staging/src/k8s.io/cli-runtime/pkg/resource/builder.go. Names that a controller
made up can be chosen by label: `pod/{app=web}[0]` is the first Pod, by creation and then by
name, with those labels.
"""

import re
from typing import Any, NamedTuple

from lifecycle.engine.api import errors, selectors
from lifecycle.engine.api.kinds import KINDS, Kind, named
from lifecycle.engine.api.scheme import metadata_of
from lifecycle.engine.kubectl.flags import Parsed
from lifecycle.engine.kubectl.moment import Objects
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.sentence import Sentence

_ALL = (
    "Pod", "ReplicationController", "Service", "DaemonSet", "Deployment", "ReplicaSet",
    "StatefulSet", "HorizontalPodAutoscaler", "CronJob", "Job",
)  # fmt: skip
_CHOICE = re.compile(r"\{(.*)\}(?:\[(\d+)\])?")


class Resource(NamedTuple):
    """A kind as commands name it; custom ones have no row in the table of kinds."""

    kind: str
    singular: str
    plural: str
    group: str
    namespaced: bool

    @property
    def qualified(self) -> str:
        """What stands before the slash in output: `pod`, `deployment.apps`."""
        return f"{self.singular}.{self.group}" if self.group else self.singular

    @property
    def resource(self) -> str:
        """What the API server calls it: `pods`, `deployments.apps`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural


class Target(NamedTuple):
    """One object that a command names."""

    resource: Resource
    namespace: str
    name: str

    @property
    def label(self) -> str:
        """`pod/web`."""
        return f"{self.resource.qualified}/{self.name}"


def of_row(row: Kind) -> Resource:
    """The resource of a kind that the API server knows by itself."""
    return Resource(row.kind, row.kind.lower(), row.plural, row.group, row.namespaced)


def resource_of(obj: Any, objects: Objects) -> Resource:
    """The resource that an object belongs to."""
    version, kind = (
        (obj["apiVersion"], obj["kind"]) if isinstance(obj, dict) else (obj.apiVersion, obj.kind)
    )
    row = next((r for r in KINDS if r.kind == kind and r.api_version == version), None)
    if row is not None:
        return of_row(row)
    group = version.rpartition("/")[0]
    for definition in objects.list("CustomResourceDefinition"):
        if definition.spec.names.kind == kind and definition.spec.group == group:
            return _of_definition(definition)
    namespaced = metadata_of(obj).namespace is not None
    stored = f"{kind}.{group}" if named(kind) else kind
    return Resource(stored, kind.lower(), kind.lower() + "s", group, namespaced)


def _of_definition(definition: Any) -> Resource:
    names, group = definition.spec.names, definition.spec.group
    stored = f"{names.kind}.{group}" if named(names.kind) else names.kind
    namespaced = definition.spec.scope == "Namespaced"
    singular = names.singular or names.kind.lower()
    return Resource(stored, singular, names.plural, group, namespaced)


def find_resource(word: str, objects: Objects) -> Resource:
    """The resource of a word such as `po`; raises Refusal if there is none."""
    row = named(word)
    if row is not None:
        return of_row(row)
    for definition in objects.list("CustomResourceDefinition"):
        names, group = definition.spec.names, definition.spec.group
        words = [names.plural, names.singular, names.kind.lower(), *(names.shortNames or ())]
        if word.lower() in [*words, f"{names.plural}.{group}"]:
            return _of_definition(definition)
    for kind in objects.kinds():
        custom = objects.list(kind)
        if custom and isinstance(custom[0], dict):
            resource = resource_of(custom[0], objects)
            if word.lower() in (resource.singular, resource.plural, resource.qualified):
                return resource
    raise Refusal(
        f'error: the server doesn\'t have a resource type "{word}"',
        Sentence(
            "Kinds that the simulated cluster knows are pods, services, deployments, jobs and the "
            "other built-in ones."
        ),
    )


def choose(resource: Resource, namespace: str, text: str, objects: Objects) -> str:
    """The name that is meant; `{app=web}[1]` is the second object with those labels."""
    match = _CHOICE.fullmatch(text)
    if match is None:
        return text
    selector = parse_selector(match[1])
    found = objects.list(resource.kind, namespace if resource.namespaced else "", selector)
    found.sort(key=lambda obj: (metadata_of(obj).creationTimestamp, metadata_of(obj).name))
    index = int(match[2] or 0)
    if index >= len(found):
        raise Refusal(
            f"error: {text} selects nothing: {len(found)} {resource.plural} match {match[1]}"
        )
    return metadata_of(found[index]).name


def parse_selector(text: str) -> selectors.Selector:
    """The selector of `-l`."""
    try:
        return selectors.parse(text)
    except selectors.SelectorError as error:
        raise Refusal(f"error: {error}") from error


def targets(parsed: Parsed, objects: Objects, args: tuple[str, ...] | None = None) -> list[Target]:
    """What the arguments and `-l`, `--all` mean; names need not exist, `-l` finds those that do.

    Raises Refusal where no type is named.
    """
    args = parsed.args if args is None else args
    if not args:
        raise Refusal(
            f"error: You must specify the type of resource to {parsed.command}.",
            Sentence(
                "Name a type and an object: kubectl %(command)s pod NAME", command=parsed.command
            ),
        )
    slashed = any("/" in arg for arg in args)
    if slashed or len(args) > 1:
        if parsed.flags.get("selector") or parsed.flags.get("field-selector"):
            raise Refusal("error: name cannot be provided when a selector is specified")
        if parsed.flags.get("all-namespaces"):
            raise Refusal(
                "error: a resource cannot be retrieved by name across all namespaces",
                Sentence("Name its namespace with -n, or leave its name out."),
            )
    if slashed:
        return [_slashed(arg, parsed, objects) for arg in args]
    resources = _resources(args[0], objects)
    if len(args) == 1:
        return _selected(resources, parsed, objects)
    return [
        Target(resource, _namespace(resource, parsed), _chosen(resource, name, parsed, objects))
        for resource in resources
        for name in args[1:]
    ]


def _slashed(arg: str, parsed: Parsed, objects: Objects) -> Target:
    word, slash, name = arg.partition("/")
    if not slash or not word or not name:
        raise Refusal(
            "error: there is no need to specify a resource type as a separate argument when "
            "passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' "
            "instead of 'kubectl get resource resource/<resource_name>'"
        )
    resource = find_resource(word, objects)
    name = _chosen(resource, name, parsed, objects)
    return Target(resource, _namespace(resource, parsed), name)


def _resources(words: str, objects: Objects) -> list[Resource]:
    found: list[Resource] = []
    for word in words.split(","):
        if word == "all":
            found += [of_row(row) for kind in _ALL if (row := named(kind)) is not None]
        else:
            found.append(find_resource(word, objects))
    return found


def _selected(resources: list[Resource], parsed: Parsed, objects: Objects) -> list[Target]:
    text = parsed.flags.get("selector")
    selector = parse_selector(text) if text else None
    found: list[Target] = []
    for resource in resources:
        namespace: str | None = _namespace(resource, parsed)
        if parsed.flags.get("all-namespaces") and resource.namespaced:
            namespace = None
        for obj in objects.list(resource.kind, namespace, selector):
            metadata = metadata_of(obj)
            found.append(Target(resource, metadata.namespace or "", metadata.name))
    return found


def _namespace(resource: Resource, parsed: Parsed) -> str:
    return parsed.namespace if resource.namespaced else ""


def _chosen(resource: Resource, name: str, parsed: Parsed, objects: Objects) -> str:
    return choose(resource, _namespace(resource, parsed), name, objects)


def get(target: Target, objects: Objects) -> Any:
    """The object; raises ApiError NotFound."""
    obj = objects.find(target.resource.kind, target.namespace, target.name)
    if obj is None:
        raise errors.not_found(target.resource.kind, target.name)
    return obj
