"""What a session teaches: its narration, questions and goal, held against the branch shown."""

from itertools import islice

from lifecycle import limits
from lifecycle.engine.kernel.clock import Millis
from lifecycle.live.host import Host
from lifecycle.teaching.asked import answer


async def taught(host: Host, what: str, until_ms: Millis) -> str:
    """The answer as JSON, about what happens up to a moment."""
    scenario = host.player.journal.scenario
    until_ms = min(until_ms, max(scenario.until_ms, limits.TAUGHT_MS))

    def judged(records: list) -> str:
        return answer(what, scenario, islice(records, limits.COMPARED_RECORDS), until_ms)

    return await host.consider(until_ms, judged)
