"""Every rule that a record names has its text on the stage."""

import re
from pathlib import Path

import pytest

from tests.scenarios.playing import NAMES, play, scene

ROOT = Path(__file__).resolve().parents[2]
TEXTS = (ROOT / "static/js/layout/rules.js").read_text(encoding="utf-8")
TOLD = set(re.findall(r'^  "?([\w./*-]+)"?: \(\) => \(\{$', TEXTS, re.MULTILINE))
NAMED = re.compile(r'\brule(?:=|": )"([^"{]+)"')


def is_told(rule: str) -> bool:
    return rule in TOLD or (rule.startswith("schedule.") and "schedule.*" in TOLD)


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_of_a_scene_has_a_text(name):
    rules = {record.rule for record in play(scene(name)).records}
    assert [rule for rule in sorted(rules) if rule and not is_told(rule)] == []


def test_every_rule_that_is_written_in_the_engine_has_a_text():
    sources = sorted((ROOT / "lifecycle/engine").rglob("*.py"))
    rules = {rule for path in sources for rule in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert [rule for rule in sorted(rules) if not is_told(rule)] == []
