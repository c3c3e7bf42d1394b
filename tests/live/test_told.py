"""Messages are framed for the socket once, as RFC 6455 says."""

import json

import pytest

from lifecycle.bench.listener import Listener
from lifecycle.live.told import Bundle, told


@pytest.mark.parametrize("size", [0, 1, 122, 123, 124, 65_532, 65_533, 65_534, 200_000])
def test_what_is_framed_is_heard_whole(size):
    message = told(json.dumps("ü" + "x" * size, ensure_ascii=False))
    heard = []
    listener = Listener(b"", heard.append)
    listener.data_received(b"HTTP/1.1 101 Switching Protocols\r\n\r\n" + message.wire * 2)
    assert heard == [message.encode()] * 2


def test_a_message_is_a_list_of_frames():
    assert json.loads(told('{"a":1}', '{"b":2}')) == [{"a": 1}, {"b": 2}]


def test_those_who_get_the_same_frames_share_one_message():
    bundle, frames = Bundle(), ('{"a":1}', '{"b":2}')
    first = bundle.of(frames)
    assert bundle.of(tuple(frames)) is first
    assert bundle.of(frames[:1]) != first
    assert bundle.of(frames[:1]).wire is bundle.of(frames[:1]).wire
