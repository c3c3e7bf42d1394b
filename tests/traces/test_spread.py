"""What is told of a recording that agrees for some seeds only."""

from tests.traces.spread import Spread


def result(agrees, *diffs):
    return {"agrees": agrees, "times_agree": True, "diffs": list(diffs)}


def test_the_share_of_seeds_that_agree():
    spread = Spread("01", [result(True), result(False, "Ready"), result(True), result(True)])
    assert (spread.share("agrees"), spread.share("times_agree")) == (0.75, 1)


def test_differences_are_counted_without_their_moments():
    late = [result(False, f"gone at None, at {moment}", "READY") for moment in (45.1, 45.2)]
    quiet = result(True, "lasted 3.1 s, simulated 4.9 s")
    spread = Spread("01", [*late, result(False, "READY"), quiet])
    assert spread.commonest(2) == [("READY", 3), ("gone at None, at …", 2)]
