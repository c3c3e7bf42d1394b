"""One browser's place in one session: what it has been told, and what it has acknowledged.

There is no queue. Somebody slow is told the latest of everything that has only a latest
(the playhead, the branches), and goes on in the traces from where it stands.
"""

from lifecycle.edition import edition
from lifecycle.limits import UNACKNOWLEDGED_RECORDS
from lifecycle.live.host import Host
from lifecycle.live.place import Had, Place
from lifecycle.live.told import Told
from lifecycle.sessions.frames import opened_frame


class Cursor:
    """Goes from place to place; `have` counts the records that a browser brings of a branch.

    It doesn't know its viewer: two who know each other are kept until the collector looks.
    """

    def __init__(self, host: Host, is_host: bool, language: str, have: dict[int, int]) -> None:
        self._host, self._acknowledged = host, 0
        self._place = Place(
            language=language,
            branch=host.branch,
            playback=host.playback,
            journal=host.player.journal,
            rights=(is_host, host.locked),
            had={branch: Had(count) for branch, count in have.items()},
            free=have.get(host.branch, 0),
        )

    def opened(self, wall_ms: int) -> str:
        """The first frame."""
        place = self._place
        return opened_frame(
            token=self._host.token,
            host=place.rights[0],
            locked=place.rights[1],
            journal=place.journal,
            branch=place.branch,
            playback=place.playback,
            wall_ms=wall_ms,
            edition=edition(),
        )

    def acknowledge(self, records: int) -> None:
        """The browser has so many records of the branch that is shown."""
        self._acknowledged = records

    def next_message(self, is_host: bool) -> Told | None:
        """What to send next, if anything may be sent: all news, and the next of the trace."""
        place = self._place
        ahead = place.count - max(self._acknowledged, place.free)
        with_records = ahead < UNACKNOWLEDGED_RECORDS
        message, after, _ = self._host.steps.of(place, is_host, with_records)
        if after is not place:
            self._place = after
            if after.branch != place.branch:
                self._acknowledged = 0
        return message
