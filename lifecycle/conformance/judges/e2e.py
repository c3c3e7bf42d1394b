"""Cases of upstream's node e2e suite, played through the whole engine."""

from lifecycle.conformance.e2e.facts import holds
from lifecycle.conformance.e2e.play import Played
from lifecycle.conformance.verdict import Answer, Case


def judge(case: Case) -> Answer:
    """Every step comes to its end, and every fact holds."""
    played = Played(case)
    steps = played.run()
    facts = {" ".join(map(str, fact)): holds(played, fact) for fact in case["expect"]["facts"]}
    expected = {"steps": "done", "facts": dict.fromkeys(facts, True)}
    return Answer(expected, {"steps": steps, "facts": facts})
