"""Real manifests: the reader takes what kubectl took, and as many objects."""

import json
from pathlib import Path

import pytest

from lifecycle.manifests.check import check
from lifecycle.manifests.reader import read

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
INDEX = CORPUS / "index.json"

pytestmark = pytest.mark.skipif(
    not INDEX.exists(), reason="the shared collection of real manifests is not here"
)


def entries():
    return json.loads(INDEX.read_text()) if INDEX.exists() else []


def test_every_file_is_read_as_kubectl_read_it():
    differ = []
    for entry in entries():
        text = (CORPUS / entry["file"]).read_text()
        reading = read(text)
        objects = [d for d in reading.documents if d.value.get("kind")]
        unread = [
            c for c in reading.complaints
            if c.severity == "error" and "already set in map" not in c.message
        ]  # fmt: skip
        refused = bool(unread) or len(objects) < len(reading.documents)
        taken = entry["kubectl"]["rc"] == 0
        if refused == taken or (taken and len(objects) != entry["kubectl"]["objects"]):
            differ.append(entry["file"])
    assert differ == []


def test_every_file_is_judged_without_an_exception():
    for entry in entries():
        for complaint in check((CORPUS / entry["file"]).read_text()).complaints:
            assert complaint.line >= 1 and complaint.message
