"""What is sent to browsers: some frames in one message, made once for all who get the same.

A browser that has fallen behind gets more at a time, never more often.
"""

from functools import cached_property

TEXT, SHORT, MEDIUM = 0x81, 126, 127


class Told(str):
    """A message's text, a JSON array of frames."""

    @cached_property
    def wire(self) -> bytes:
        """The same as it goes over the socket: a whole text frame, unmasked (RFC 6455, 5.2)."""
        payload = self.encode()
        size = len(payload)
        if size < SHORT:
            return bytes((TEXT, size)) + payload
        if size < 1 << 16:
            return bytes((TEXT, SHORT)) + size.to_bytes(2, "big") + payload
        return bytes((TEXT, MEDIUM)) + size.to_bytes(8, "big") + payload


def told(*frames: str) -> Told:
    """One message of these frames."""
    return Told(f"[{','.join(frames)}]")
