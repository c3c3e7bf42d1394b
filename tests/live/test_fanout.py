"""The measuring of a class that follows: whole frames are heard, however they come in pieces."""

import pytest

from lifecycle.bench.fanout import Class
from lifecycle.bench.listener import Listener

OPENED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


def framed(payload, kind=1):
    size = len(payload)
    if size < 126:
        head = bytes([128 | kind, size])
    elif size < 65_536:
        head = bytes([128 | kind, 126]) + size.to_bytes(2, "big")
    else:
        head = bytes([128 | kind, 127]) + size.to_bytes(8, "big")
    return head + payload


@pytest.mark.parametrize("piece", [1, 7, 100_000])
def test_frames_of_every_size_are_heard_whole(piece):
    payloads = [b"", b"a" * 125, b"b" * 126, b"c" * 65_535, b"d" * 65_536]
    stream = OPENED + framed(b"ping", kind=9) + b"".join(map(framed, payloads))
    heard = []
    listener = Listener(b"", heard.append)
    for start in range(0, len(stream), piece):
        listener.data_received(stream[start : start + piece])
    assert heard == payloads


def test_each_follower_is_waited_for():
    group = Class(size=2)
    group.sent_at = {5: 0.0}
    move = b'{"type":"playback","branch":1,"playing":false,"speed":1.0,"atMs":5,"serverTime":9}'
    branch = b'[{"type":"branch","branch":2},{"type":"branches","branches":[]}]'
    for message in (move, move, branch):
        group.heard(message)
        assert not group.has_all()
    assert group.changes_heard_by_all() == 1
    group.heard(branch)
    assert group.has_all()
    assert (group.messages, len(group.delays_ms()), group.changes_heard_by_all()) == (4, 2, 2)


def test_what_one_hears_stands_for_all():
    group = Class(size=2)
    group.first_heard(b"[]")
    group.heard(b"[]")
    assert (group.sizes, group.messages) == ([2], 2)
