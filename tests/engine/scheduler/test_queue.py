"""The times that a Pod waits between attempts."""

import pytest

from lifecycle.engine.scheduler.queue import backoff


@pytest.mark.parametrize(
    ("attempts", "ms"), [(1, 1_000), (2, 2_000), (3, 4_000), (4, 8_000), (5, 10_000), (50, 10_000)]
)
def test_backoff_doubles_up_to_ten_seconds(attempts, ms):
    assert backoff(attempts) == ms
