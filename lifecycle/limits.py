"""How much of everything: stated once, for the HTTP interface, the sockets and the links."""

from lifecycle.engine.kernel.clock import Millis

MANIFEST_BYTES = 1024 * 1024
"""All manifests of a scenario together; what the reader of manifests takes."""

BODY_BYTES = 4 * 1024 * 1024
"""A request's body: a scenario with its script, as JSON."""

FRAME_BYTES = MANIFEST_BYTES + 64 * 1024
"""A frame from a browser: an input with a manifest."""

SCRIPT_STEPS = 1000
LINE_LENGTH = 4096
SEED = 2**53 - 1

BRANCHES = 500
"""Branches of one session, which is also how many inputs its viewers can make."""

RECORDS = 200_000
"""Records of one branch; there the trace is cut off."""

HORIZON_MS: Millis = 7 * 24 * 3_600_000
"""The latest simulated moment that can be asked for."""

AHEAD_MS: Millis = 5 * 60_000
"""How far past the scenario's end, and past the playhead, a trace is computed unasked."""

FRAMES_PER_SECOND = 30
"""What one browser may send on average; the double of it in a burst."""

UNACKNOWLEDGED_RECORDS = 20_000
"""So many records are sent ahead of what a browser has acknowledged."""

RECORDS_PER_FRAME = 1000

IDLE_SECONDS = 120
"""A session that nobody watches leaves memory after so long; its journal stays."""
