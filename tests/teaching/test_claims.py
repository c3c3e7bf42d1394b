"""Claims are read strictly, and hold or not as the trace says."""

import pytest

from lifecycle.engine.records import Lost, TrafficChanged
from lifecycle.teaching.claim import (
    At,
    Becoming,
    Claim,
    ClaimError,
    Demand,
    Happening,
    Measure,
    Subject,
    Window,
)
from lifecycle.teaching.grammar import parse_claim, parse_moment
from lifecycle.teaching.judge import judge
from lifecycle.teaching.story import Story
from tests.scenarios.playing import play, scene

WEB = Subject("Pod", "web")
APP = Subject("Pod", "web", container="app")


@pytest.mark.parametrize(
    ("text", "about", "verb", "window"),
    [
        (
            "restart 2 of Pod/web container app comes 10s to 20s after exit 2 of Pod/web",
            Happening("restart", APP, number=2),
            "comes",
            Window(Happening("exit", WEB, number=2), Happening("exit", WEB, number=2), 10e3, 20e3),
        ),
        ("end of Pod/web comes by 40s", Happening("end", WEB), "comes", Window(end=At(40_000))),
        (
            "event BackOff on Pod/web never comes before 1m30s",
            Happening("event", WEB, "BackOff"),
            "never",
            Window(end=At(90_000), closed=False),
        ),
        (
            "readiness failure 3 of Pod/web comes after the end",
            Happening("probe", WEB, "readiness failure", 3),
            "comes",
            Window(At(None)),
        ),
        (
            "SIGTERM to Pod/web container app comes within 1s after preStop end of Pod/web",
            Happening("signal", APP, "TERM"),
            "comes",
            Window(
                Happening("hook", WEB, "preStop end"),
                Happening("hook", WEB, "preStop end"),
                0,
                1000,
            ),
        ),
    ],
)
def test_a_claim_about_what_happens_is_read(text, about, verb, window):
    assert parse_claim(text) == Claim(text, about, verb, window)


@pytest.mark.parametrize(
    ("text", "about", "verb", "window", "test"),
    [
        (
            "READY of Pod/web stays 0/1 until 12s",
            Measure("READY", WEB),
            "stays",
            Window(end=At(12_000), closed=False),
            Demand("0/1"),
        ),
        (
            "STATUS of Pod/web becomes CrashLoopBackOff between 4s and 20s",
            Measure("STATUS", WEB),
            "becomes",
            Window(At(4_000), At(20_000)),
            Demand("CrashLoopBackOff"),
        ),
        (
            "number of ready Pods {app=web} stays at least 1 from READY of Pod/web becomes 1/1",
            Measure("number", Subject("Pod", labels=(("app", "web"),)), "ready"),
            "stays",
            Window(Becoming(Measure("READY", WEB), "1/1"), closed=False),
            Demand("1", "at least"),
        ),
        (
            'reason of Pod/other/web is not "Node Lost" at 5s',
            Measure("reason", Subject("Pod", "web", "other")),
            "is",
            Window(At(5_000)),
            Demand("Node Lost", "not"),
        ),
        (
            "endpoint of Pod/{app=web}[1] in Service/web never becomes ready",
            Measure("endpoint", Subject("Pod", labels=(("app", "web"),), index=1), "web"),
            "never-becomes",
            Window(),
            Demand("ready"),
        ),
    ],
)
def test_a_claim_about_a_value_is_read(text, about, verb, window, test):
    assert parse_claim(text) == Claim(text, about, verb, window, test)


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("", "ends where what is spoken of", "Go on"),
        ("the Pod crashes", "“the” is nothing that can be claimed", "Begin with what happens"),
        ("restart 2 of web comes by 3s", "“web” names no object", "Pod/web"),
        ("restart of Pod/web by 3s", "“by” says nothing of when", "comes"),
        ("READY of Pod/web 1/1", "“1/1” says nothing of a value", "becomes"),
        ("end of Pod/web comes by soon", "“soon” is nothing that can be claimed", "Begin"),
        ("end of Pod/web comes 3s after 4s", "“after” instead of “to”", "Write “to”"),
        ("end of Pod/web comes within two after 4s", "“two” is no time", "17s"),
        ("end of Pod/web comes by 3s or so", "“or” stands where", "two claims"),
        ("readiness fails of Pod/web comes", "“fails” is no part of it", "success, failure"),
        ("event Killing of Pod/web comes", "“of” instead of “on”", "Write “on”"),
        ("number of Pod stays 1", "no kind in the plural", "number of Pods"),
        ("number of Pods {app} stays 1", "are no labels", "{app=web"),
        ("requests late of Service/web are 0", "No request ends “late”", "timed-out"),
        ("requests lost of Service/web is 0", "“is” instead of", "Write “=”"),
        ("requests lost of Service/web are few", "“few” is no number", "at most"),
        ("READY of Pod/web is 1/1", "the end instead of “at”", "Write “at”"),
        ("x" * 401, "too long", "below"),
    ],
)
def test_what_is_no_claim_is_refused_with_a_remedy(text, message, remedy):
    with pytest.raises(ClaimError) as raised:
        parse_claim(text)
    assert message in raised.value.message
    assert remedy in raised.value.remedy


def test_requests_are_counted():
    about = Happening("request", Subject("Service", "web"), "lost")
    text = "requests lost of Service/web are at most 5 between 3s and 4s"
    window = Window(At(3000), At(4000))
    assert parse_claim(text) == Claim(text, about, "count", window, Demand("5", "at most"))
    text = "requests lost of Service/web = 0"
    assert parse_claim(text) == Claim(text, about, "count", Window(), Demand("0"))


def test_a_moment_may_be_the_second_time_that_a_value_is_taken():
    assert parse_moment("READY of Pod/web becomes 0/1 for the 2nd time") == Becoming(
        Measure("READY", WEB), "0/1", 2
    )


CRASHING = "Pod/crashing container app"


@pytest.mark.parametrize(
    ("text", "holds", "seen"),
    [
        (f"restart 2 of {CRASHING} comes 10s to 20s after exit 2 of {CRASHING}", True, "it came"),
        (f"restart 2 of {CRASHING} comes 1s to 5s after exit 2 of {CRASHING}", False, "it came at"),
        (f"restart 1 of {CRASHING} never comes", False, "it came at"),
        (f"restart 99 of {CRASHING} comes", False, "it never came"),
        (f"restart of {CRASHING} comes after OOM-kill of {CRASHING}", False, "never came"),
        ("READY of Pod/crashing stays 0/1 until 30s", False, "it was 1/1 at"),
        ("phase of Pod/crashing stays Running from 5s", True, "it stayed Running"),
        ("STATUS of Pod/crashing never becomes Completed", True, "it never did"),
        ("STATUS of Pod/crashing becomes Completed", False, "it was Pending, "),
        ("RESTARTS of Pod/crashing is at least 5 at the end", True, "it was"),
        ("RESTARTS of Pod/nobody is 0 at 30s", False, "it was nothing"),
        ("exit of Pod/crashing comes 2 times before 19s", True, "it came 2 times"),
        ("event BackOff on Pod/crashing never comes before 2s", True, "it never came"),
        ("number of Pods is 1 at 3s", True, "it was 1"),
        ('log "cannot find" 2 of Pod/crashing comes after restart 1 of Pod/crashing', True, ""),
    ],
)
def test_a_claim_is_held_against_a_trace(text, holds, seen):
    made = scene("09-crash-loop")
    verdict = judge(parse_claim(text), Story(play(made).records, made.until_ms))
    assert verdict.holds is holds, verdict
    assert seen in verdict.seen


def told(t, what, answered=0, refused=(), **more):
    counts = {"answered": answered, "refused": sum(lost.count for lost in refused)}
    return TrafficChanged(
        id=t, t=t, what=what, namespace="default", service="web", rps=10,
        counts=tuple((k, n) for k, n in counts.items() if n), lost=refused, **more,
    )  # fmt: skip


REQUESTS = [
    told(1000, "start"),
    told(2000, "second", 10),
    told(5000, "second", 7, (Lost("refused", "a", 2, 4300, 4500), Lost("502", "b", 1, 4400, 4400))),
    told(6000, "second", 10),
    told(8300, "stop", 3),
]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("requests lost of Service/web are 3", 3),
        ("requests refused of Service/web are 2", 2),
        ("requests 502 of Service/web are 1", 1),
        ("requests lost of Service/web = 2 between 4400ms and 4s500ms", 2),
        ("requests lost of Service/web are 0 before 4300ms", 0),
        ("requests answered of Service/web are 70", 10 + 20 + 7 + 10 + 20 + 3),
        ("requests sent of Service/web are 73", 73),
        ("requests lost of Service/other are 0", 0),
    ],
)
def test_requests_are_counted_with_the_seconds_that_are_not_told(text, seen):
    verdict = judge(parse_claim(text), Story(REQUESTS, 20_000))
    assert (verdict.holds, verdict.seen) == (True, f"there were {seen}")


def test_requests_of_a_client_that_goes_on_are_counted_to_the_end():
    verdict = judge(parse_claim("requests sent of Service/web are 20"), Story(REQUESTS[:2], 3500))
    assert verdict.holds, verdict.seen
