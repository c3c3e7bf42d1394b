"""Which completions of an indexed Job are done, and which Pod works at which.

Mirrors pkg/controller/job/indexed_job_utils.go.
"""

from collections.abc import Iterable

from lightkube.models.batch_v1 import Job
from lightkube.models.core_v1 import EnvVar, EnvVarSource, ObjectFieldSelector, PodTemplateSpec
from lightkube.models.meta_v1 import ObjectMeta
from msgspec.structs import replace

from lifecycle.engine.controllers.job.facts import INDEX

VARIABLE = "JOB_COMPLETION_INDEX"


def parse(text: str | None) -> frozenset[int]:
    """The numbers in a text such as `0-2,5`."""
    numbers: list[int] = []
    for part in (text or "").split(","):
        first, _, last = part.partition("-")
        if first.isdigit():
            numbers += range(int(first), int(last or first) + 1)
    return frozenset(numbers)


def format_indexes(numbers: Iterable[int]) -> str:
    """The numbers as text, neighbours joined."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(f"{a}" if a == b else f"{a},{b}" if b == a + 1 else f"{a}-{b}" for a, b in runs)


def first_pending(completions: int, taken: frozenset[int], count: int) -> list[int]:
    """The lowest numbers at which nobody works and nobody has succeeded."""
    free = (number for number in range(completions) if number not in taken)
    return [number for number, _ in zip(free, range(count))]


def indexed_template(job: Job, index: int) -> PodTemplateSpec:
    """The template for one completion: number, host name and environment variable."""
    template = job.spec.template
    meta = template.metadata or ObjectMeta()
    mark = {INDEX: str(index)}
    spec = replace(
        template.spec,
        hostname=f"{job.metadata.name}-{index}",
        containers=[_with_variable(container) for container in template.spec.containers],
        initContainers=[_with_variable(c) for c in template.spec.initContainers or ()] or None,
    )
    meta = replace(
        meta,
        annotations={**(meta.annotations or {}), **mark},
        labels={**(meta.labels or {}), **mark},
    )
    return replace(template, metadata=meta, spec=spec)


def _with_variable(container):
    if any(variable.name == VARIABLE for variable in container.env or ()):
        return container
    source = ObjectFieldSelector(fieldPath=f"metadata.labels['{INDEX}']")
    variable = EnvVar(name=VARIABLE, valueFrom=EnvVarSource(fieldRef=source))
    return replace(container, env=[*(container.env or ()), variable])
