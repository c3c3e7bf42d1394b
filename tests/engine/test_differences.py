"""What the page says of versions is what the engine's tables of versions know."""

import re
from pathlib import Path

from lifecycle.engine.api import version
from lifecycle.engine.kubelet import gates, texts

ROOT = Path(__file__).resolve().parents[2]
TOLD = (ROOT / "static/js/layout/versions.js").read_text(encoding="utf-8")
RULES = (ROOT / "static/js/layout/rules.js").read_text(encoding="utf-8")


def differing(new, old):
    fields = getattr(new, "__struct_fields__", None) or new._fields
    return {name for name in fields if getattr(new, name) != getattr(old, name)}


def test_every_change_that_the_page_tells_of_is_one_of_the_tables():
    told = set(re.findall(r"^  (\w+): \{$", TOLD, re.MULTILINE))
    known = (
        differing(version.V1_36, version.V1_20)
        | differing(gates.V1_36, gates.V1_20)
        | differing(texts.V1_36, texts.V1_20)
    )
    assert told
    assert told <= known


def test_every_change_is_told_beside_rules_that_there_are():
    rules = set(re.findall(r'"([\w.*-]+)"', " ".join(re.findall(r"rules: \[(.*?)\]", TOLD))))
    known = set(re.findall(r'^  "?([\w.*/-]+)"?: \(\) =>', RULES, re.MULTILINE))
    assert rules
    assert rules <= known
