"""What a session teaches: its narration, questions and goal, held against the branch shown."""

from itertools import islice
from typing import Any

from lifecycle import limits
from lifecycle.engine.kernel.clock import Millis
from lifecycle.live.host import Host
from lifecycle.sentence import Say
from lifecycle.sessions.journal import ROOT
from lifecycle.teaching.asked import answer
from podviz.language import speaker


async def taught(host: Host, what: str, until_ms: Millis, language: str = "en") -> str:
    """The answer as JSON, about what happens up to a moment; each language has its own."""
    until_ms = min(until_ms, max(host.player.journal.scenario.until_ms, limits.TAUGHT_MS))
    key = ("teach", host.branch, until_ms, what, language)
    return await host.answers.of(key, _judged(host, what, until_ms, speaker(language)))


async def _judged(host: Host, what: str, until_ms: Millis, say: Say) -> str:
    journal = host.player.journal
    departed = host.branch != ROOT

    def judge(records: list[Any]) -> str:
        known = islice(records, limits.PLAYED_WHOLE_RECORDS)
        return answer(what, journal.scenario, known, until_ms, departed=departed, say=say)

    return await host.consider(until_ms, judge)
