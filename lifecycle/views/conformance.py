"""The page that says how far podviz can be trusted: what agrees with what, and what does not.

All its figures are those that `make conformance` has measured.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from lifecycle.conformance import figures

BAR = 100
"""The width of a bar in the picture's own units."""

ASKED = {
    "computePodActions": gettext_lazy("What the kubelet starts, kills and restarts next"),
    "POST pods: the whole answer": gettext_lazy("What the API server answers to a new Pod"),
    "requests about a Pod: the whole answer": gettext_lazy(
        "What the API server answers to a change of a Pod"
    ),
    "Generate*Condition": gettext_lazy("The conditions of a Pod"),
    "constants": gettext_lazy("Waits, limits and defaults"),
    "create: the stored object": gettext_lazy("What is stored of a Pod: defaults and admission"),
    "e2e_node lifecycle suite": gettext_lazy(
        "The order of starts and ends, played through the whole engine"
    ),
    "getPhase": gettext_lazy("The phase of a Pod"),
    "printPod": gettext_lazy("The line that kubectl get pod prints"),
    "translateTimestampSince": gettext_lazy("Ages, as kubectl prints them"),
    "HumanDuration": gettext_lazy("Durations, as kubectl prints them"),
    "doProbe": gettext_lazy("What a probe's results add up to"),
    "UpdatePodStatus, AddPod": gettext_lazy("Ready and started, as the probes say"),
    "ComputePodQOS": gettext_lazy("The quality of service class"),
    "PodRequests, PodLimits": gettext_lazy("Effective requests and limits"),
    "convertToAPIContainerStatuses": gettext_lazy("Statuses of containers"),
    "generateAPIPodStatus": gettext_lazy("The whole status of a Pod"),
    "terminationOrdering": gettext_lazy("The order in which containers end"),
    "killContainer: grace": gettext_lazy("How long a container may take to end"),
    "create and update a Pod": gettext_lazy("Errors and warnings about a Pod"),
    "pods/resize, status, ephemeralcontainers": gettext_lazy(
        "Errors about a resize, a status, a debugging container"
    ),
    "CheckGracefulDelete": gettext_lazy("The grace period of a deletion"),
    "PodGCController.gc": gettext_lazy("Which Pods nobody needs are collected"),
    "LogLocation": gettext_lazy("Where logs are asked for, and of which container"),
}
"""What each function of upstream's decides, in words."""


@cache
def _figures() -> dict[str, Any]:
    return figures.read()


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page."""
    found = _figures()
    oracle = found["oracle"]
    context = {
        "oracle": oracle,
        "known": sum(len(gap["ids"]) for gap in oracle["gaps"]),
        "functions": list(_functions(oracle["functions"])),
        "gaps": [{**gap, "reason": _(gap["reason"])} for gap in oracle["gaps"]],
        "unjudged": [
            {**each, "reason": _(each["reason"]) if each["reason"] else ""}
            for each in oracle["notJudged"]
        ],
        "traces": [_recordings(each) for each in found["traces"]],
    }
    return render(request, "conformance.html", context)


def _functions(listed: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of the table: tables of upstream and random cases of one function together."""
    rows: dict[str, dict[str, Any]] = {}
    for each in listed:
        row = rows.setdefault(
            each["function"],
            {"function": each["function"], "cases": 0, "agree": 0, "gaps": 0, "random": 0},
        )
        row["cases"] += each["cases"]
        row["agree"] += each["agree"]
        row["gaps"] += each["gaps"]
        if each["file"].startswith("fuzz/"):
            row["random"] += each["cases"]
    for row in rows.values():
        asked = ASKED.get(row["function"], row["function"])
        yield {**row, "asked": asked, "bar": _bar(row["agree"], row["cases"])}


def _recordings(compared: dict[str, Any]) -> dict[str, Any]:
    count = compared["recordings"]
    return {
        **compared,
        "about": _ABOUT[compared["kind"]],
        "statesBar": _bar(compared["agree"], count),
        "timesBar": _bar(compared["inTime"], count),
        "statesShare": _share(compared["agree"], count),
        "timesShare": _share(compared["inTime"], count),
    }


_ABOUT = {
    "pods": gettext_lazy("Pods alone"),
    "owners": gettext_lazy("Pods with controllers and Services"),
}


def _bar(part: int, whole: int) -> int:
    """A length that is full only where all agree, and seen where any do."""
    if not whole or part == whole:
        return BAR if whole else 0
    return min(max(round(BAR * part / whole), 1), BAR - 1) if part else 0


def _share(part: int, whole: int) -> str:
    """Per cent, rounded down: nothing agrees more than it does."""
    return f"{1000 * part // whole / 10:.1f}" if whole else "0.0"
