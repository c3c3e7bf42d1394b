"""How much of everything: stated once, for the HTTP interface, the sockets and the links."""

from lifecycle.engine.kernel.clock import Millis
from lifecycle.manifests.limits import MAX_CHARACTERS

MANIFEST_BYTES = MAX_CHARACTERS
"""All manifests of a scenario together; what the reader of manifests takes."""

BODY_BYTES = 4 * 1024 * 1024
"""A request's body: a scenario with its script, as JSON."""

FRAME_BYTES = MANIFEST_BYTES + 64 * 1024
"""A frame from a browser: an input with a manifest."""

LINK_LENGTH = 512 * 1024
"""The text of a link."""

SCRIPT_STEPS = 1000
LINE_LENGTH = 4096

BRANCHES = 500
"""Branches of one session, which is also how many inputs its viewers can make."""

BRANCHES_COMPARED = 40
"""The latest of them, when all are held side by side: each must be played to its end."""

RECORDS = 200_000
"""Records of one branch; there the trace is cut off."""

HORIZON_MS: Millis = 7 * 24 * 3_600_000
"""The latest simulated moment that can be asked for."""

AHEAD_MS: Millis = 5 * 60_000
"""How far past the scenario's end, and past the playhead, a trace is computed unasked."""

FRAMES_PER_SECOND = 100
FRAMES_AT_ONCE = 400
"""What one browser may send on average, and in a burst; acknowledgements are most of it."""

FRAMES_READ_PER_SECOND, FRAMES_READ_AT_ONCE = 150, 60
"""Who sends faster is read so fast, and no faster; the limit above cuts off who keeps it up."""

FRAMES_WAITING = 32
"""With so many unanswered, a browser is not listened to for a moment."""

SESSIONS_PER_SECOND, SESSIONS_AT_ONCE = 2, 300
"""Sessions, and likewise short links, that one address may make: a school has one for all."""

CHECKS_PER_SECOND, CHECKS_AT_ONCE = 20, 600
"""How often one address may have manifests checked; an editor does so while somebody types."""

CONNECTIONS_PER_SECOND, CONNECTIONS_AT_ONCE = 100, 4000
"""Connections of one address, where there is no proxy to count them: a browser opens six."""

ENTRANCES_AT_ONCE = 500
"""So many of them are let in as fast as may be, the rest one after the other at that pace."""

SOCKETS_PER_ADDRESS = 1000
"""Open sockets of one address."""

SOCKETS_PER_SECOND, SOCKETS_AT_ONCE = 20, 1500
"""How often one address may open a socket: a class comes at once, and again after a restart."""

FAREWELLS_PER_SECOND, FAREWELLS_AT_ONCE = 2, 20
"""How many beyond that are told why, on a socket opened for it; the rest get none."""

REQUESTS_PER_SECOND, REQUESTS_AT_ONCE = 50, 5000
"""Requests of one address for anything but static files: a class needs three thousand at once."""

REFUSALS_PER_SECOND, REFUSALS_AT_ONCE = 5, 500
"""What an address may ask for wrongly (status 400 and more) before its forms are refused unread."""

DJANGO_THREADS = 4
"""So many requests are answered at a time; for the rest, addresses take turns."""

PICTURES_PER_SECOND, PICTURES_AT_ONCE = 2, 60
"""How often one address may ask for the picture of a link."""

PICTURES, PICTURE_RECORDS, PICTURE_S = 2000, 20_000, 2.0
"""So many are kept; so much of a trace is drawn, and computed in that time."""

UNACKNOWLEDGED_RECORDS = 20_000
"""So many records are sent ahead of what a browser has acknowledged."""

RECORDS_PER_FRAME = 1000

COMPUTING_PER_SECOND, COMPUTING_AT_ONCE_S = 0.25, 60
"""The processor time of one session; who has used it up is computed in pauses."""

JOURNAL_BYTES = BODY_BYTES
"""All that one session's viewers have written, commands and manifests together."""

ANSWERING_PER_SECOND, ANSWERING_AT_ONCE_S = 0.1, 3
"""The same for questions about what was played; an answer that is known costs nothing."""

ANSWER_WITHIN_S = 5
"""Who would wait longer behind the questions of others is refused."""

LAST_ANSWERS_S = 5
"""A server that is told to stop answers what it has been asked, for so long."""

ANSWERS_KEPT, ANSWERS_BYTES = 256, 256 * 1024
"""Answers of one session that are kept for those who ask the same."""

FIRST_TURN_S, LONGEST_TURN_S = 0.01, 0.1
"""A session computes in turns, so that what is there is shown and others get theirs."""

IDLE_SECONDS = 120
"""A session that nobody watches leaves memory after so long; its journal stays."""

LOOK_THROUGH_S = 2
"""How often a process looks what others have written, beside being told of it."""

ABSENT_S = 15
"""Whoever was counted by a process that has been silent for so long is not counted any more."""

COUNT_EVERY_S = 0.2
"""How often those who watch are counted, at most."""

HAND_OVER_S = 24 * 3600
"""How long a link that makes somebody the host may be used, once."""

IN_USE_S, ROOM_LOOKED_FOR_S = 3600, 30
"""When storage is full, a session used within so long stays; how often that is looked at."""

KEPT_DAYS = 30
"""`manage.py clean_sessions` forgets what nobody but its host saw, if unused for so long."""

POLL_BYTES = 8 * 1024
VOTERS = 5000
"""The text of a question to a class, and how many answers are counted."""

TAUGHT_MS: Millis = 10 * 60_000
"""Questions and narration look so far ahead, or to the scenario's end."""

CLASS_ITEMS = 100
"""Scenes on a page that a teacher assembles."""

PLAYED_WHOLE_MS: Millis = 3600_000
PLAYED_WHOLE_RECORDS = 20_000
"""What is played whole before the answer: plays side by side, files to take away, lessons."""
