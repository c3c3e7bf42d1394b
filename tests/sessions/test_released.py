"""A link plays for ever what it played when it was made."""

import pytest

from lifecycle.sessions.scenario import FORMAT
from tests.sessions.released import played, released

LINKS = released()


@pytest.mark.parametrize("entry", LINKS, ids=lambda entry: f"{entry.format} by {entry.made_by}")
def test_a_released_link_plays_to_the_same_digest(entry):
    assert played(entry.link) == (entry.records, entry.digest), (
        "This change alters what links of others play, and podviz will tell them so. If it is "
        "meant, say in the commit what was wrong before (FIX: …), and write down what they play "
        "now: python -m tests.sessions.released"
    )


def test_every_format_that_was_released_has_a_link():
    assert FORMAT in {entry.format for entry in LINKS}
