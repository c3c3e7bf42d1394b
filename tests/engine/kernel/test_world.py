"""The world keeps its promises: order, causes, and going back exactly."""

from hypothesis import given
from hypothesis import strategies as st

from lifecycle.engine.kernel.agenda import Agenda
from lifecycle.engine.kernel.clock import EPOCH, millis, timestamp
from lifecycle.engine.kernel.delays import DELAYS
from lifecycle.engine.kernel.digest import digest
from lifecycle.engine.kernel.rng import draw, draw_from, series
from lifecycle.engine.kernel.world import World
from lifecycle.engine.records import InputTaken


def world_that_says(seed=1):
    world = World(seed)

    def say(text, more):
        said = world.emit(InputTaken, line=text)
        world.table("said")[text] = said.id
        if more:
            world.cause = said.id
            world.after(world.delay("watch", text, more), "say", f"{text}.", more - 1)

    world.on("say", say)
    return world


def test_alarms_of_one_millisecond_ring_in_the_order_in_which_they_were_set():
    agenda = Agenda()
    for name in "abc":
        agenda.at(5, name, (), 0)
    agenda.at(4, "earlier", (), 0)
    assert [alarm[2] for alarm in agenda.ring(5)] == ["earlier", "a", "b", "c"]


@given(st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 3000)), max_size=20), st.booleans())
def test_alarms_ring_by_their_moment_however_far_ahead_they_were_set(steps, copied):
    """Some are set, some ring, and so on; a copy of the agenda may take over at any time."""
    agenda, now, due, rung = Agenda(), 0, [], []
    for number, (delay, passing) in enumerate(steps):
        agenda.at(now + delay, str(number), (), 0)
        due.append((now + delay, number))
        now += passing
        rung += [(alarm[0], int(alarm[2])) for alarm in agenda.ring(now)]
        assert agenda.next_due() == min((at for at, _ in due if at > now), default=None)
        if copied:
            saved, agenda = agenda.save(), Agenda()
            agenda.load(saved)
    rung += [(alarm[0], int(alarm[2])) for alarm in agenda.ring(10**6)]
    assert rung == sorted(due)


def test_a_cancelled_alarm_never_rings():
    agenda = Agenda()
    number = agenda.at(1, "no", (), 0)
    agenda.at(2, "yes", (), 0)
    agenda.cancel(number)
    assert (agenda.next_due(), len(agenda)) == (2, 1)
    assert [alarm[2] for alarm in agenda.ring(2)] == ["yes"]
    assert agenda.next_due() is None


def test_a_record_names_the_record_that_led_to_it():
    world = world_that_says()
    world.after(0, "say", "a", 2)
    world.advance(1000)
    assert [(r.line, r.cause) for r in world.records] == [("a", 0), ("a.", 1), ("a..", 2)]


@given(st.lists(st.integers(0, 2), min_size=1, max_size=9))
def test_what_finishes_an_alarm_comes_after_all_that_is_due_before_it(moments):
    def told(answer):
        world, heard = World(1), []
        world.on("ask", lambda name: getattr(world, answer)(("hear", name), "!"))
        world.on("hear", lambda *words: heard.append((world.now, world.cause, *words)))
        for name, moment in enumerate(moments):
            world.cause = name
            world.after(moment, "ask", name)
        world.advance(9)
        return heard

    assert told("finish") == told("call")


@given(st.integers(0, 100), st.integers(0, 60))
def test_restoring_and_playing_again_gives_the_same_trace(seed, stop):
    world = world_that_says(seed)
    for text in "ab":
        world.after(3, "say", text, 4)
    world.advance(stop)
    snapshot = world.snapshot()
    world.advance(1000)
    first, table = digest(world.records), dict(world.table("said"))
    world.restore(snapshot)
    assert world.now == stop
    world.advance(1000)
    assert (digest(world.records), dict(world.table("said"))) == (first, table)


@given(st.integers(0, 2**63), st.text(max_size=5), st.integers(0, 9))
def test_a_draw_depends_on_nothing_but_its_names(seed, key, count):
    first = draw(seed, "jitter", key, count)
    draw(seed, "other", key)
    assert 0 <= first < 1
    assert draw(seed, "jitter", key, count) == first
    assert draw_from(series(seed, "jitter", key), count) == first


def test_draws_of_different_names_differ():
    names = [("a",), ("b",), ("a", 0), ("a", 1), ("a", "0"), (0, "a")]
    assert len({draw(1, "jitter", *keys) for keys in names}) == len(names)


@given(st.sampled_from(sorted(DELAYS)), st.floats(0, 1, exclude_max=True))
def test_a_delay_lies_within_its_stated_range(name, share):
    delay = DELAYS[name]
    assert delay.least <= delay.at(share) <= delay.most
    assert delay.at(0.5) == delay.median


@given(st.integers(0, 10**9))
def test_the_api_stores_moments_to_the_second(ms):
    assert timestamp(ms) >= EPOCH
    assert millis(timestamp(ms)) == ms // 1000 * 1000
