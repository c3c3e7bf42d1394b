"""So much at once, and so much a second after that."""

from lifecycle.live.allowance import Allowance


def taken(allowance, now, tries=100):
    return sum(allowance.take(now) for _ in range(tries))


def test_a_burst_is_allowed_once():
    allowance = Allowance(per_second=10, at_once=5, now=0)
    assert taken(allowance, 0) == 5
    assert taken(allowance, 0.1) == 1


def test_it_fills_up_again_but_never_over_the_brim():
    allowance = Allowance(per_second=10, at_once=5, now=0)
    taken(allowance, 0)
    assert taken(allowance, 0.3) == 3
    assert taken(allowance, 1000) == 5
