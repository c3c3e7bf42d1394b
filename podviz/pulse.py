"""How late the event loop is: twenty times a second it looks how long it was kept from looking."""

import asyncio

from lifecycle import metrics

EVERY_S = 0.05


def beat(loop: asyncio.AbstractEventLoop) -> None:
    """Count for ever, without a task: to wake up is most of what it costs."""

    def look(due_s: float) -> None:
        now_s = loop.time()
        metrics.LATE.observe(max(0.0, now_s - due_s))
        loop.call_at(now_s + EVERY_S, look, now_s + EVERY_S)

    look(loop.time())
