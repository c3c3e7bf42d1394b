"""Where the playhead is: an anchor on the wall clock, from which every viewer computes.

Nothing ticks. At wall time `w` the playhead stands at `at_ms + (w - wall_ms) * speed` while
playing; play, pause, seek and speed set a new anchor. The wall clock is always handed in.
"""

import msgspec

from lifecycle.engine.kernel.clock import Millis

SLOWEST, FASTEST = 0.1, 1000.0


class Playback(msgspec.Struct, frozen=True):
    """One anchor; `wall_ms` is the wall clock when it was set."""

    at_ms: Millis = 0
    playing: bool = False
    speed: float = 1.0
    wall_ms: Millis = 0

    def position(self, wall_ms: Millis) -> Millis:
        """The playhead at that wall time."""
        if not self.playing:
            return self.at_ms
        return self.at_ms + max(0, round((wall_ms - self.wall_ms) * self.speed))

    def play(self, wall_ms: Millis) -> "Playback":
        """Go on from where the playhead stands."""
        return Playback(self.position(wall_ms), True, self.speed, wall_ms)

    def pause(self, wall_ms: Millis) -> "Playback":
        """Stop where the playhead stands."""
        return Playback(self.position(wall_ms), False, self.speed, wall_ms)

    def seek(self, at_ms: Millis, wall_ms: Millis) -> "Playback":
        """Stand elsewhere, playing or not as before."""
        return Playback(max(0, at_ms), self.playing, self.speed, wall_ms)

    def at_speed(self, speed: float, wall_ms: Millis) -> "Playback":
        """Go on from here, faster or slower, within what can still be followed."""
        speed = min(FASTEST, max(SLOWEST, speed))
        return Playback(self.position(wall_ms), self.playing, speed, wall_ms)
