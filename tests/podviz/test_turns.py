"""Strangers take turns, a step each, and others come between."""

import asyncio

from podviz.turns import Turns


async def many_turns():
    """More of them than any step here needs, however long each takes."""
    for _ in range(100):
        await asyncio.sleep(0)


async def test_steps_are_done_in_order_with_others_between():
    turns, done = Turns(), []

    def other(number):
        done.append("other")
        if number:
            asyncio.get_running_loop().call_soon(other, number - 1)

    for name in "abc":
        turns.add(lambda name=name: done.append(name))
    asyncio.get_running_loop().call_soon(other, 9)
    await many_turns()
    steps = [name for name in done if name != "other"]
    assert steps == ["a", "b", "c"]
    assert "other" in done[done.index("a") : done.index("b")]
    assert "other" in done[done.index("b") : done.index("c")]


async def test_a_step_that_fails_stops_no_other():
    turns, done = Turns(), []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: None)
    turns.add(lambda: 1 // 0)
    turns.add(lambda: done.append("next"))
    await many_turns()
    assert done == ["next"]


async def test_a_step_may_add_another():
    turns, done = Turns(), []
    turns.add(lambda: turns.add(lambda: done.append("later")))
    await many_turns()
    assert done == ["later"]
