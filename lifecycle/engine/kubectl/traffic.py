"""`traffic …`: requests from outside the Pods to a Service, so many a second.

`traffic start SERVICE [--rps=10] [--port=N] [--path=/] [--timeout=1s] [--takes=0s]
[--retries=0] [--keep-alive] [--via=proxy|ingress|load-balancer]` and `traffic stop SERVICE`.
"""

import re

import msgspec

from lifecycle.engine.kernel.clock import Millis
from lifecycle.engine.kubectl.flags import NUMBER, SWITCH, TEXT, Flag
from lifecycle.engine.kubectl.refusal import Refusal
from lifecycle.engine.kubectl.request import Request
from lifecycle.sentence import Sentence

FLAGS = (
    Flag("rps", NUMBER, default=10),
    Flag("port", NUMBER, default=0),
    Flag("path", TEXT, default="/"),
    Flag("timeout", TEXT, default="1s"),
    Flag("takes", TEXT, default="0s"),
    Flag("retries", NUMBER, default=0),
    Flag("keep-alive", SWITCH, default=False),
    Flag("via", TEXT, default="proxy"),
)
VIA = ("proxy", "ingress", "load-balancer")
MOST_RPS, MOST_RETRIES, LONGEST_MS, LONGEST_PATH = 1000, 5, 30_000, 200
USAGE = (
    "traffic start SERVICE [--rps=10] [--port=80] [--path=/] [--timeout=1s] [--takes=50ms] "
    "[--retries=1] [--keep-alive] [--via=proxy|ingress|load-balancer], or traffic stop SERVICE"
)
_DURATION = re.compile(r"(\d{1,6})(ms|s)")


class Load(msgspec.Struct, frozen=True):
    """What a client sends: `takes_ms` is how long the app works at each request.

    `via` is what stands between the client and the Pods: the kube-proxy of each node, an
    ingress controller, or a cloud's load balancer.
    """

    namespace: str
    service: str
    port: int = 0
    rps: int = 10
    path: str = "/"
    timeout_ms: Millis = 1000
    takes_ms: Millis = 0
    retries: int = 0
    keep_alive: bool = False
    via: str = "proxy"


def traffic(request: Request) -> str:
    """Begin to send requests to a Service, or end it."""
    words = request.parsed.args
    if len(words) != 2 or words[0] not in ("start", "stop"):
        said = " ".join(("traffic", *words))
        raise Refusal(
            f"error: {said} is not a command", Sentence("It is written %(usage)s.", usage=USAGE)
        )
    verb, name = words
    name = name.removeprefix("service/").removeprefix("svc/")
    if verb == "stop":
        return request.ask("traffic", verb, Load(request.parsed.namespace, name))
    return request.ask("traffic", verb, _load(request, name))


def _load(request: Request, name: str) -> Load:
    flags, namespace = request.parsed.flags, request.parsed.namespace
    ports = request.api.get("Service", namespace, name).spec.ports or ()
    port = flags["port"] or (ports[0].port if ports else 0)
    if port not in [offered.port for offered in ports]:
        there = ", ".join(str(offered.port) for offered in ports) or "none"
        raise Refusal(
            f"error: service {name} has no port {port}", Sentence("It has %(there)s.", there=there)
        )
    if flags["via"] not in VIA:
        raise Refusal(
            f"error: nothing is called {flags['via']}",
            Sentence("There is %(names)s.", names=", ".join(VIA)),
        )
    if len(flags["path"]) > LONGEST_PATH or not flags["path"].startswith("/"):
        raise Refusal(
            "error: this is no path of a request", Sentence("A path looks like /healthz.")
        )
    return Load(
        namespace,
        name,
        port,
        _number(flags["rps"], 1, MOST_RPS, "--rps"),
        flags["path"],
        max(1, _millis(flags["timeout"], "--timeout")),
        _millis(flags["takes"], "--takes"),
        _number(flags["retries"], 0, MOST_RETRIES, "--retries"),
        flags["keep-alive"],
        flags["via"],
    )


def _number(value: int, least: int, most: int, flag: str) -> int:
    if not least <= value <= most:
        raise Refusal(
            f"error: {flag}={value} can't be played",
            Sentence("Choose %(least)s to %(most)s.", least=least, most=most),
        )
    return value


def _millis(text: str, flag: str) -> Millis:
    found = _DURATION.fullmatch(text)
    ms = int(found[1]) * (1000 if found[2] == "s" else 1) if found else -1
    if not 0 <= ms <= LONGEST_MS:
        remedy = Sentence(
            "Write it like 250ms or 2s, at most %(value)ss.", value=LONGEST_MS // 1000
        )
        raise Refusal(f"error: {flag}={text} can't be played", remedy)
    return ms
