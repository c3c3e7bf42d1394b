"""The facts that a case demands, each a question about what was played.

Their names and meanings are those of upstream's helpers
(test/e2e_node/container_lifecycle_pod_construction.go).
"""

from collections.abc import Callable
from typing import Any

from lifecycle.conformance.e2e.logbook import EXITING, LOOPING, STARTED, STARTING, Line
from lifecycle.conformance.e2e.play import Played
from lifecycle.conformance.e2e.watch import has_image, statuses_of, versions_with
from lifecycle.engine.api.conditions import is_pod_ready

NOWHERE = -1


def holds(played: Played, fact: list[Any]) -> bool:
    """Whether the fact is one."""
    name, *arguments = fact
    if name == "Not":
        return not holds(played, arguments)
    if name in OF_LINES:
        return OF_LINES[name](played.lines, *arguments)
    return OF_POD[name](played, *arguments)


def _find(lines: list[Line], program: str, event: str, start: int = 0) -> int:
    for index in range(start, len(lines)):
        if (lines[index].program, lines[index].event) == (program, event):
            return index
    return NOWHERE


def _has(lines: list[Line], program: str, event: str) -> bool:
    return _find(lines, program, event) != NOWHERE


def _starts_before(lines: list[Line], first: str, second: str) -> bool:
    begun = _find(lines, first, STARTED)
    return begun != NOWHERE and _find(lines, second, STARTING, begun + 1) != NOWHERE


def _exits_before(lines: list[Line], first: str, second: str) -> bool:
    ended = _find(lines, first, EXITING)
    return ended != NOWHERE and _find(lines, second, EXITING, ended + 1) != NOWHERE


def _run_together_lhs_first(lines: list[Line], left: str, right: str) -> bool:
    begun, ended = _find(lines, left, STARTED), _find(lines, left, EXITING)
    if NOWHERE in (begun, ended):
        return False
    other = _find(lines, right, STARTED, begun + 1)
    return begun < other < ended and _find(lines, right, EXITING, other + 1) != NOWHERE


def _run_together(lines: list[Line], left: str, right: str) -> bool:
    return _run_together_lhs_first(lines, left, right) or _run_together_lhs_first(
        lines, right, left
    )


def _starts_logged(lines: list[Line], program: str) -> int:
    return sum((line.program, line.event) == (program, STARTING) for line in lines)


def _nth_start_order(lines: list[Line], number: int, programs: list[str]) -> bool:
    found = []
    for program in programs:
        starts = [i for i, line in enumerate(lines) if line[1:] == (program, STARTED)]
        if len(starts) < number:
            return False
        found.append(starts[number - 1])
    return found == sorted(found)


def _last_loop(lines: list[Line], program: str) -> int:
    return max((line.t for line in lines if line[1:] == (program, LOOPING)), default=NOWHERE)


def _first_start(lines: list[Line], program: str) -> int:
    return min((line.t for line in lines if line[1:] == (program, STARTING)), default=NOWHERE)


def _close(moments: list[int], tolerance: dict[str, int]) -> bool:
    return NOWHERE not in moments and max(moments) - min(moments) <= tolerance["toleranceMs"]


def _lives_for(lines: list[Line], program: str, ms: int, tolerance: dict[str, int]) -> bool:
    lived = _last_loop(lines, program) - _first_start(lines, program)
    return abs(lived - ms) <= tolerance["toleranceMs"]


OF_LINES: dict[str, Callable[..., bool]] = {
    "StartsBefore": _starts_before,
    "ExitsBefore": _exits_before,
    "RunTogether": _run_together,
    "RunTogetherLhsFirst": _run_together_lhs_first,
    "Starts": lambda lines, program: _has(lines, program, STARTED),
    "DoesntStart": lambda lines, program: not _has(lines, program, STARTED),
    "Exits": lambda lines, program: _has(lines, program, EXITING),
    "HasRestarted": lambda lines, program: _starts_logged(lines, program) >= 2,
    "HasNotRestarted": lambda lines, program: _starts_logged(lines, program) == 1,
    "NthStartOrder": _nth_start_order,
    "LivesForMs": _lives_for,
    "LastLoopTogether": lambda lines, programs, tolerance: _close(
        [_last_loop(lines, each) for each in programs], tolerance
    ),
    "StartTogether": lambda lines, programs, tolerance: _close(
        [_first_start(lines, each) for each in programs], tolerance
    ),
}


def _last(played: Played, container: str):
    return statuses_of(played.versions[-1])[container]


def _terminated(played: Played, container: str, code: int, reason: str) -> bool:
    ended = _last(played, container).state.terminated
    return ended is not None and (ended.exitCode, ended.reason) == (code, reason)


def _waiting(played: Played, container: str, reason: str) -> bool:
    waiting = _last(played, container).state.waiting
    return waiting is not None and waiting.reason == reason


def _gone_within(played: Played, seconds: int) -> bool:
    gone, deleted = played.gone_at, played.deleted_at
    return gone is not None and deleted is not None and gone - deleted <= seconds * 1000


def _phase_during_init(played: Played, phase: str) -> bool:
    return all(
        pod.status.phase == phase
        for pod in played.versions
        if any(each.state.running for each in pod.status.initContainerStatuses or ())
    )


def _phase_during_reinit(played: Played, phase: str) -> bool:
    again = [pod for pod, init in versions_with(played.versions, "init-1") if init.restartCount]
    return bool(again) and again[0].status.phase == phase


def _started_while_running(played: Played, container: str, started: bool) -> bool:
    running = [s for _, s in versions_with(played.versions, container) if s.state.running]
    return bool(running) and bool(running[-1].started) is started


def _throughout_restart(played: Played, expected: dict[str, Any]) -> bool:
    for pod in played.versions_since_restart:
        if pod.status.phase != expected["phase"] or not is_pod_ready(pod):
            return False
        for name in expected["containers"]:
            status = statuses_of(pod)[name]
            seen = (status.restartCount, bool(status.started), status.ready)
            if seen != (expected["restartCount"], expected["started"], expected["ready"]):
                return False
    return True


OF_POD: dict[str, Callable[..., bool]] = {
    "Phase": lambda played, phase: played.versions[-1].status.phase == phase,
    "PhaseDuringInit": _phase_during_init,
    "PhaseDuringReinit": _phase_during_reinit,
    "PodGone": lambda played: played.pod is None,
    "PodGoneWithin": _gone_within,
    "RestartCount": lambda played, c, count: _last(played, c).restartCount == count,
    "RestartCountAtLeast": lambda played, c, count: _last(played, c).restartCount >= count,
    "RunningNow": lambda played, c: _last(played, c).state.running is not None,
    "WaitingReason": _waiting,
    "TerminatedStatus": _terminated,
    "ImageOf": lambda played, c, symbol: has_image(_last(played, c), symbol),
    "NotImageOf": lambda played, c, symbol: not has_image(_last(played, c), symbol),
    "StartedStatusWhileRunning": _started_while_running,
    "ThroughoutRestart": _throughout_restart,
}
