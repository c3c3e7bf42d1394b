"""Who stands at the same place is told the same, made once."""

import pytest

from lifecycle.live.cursor import Cursor
from tests.live.cast import Browser, abegin

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def host(registry):
    token = await abegin()
    async with Browser(token) as browser:
        await browser.hear_trace(1, 60_000)
        yield await registry.open(token)


def told_all(cursor, is_host=False):
    messages = []
    while (message := cursor.next_message(is_host)) is not None:
        messages.append(message)
    return messages


async def test_two_who_come_at_once_share_each_message(host):
    first, second = (Cursor(host, False, "en", {}) for _ in range(2))
    messages = told_all(first)
    assert messages
    assert all(one is other for one, other in zip(messages, told_all(second), strict=True))
    assert first._place is second._place


async def test_who_came_on_different_ways_ends_at_the_same_place(host):
    early = Cursor(host, False, "en", {})
    told_all(early)
    host.steps.forget()
    await host.show_branch(1)
    late = Cursor(host, False, "en", {})
    told_all(late)
    told_all(early)
    assert early._place.key() == late._place.key()
    host.steps.forget()
    host.playback = host.playback.seek(7, 0)
    assert told_all(early)[0] is told_all(late)[0]
    assert early._place is late._place


async def test_the_host_and_a_follower_are_told_apart(host):
    teacher, student = Cursor(host, True, "en", {}), Cursor(host, False, "en", {})
    told_all(teacher, is_host=True)
    told_all(student)
    host.locked = not host.locked
    host.steps.forget()
    assert '"host":true' in told_all(teacher, is_host=True)[0]
    assert '"host":false' in told_all(student)[0]


async def test_a_failure_is_told_in_each_ones_language(host):
    english, chinese = (Cursor(host, False, language, {}) for language in ("en", "zh-hans"))
    told_all(english)
    told_all(chinese)
    host.broken.append(1)
    host.steps.forget()
    assert "podviz failed" in told_all(english)[0]
    assert "podviz failed" not in "".join(told_all(chinese))
