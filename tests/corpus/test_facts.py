"""What is promised of the manifests: each of those marked as core or as teaching a lifecycle,
and many others.

Where a page is wrong of a cluster of this version, its row says why; there may be few of those.
"""

import json

import pytest

from tests.corpus.facts_of_pods import POD_FACTS
from tests.corpus.facts_of_tutorials import TUTORIAL_FACTS
from tests.corpus.facts_of_workloads import WORKLOAD_FACTS
from tests.corpus.playing import CORPUS

FACTS = (*POD_FACTS, *WORKLOAD_FACTS, *TUTORIAL_FACTS)
SHARE = 0.95


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.file.rpartition("__")[2])
def test_a_promise_is_kept(fact):
    assert fact.holds(fact.played()), fact.says


def test_every_promise_of_the_marked_files_has_a_row():
    index = CORPUS / "index.json"
    if not index.exists():
        pytest.skip("no index.json in ../shared/corpus")
    marked = {
        entry["file"]
        for entry in json.loads(index.read_text(encoding="utf-8"))
        if entry["expected"] and (entry["core"] or entry["lifecycle"])
    }
    assert {fact.file for fact in FACTS} >= marked


def test_most_promises_are_kept_as_they_stand():
    assert sum(not fact.unlike for fact in FACTS) >= SHARE * len(FACTS)
