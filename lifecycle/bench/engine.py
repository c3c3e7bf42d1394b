"""How fast the engine plays Pods, and how much memory one takes."""

import gc
import tracemalloc
from time import perf_counter
from typing import Any

from lifecycle.bench.manifests import pods
from lifecycle.engine.kernel.clock import Millis
from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario

SETTLED_MS: Millis = 30_000
"""By then every Pod runs, and nothing but probes goes on."""


def measure(count: int, play_ms: Millis) -> dict[str, Any]:
    """Play that many Pods: their start, then `play_ms` of probes."""
    gc.collect()
    tape = Tape(Journal(Scenario(pods(count))), max_records=10**8)
    began = perf_counter()
    tape.compute(ROOT, SETTLED_MS)
    settled = perf_counter()
    events = tape.events
    trace = tape.compute(ROOT, SETTLED_MS + play_ms)
    ended = perf_counter()
    return {
        "pods": count,
        "start_s": round(settled - began, 3),
        "simulated_s": play_ms // 1000,
        "wall_s": round(ended - settled, 3),
        "simulated_s_per_s": round(play_ms / 1000 / (ended - settled)),
        "events_per_s": round((tape.events - events) / (ended - settled)),
        "records": len(trace.records),
        "memory_kb_per_pod": round(_memory(count) / count / 1024, 1),
    }


def _memory(count: int) -> int:
    """Bytes that are kept for that many running Pods, their trace and its marks included."""
    gc.collect()
    tracemalloc.start()
    tape = Tape(Journal(Scenario(pods(count))), max_records=10**8)
    tape.compute(ROOT, SETTLED_MS)
    gc.collect()
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept
