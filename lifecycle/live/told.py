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


class Bundle:
    """The message of some frames, made anew when one of them is another than last time."""

    def __init__(self) -> None:
        self._frames: tuple[str, ...] = ()
        self._message = told()

    def of(self, frames: tuple[str, ...]) -> Told:
        """One message of these frames. They are the same texts, so comparing costs nothing."""
        if frames != self._frames:
            self._frames, self._message = frames, told(*frames)
        return self._message


def told(*frames: str) -> Told:
    """One message of these frames."""
    return Told(f"[{','.join(frames)}]")
