"""Whatever somebody writes as a claim is refused in words or judged; nothing else happens."""

import string

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.teaching.claim import ClaimError
from lifecycle.teaching.grammar import COLUMNS, OF_CONTAINER, parse_claim
from lifecycle.teaching.judge import Verdict, judge
from lifecycle.teaching.story import Story
from tests.properties.effort import tries
from tests.scenarios.playing import play, scene

MADE = scene("18-rolling-update")
STORY = Story(play(MADE).records, MADE.until_ms)

objects = st.sampled_from(
    [
        *("Pod/nobody", "Pod/{app=web}[0]", "Pod/{app=web}[0] container app", "Service/web"),
        *("Deployment/web", "Node/node1", "Namespace/default", "Pod/{app=web}[99]", "Event/x"),
        *("EndpointSlice/x", "ReplicaSet/{app=web}[0]", "Widget/w", "Pod/other/x container y"),
    ]
)
happenings = st.one_of(
    st.builds("{} {} of {}".format, st.sampled_from(OF_CONTAINER), st.integers(1, 9), objects),
    st.builds("{} of {}".format, st.sampled_from(["creation", "deletion", "end"]), objects),
    st.builds("{} to {}".format, st.sampled_from(["SIGTERM", "SIGKILL"]), objects),
    st.builds("event {} on {}".format, st.sampled_from(["Killing", "x"]), objects),
    st.builds("{} success of {}".format, st.sampled_from(["readiness", "liveness"]), objects),
    st.builds("preStop {} of {}".format, st.sampled_from(["start", "end", "failure"]), objects),
    st.builds("log x of {}".format, objects),
    st.builds("command {}".format, st.integers(1, 5)),
)
measures = st.one_of(
    st.builds("{} of {}".format, st.sampled_from(COLUMNS), objects),
    st.builds("condition {} of {}".format, st.sampled_from(["Ready", "Available"]), objects),
    st.builds("column {} of {}".format, st.sampled_from(["Ready", "Age", "x"]), objects),
    st.builds("endpoint of {} in {}".format, objects, objects),
    st.builds(
        "number of {}{}s {{app=web}}".format,
        st.sampled_from(["", "ready "]),
        st.sampled_from(["Pod", "Service", "Node", "Widget"]),
    ),
)
moments = st.one_of(
    st.just("the end"), st.just("12s"), happenings, measures.map("{} becomes 1".format)
)
windows = st.one_of(
    st.just(""),
    st.builds(" {} {}".format, st.sampled_from(["by", "before", "after"]), moments),
    st.builds(" between {} and {}".format, moments, moments),
    st.builds(" {} to {} after {}".format, st.just("1s"), st.just("5s"), moments),
)
claims = st.one_of(
    st.builds(
        "{} {}{}".format,
        happenings,
        st.sampled_from(["comes", "never comes", "comes 2 times"]),
        windows,
    ),
    st.builds(
        "{} {} 1/1{}".format, measures, st.sampled_from(["becomes", "never becomes"]), windows
    ),
    st.builds("{} stays {} until {}".format, measures, st.just("at least 1"), moments),
    st.builds("{} is not 1 at {}".format, measures, moments),
)


@tries(400)
@given(claims)
def test_every_sentence_of_the_grammar_is_judged(text):
    verdict = judge(parse_claim(text), STORY)
    assert isinstance(verdict, Verdict)
    assert verdict.seen


@tries(400)
@given(st.text(string.printable, max_size=120) | claims.map(lambda text: text[: len(text) // 2]))
def test_any_other_text_is_refused_with_a_remedy(text):
    try:
        claim = parse_claim(text)
    except ClaimError as error:
        assert error.message
        assert error.remedy
    else:
        judge(claim, STORY)
