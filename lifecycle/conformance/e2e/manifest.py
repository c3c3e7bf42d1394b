"""The case's Pod as a manifest that can be applied: its symbols made real.

Images and programs are symbols in the cases: `"image": "default"`, `["program", X]`.
"""

from typing import Any

from lifecycle.conformance.verdict import Case

IMAGES = {
    "default": "busybox:1.35",
    "updated": "busybox:1.36",
    "invalid": "registry.example/no-such-image:1",
}
_RUNS = "/runs"
_STOPPABLE = "on SIGTERM exit 0"


def manifest_of(case: Case) -> dict[str, Any]:
    """The document to apply."""
    pod = case["pod"]
    spec = dict(pod["spec"])
    for key in ("initContainers", "containers"):
        if key in spec:
            spec[key] = [_container(each, case["programs"]) for each in spec[key]]
    if any("runs" in program for program in case["programs"].values()):
        spec["volumes"] = [{"name": "runs", "emptyDir": {}}]
    return {**pod, "spec": spec}


def _container(container: dict[str, Any], programs: dict[str, Any]) -> dict[str, Any]:
    made = {**container, "image": IMAGES[container["image"]]}
    made["command"] = _command(container["command"], programs)
    program = programs.get(container["name"], {})
    if "runs" in program:
        made["volumeMounts"] = [{"name": "runs", "mountPath": _RUNS}]
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        if probe in container:
            made[probe] = _with_command(container[probe], programs)
    if "lifecycle" in container:
        made["lifecycle"] = {
            hook: _with_command(handler, programs)
            for hook, handler in container["lifecycle"].items()
        }
    return made


def _with_command(holder: dict[str, Any], programs: dict[str, Any]) -> dict[str, Any]:
    """A probe or handler with its command made real; a test of the started file, with its path."""
    if "exec" not in holder:
        return holder
    command = holder["exec"]["command"]
    if command == ["test", "-f", "started"]:
        command = ["test", "-f", "/started"]
    return {**holder, "exec": {"command": _command(command, programs)}}


def _command(command: list[str], programs: dict[str, Any]) -> list[str]:
    if command[0] == "pause":
        return ["sleep", "infinity"]
    if command[0] == "program":
        return ["sh", "-c", _script(programs[command[1]])]
    if command[-1].endswith(_STOPPABLE):
        return ["sh", "-c", "trap 'exit 0' TERM; sleep 3600 & wait $!"]
    return command


def _script(program: dict[str, Any]) -> str:
    """The program as a script: what it logs, how long it takes, and what SIGTERM does to it."""
    if "runs" in program:
        return _script_of_runs(program["runs"])
    if program.get("logsInto"):
        return _script_in_passing(program)
    code = program["exitCode"] & 255
    return "\n".join(
        [
            f"ended() {{ {_pause(program['terminationSeconds'])}echo Exiting; exit {code}; }}",
            "trap ended TERM",
            "echo Starting",
            _interruptible(program["startDelay"]),
            "touch /started",
            "echo Started",
            _interruptible(program["delay"]),
            "echo Exiting",
            f"exit {code}",
        ]
    )


def _script_in_passing(program: dict[str, Any]) -> str:
    """A hook's or probe's program: what it logs is known from the trace."""
    if program.get("loopForever"):
        return f"while true; do sleep {program['loopPeriod']}; done"
    took = program["startDelay"] + program["delay"]
    return f"{_pause(took)}exit {program['exitCode']}"


def _script_of_runs(runs: list[dict[str, Any]]) -> str:
    """One behaviour for each run in turn; the last goes for all later ones."""
    first, later = runs
    return "\n".join(
        [
            f"if [ ! -f {_RUNS}/1 ]; then touch {_RUNS}/1; exit {first['exitCode']}; fi",
            f"sleep {later['delay']}",
            f"exit {later['exitCode']}",
        ]
    )


def _pause(seconds: float) -> str:
    return f"sleep {seconds}; " if seconds else ""


def _interruptible(seconds: float) -> str:
    """A wait that a trap cuts short, as the shell's own sleep would not be."""
    return f"sleep {seconds} & wait $!" if seconds else ":"
