"""By which address somebody is counted, and what a forged header gains: nothing."""

import pytest

from lifecycle.visitor import address, is_this_machine


@pytest.mark.parametrize(
    ("peer", "forwarded", "proxies", "counted"),
    [
        ("192.0.2.1", "", 0, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", 0, "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.1", 2, "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9", 2, "203.0.113.9"),
        ("127.0.0.1", " , ", 1, "127.0.0.1"),
        ("::ffff:192.0.2.1", "", 0, "192.0.2.1"),
        ("2001:db8::1", "", 0, "2001:db8::/64"),
        ("2001:db8::ffff:1", "", 0, "2001:db8::/64"),
        ("", "", 0, ""),
    ],
)
def test_an_address_is_what_our_own_proxies_saw(peer, forwarded, proxies, counted):
    assert address(peer, forwarded, proxies) == counted


@pytest.mark.parametrize(
    ("peer", "forwarded", "here"),
    [
        ("127.0.0.1", "", True),
        ("::1", "", True),
        ("127.0.0.1", "203.0.113.9", False),
        ("192.0.2.1", "", False),
        ("", "", False),
    ],
)
def test_this_machine_is_who_asks_from_it_and_for_itself(peer, forwarded, here):
    assert is_this_machine(peer, forwarded) is here
