"""Claims said again: in English they read as the same claim, in Chinese they are Chinese."""

import re

import pytest
from msgspec.structs import replace

from lifecycle import scenes
from lifecycle.teaching.check import sentences
from lifecycle.teaching.grammar import parse_claim
from lifecycle.teaching.telling import told
from podviz.language import speaker

OTHERS = (
    "requests lost of Service/web are at most 5 between 10s and the end",
    "number of ready Pods {app=web,tier=front} stays at least 3 from 10s",
    "request 502 2 of Service/web never comes",
    "SIGTERM 2 to Pod/{app=web}[1] container app comes at least 2s after command 1",
    "event Killing 2 on Pod/shop/web comes 3 times before deletion of Pod/shop/web",
    "condition Ready of Pod/web stays not False from 1m30s until 2m",
    "column Ready of Deployment/web becomes 3/3 by the end",
    "STATUS of Pod/web never becomes Error after phase of Pod/web becomes Running for the 2nd time",
)
SENTENCES = (found for name in scenes.names() for found in sentences(scenes.scene(name)))
ALL = sorted({text for _, kind, text in SENTENCES if kind == "claim"})


@pytest.mark.parametrize("text", [*OTHERS, *ALL])
def test_a_claim_that_is_said_again_reads_as_the_same_one(text):
    claim = parse_claim(text)
    again = parse_claim(str(told(claim)))
    assert replace(again, text=text) == claim


@pytest.mark.parametrize("text", [*OTHERS, *ALL])
def test_a_claim_is_said_in_chinese(text):
    said = speaker("zh-hans")(told(parse_claim(text)))
    assert re.search(r"[\u4e00-\u9fff]", said)
    assert not re.search(r" (of|comes|becomes|stays|after|before|between|until) ", said)
