"""What is assumed about a Pod's containers, listed for everyone to see."""

from lightkube.models.core_v1 import Container as Spec
from lightkube.models.core_v1 import Pod

from lifecycle.engine.cri.assumptions import Stated
from lifecycle.engine.cri.creation import assumption_of, command_line, place_of
from lifecycle.engine.cri.images import image_of
from lifecycle.engine.cri.programs import is_known


def stated_of(pod: Pod) -> tuple[Stated, ...]:
    """One entry for each image and program of the Pod that nobody can know."""
    spec = pod.spec
    stated = [
        entry
        for container in (*(spec.initContainers or ()), *spec.containers)
        for entry in _of_container(pod, container)
    ]
    return tuple(stated)


def _of_container(pod: Pod, spec: Spec) -> list[Stated]:
    image = image_of(spec.image)
    assumption = assumption_of(pod, spec.name)
    stated = []
    argv = command_line(spec, image, {})
    if not argv or is_known(argv[0]):
        pass
    elif spec.command:
        stated.append(Stated(spec.name, "program", argv[0], assumption.text))
    else:
        stated.append(Stated(spec.name, "image", spec.image, assumption.text))
    for words in _commands(spec):
        if not is_known(words[0]):
            stated.append(Stated(spec.name, "hook", words[0], f"hook={assumption.hook_code}"))
    _, errand = place_of(pod, spec.name)
    if errand == "init" and stated and assumption.init_ms:
        stated.append(Stated(spec.name, "init", argv[0], f"init={assumption.init_ms}ms"))
    return stated


def _commands(spec: Spec) -> list[list[str]]:
    probes = (spec.livenessProbe, spec.readinessProbe, spec.startupProbe)
    hooks = (spec.lifecycle.postStart, spec.lifecycle.preStop) if spec.lifecycle else ()
    handlers = (h for h in (*probes, *hooks) if h is not None and h.exec is not None)
    return [list(h.exec.command) for h in handlers if h.exec.command]
