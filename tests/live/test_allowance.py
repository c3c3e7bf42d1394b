"""So much at once, and so much a second after that."""

from lifecycle.live.allowance import Allowance, Budget


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


def test_who_has_overdrawn_a_budget_rests_until_nothing_is_owed():
    budget = Budget(per_second=0.5, at_once=10, now=0)
    budget.spend(8, now=0)
    assert budget.rest(now=0) == 0
    budget.spend(4, now=0)
    assert budget.rest(now=0) == 4
    assert budget.rest(now=3) == 1
    assert budget.rest(now=9) == 0


def test_a_budget_saves_no_more_than_it_may_spend_at_once():
    budget = Budget(per_second=1, at_once=2, now=0)
    budget.spend(3, now=1000)
    assert budget.rest(now=1000) == 1
