"""What a server counts of itself, for Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

SESSIONS = Gauge("podviz_sessions", "Sessions that this process plays")
VIEWERS = Gauge("podviz_viewers", "Open sockets")
BEGUN = Counter("podviz_sessions_begun", "Sessions that were begun")
INPUTS = Counter(
    "podviz_inputs",
    "Inputs taken; requests refused or failed",
    ["outcome"],
)
FRAMES = Counter("podviz_frames_sent", "Frames sent to browsers")
REFUSED = Counter("podviz_limited", "What the limits per address refused", ["what"])
COMPUTING = Histogram(
    "podviz_turn_seconds",
    "How long a session computes at a time",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5),
)
REQUESTS = Histogram(
    "podviz_http_seconds",
    "HTTP requests beside static files, by status",
    ["status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
LATE = Histogram(
    "podviz_loop_late_seconds",
    "How much later than it should the thread that answers everybody gets to something",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1),
)
