"""How long a node's own work takes: the delays that Kubernetes does not fix.

Each is given by the minimum, median, 90th percentile and maximum, in milliseconds, as
measured on recordings of real clusters (one node, 2 CPUs, containerd 1.6, v1.36.2 and
v1.20.2); a draw interpolates between them. The page states these ranges.
"""

from typing import NamedTuple

from lifecycle.engine.kernel.clock import Millis


class Delay(NamedTuple):
    """A range of milliseconds by four of its quantiles."""

    least: Millis
    median: Millis
    most_of_the_time: Millis
    most: Millis

    def at(self, share: float) -> Millis:
        """The delay below which `share` (0 to 1) of all delays lie."""
        least, median, mostly, most = self
        if share <= 0.5:
            return round(least + (median - least) * share / 0.5)
        if share <= 0.9:
            return round(median + (mostly - median) * (share - 0.5) / (0.9 - 0.5))
        return round(mostly + (most - mostly) * (share - 0.9) / (1.0 - 0.9))


DELAYS: dict[str, Delay] = {
    "watch": Delay(1, 4, 8, 15),
    "schedule": Delay(5, 15, 40, 120),
    "sandbox": Delay(60, 150, 450, 1100),
    "create-container": Delay(10, 40, 90, 200),
    "start-container": Delay(10, 60, 150, 300),
    # Until a program that has begun has set its signal handlers. A postStart hook that fails at
    # once ends in KILL in the one recording of v1.36.2, in an orderly exit in that of v1.20.2.
    "handlers": Delay(5, 5, 5, 5),
    "listen": Delay(1, 5, 20, 60),
    "stop-sandbox": Delay(40, 120, 200, 350),
    "exec": Delay(10, 25, 45, 90),
    "pull": Delay(900, 2000, 4000, 8000),
    # Not measured: the layers are there, the registry is only asked whether they are the newest.
    "pull-again": Delay(300, 600, 1200, 2500),
    "pull-refused": Delay(150, 400, 900, 1500),
    "connect-refused": Delay(2, 8, 14, 30),
    "unmount": Delay(10, 60, 250, 600),
    # How old the last renewal of a node's lease is when its kubelet dies: by the rule up to 10 s;
    # the node was given up 49 to 52 s after the death (v1.36.2), and 35 to 37 s (v1.20.2).
    "lease-age": Delay(0, 0, 0, 0),
    # Not measured: what is left of the 60 to 90 s between two syncs of a Pod.
    "volume-refresh": Delay(500, 38_000, 70_000, 90_000),
    # Not measured, until a change of endpoints has reached those who send requests. A kube-proxy
    # writes rules at once, or when a second has passed since it last did (`minSyncPeriod`); an
    # ingress controller reloads at most every few seconds; a cloud's load balancer probes.
    "kube-proxy": Delay(20, 200, 900, 1100),
    "ingress": Delay(50, 500, 2500, 3500),
    "load-balancer": Delay(2000, 10_000, 20_000, 30_000),
}

DELAYS_1_20 = DELAYS | {
    "sandbox": Delay(75, 145, 245, 330),
    "create-container": Delay(2, 20, 45, 100),
    "start-container": Delay(40, 80, 120, 270),
    "handlers": Delay(0, 0, 1, 1),
    "lease-age": Delay(5000, 5000, 5000, 5000),
}
"""Version 1.20's recordings were made on a machine with less else to do."""
