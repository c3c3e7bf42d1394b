"""Servers that everyone knows: their ports, what they need, how they take a signal.

Each is one line of facts. Those that need a variable to start say so and fail as their
entrypoint scripts do.
"""

from typing import TYPE_CHECKING, Any

import msgspec

from lifecycle.engine.cri.network import Listener
from lifecycle.engine.cri.process import FOR_EVER, Blocked, Outcome, Program, Replaced
from lifecycle.engine.kernel.clock import Millis

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


class Server(msgspec.Struct, frozen=True):
    """A server's ports, how it answers there, and its reactions: signal to exit code.

    `slow_ms` is how long it takes to open its ports. Of the variables in `needs` one must
    be set; otherwise it prints `complaint` and exits with 1. `shown` stands before its
    command line where processes are listed.
    """

    ports: tuple[int, ...]
    responder: str = "raw"
    options: tuple[object, ...] = ()
    signals: tuple[tuple[str, int], ...] = (("TERM", 0), ("INT", 0))
    slow_ms: Millis = 0
    needs: tuple[str, ...] = ()
    complaint: str = ""
    memory: int = 0
    shown: str = ""


_WELCOME = "<!DOCTYPE html>\n<html>\n<head>\n<title>Welcome to nginx!</title>\n</head>\n</html>\n"
_NGINX = Server(
    (80,), "static", ("/usr/share/nginx/html", _WELCOME), (("TERM", 0), ("INT", 0), ("QUIT", 0)),
    shown="nginx: master process",
)  # fmt: skip
_APACHE = Server(
    (80,), "static",
    ("/usr/local/apache2/htdocs", "<html><body><h1>It works!</h1></body></html>\n"),
    (("TERM", 0), ("INT", 0), ("WINCH", 0)),
)  # fmt: skip
_PHP = Server((80,), "fixed", (200, "OK!", None), (("TERM", 0), ("INT", 0), ("WINCH", 0)))
_JVM = (("TERM", 143), ("INT", 130), ("HUP", 129))
_GO = (("TERM", 2), ("INT", 2), ("HUP", 2), ("QUIT", 2))
"""A Go program without handlers: the runtime exits with 2 even as the first process."""

_MYSQL_VARIABLES = (
    "MYSQL_ROOT_PASSWORD", "MYSQL_ALLOW_EMPTY_PASSWORD", "MYSQL_RANDOM_ROOT_PASSWORD",
    "MARIADB_ROOT_PASSWORD", "MARIADB_ALLOW_EMPTY_ROOT_PASSWORD", "MARIADB_RANDOM_ROOT_PASSWORD",
    "MARIADB_ROOT_PASSWORD_HASH", "MYSQL_ROOT_PASSWORD_FILE", "MARIADB_ROOT_PASSWORD_FILE",
)  # fmt: skip
_MYSQL_COMPLAINT = (
    "[ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n"
    "    You need to specify one of the following as an environment variable:\n"
    "    - MYSQL_ROOT_PASSWORD\n    - MYSQL_ALLOW_EMPTY_PASSWORD\n"
    "    - MYSQL_RANDOM_ROOT_PASSWORD\n"
)
_POSTGRES_COMPLAINT = (
    "Error: Database is uninitialized and superuser password is not specified.\n"
    "       You must specify POSTGRES_PASSWORD to a non-empty value for the\n"
    '       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".\n'
)
_MYSQL = Server((3306, 33060), slow_ms=8000, needs=_MYSQL_VARIABLES, complaint=_MYSQL_COMPLAINT)

SERVERS: dict[str, Server] = {
    "nginx": _NGINX,
    "httpd-foreground": _APACHE,
    "apache2-foreground": _PHP,
    "php-fpm": Server((9000,), signals=(("TERM", 0), ("INT", 0), ("QUIT", 0))),
    "redis-server": Server((6379,)),
    "valkey-server": Server((6379,)),
    "memcached": Server((11211,)),
    "mysqld": _MYSQL,
    "mariadbd": msgspec.structs.replace(_MYSQL, ports=(3306,)),
    "postgres": Server(
        (5432,), signals=(("TERM", 0), ("INT", 0), ("QUIT", 2)), slow_ms=2000,
        needs=("POSTGRES_PASSWORD", "POSTGRES_HOST_AUTH_METHOD", "POSTGRES_PASSWORD_FILE"),
        complaint=_POSTGRES_COMPLAINT,
    ),
    "mongod": Server((27017,), slow_ms=1500),
    "rabbitmq-server": Server((4369, 5672, 15692, 25672), slow_ms=6000),
    "cassandra": Server(
        (7000, 7001, 7199, 9042, 9160), signals=_JVM, slow_ms=40_000, shown="java"
    ),
    "catalina.sh": Server((8080,), "fixed", (404, "", None), _JVM, 3000, shown="java"),
    "start-zookeeper": Server((2181, 2888, 3888), signals=_JVM, slow_ms=3000, shown="java"),
    "etcd": Server((2379, 2380), "fixed", (200, '{"health":"true"}', True)),
    "hello-app": Server((8080,), "fixed", (200, "Hello, world!\nVersion: 1.0.0\n", None), _GO),
    "hello-go-gke": Server((80,), "fixed", (200, '{"message":"Hello"}', None), _GO),
    "serve_hostname": Server((9376,), "fixed", (200, "", None), ()),
    "test-webserver": Server((80,), "fixed", (200, "", None), _GO),
    "goproxy": Server((8080,), "fixed", (200, "", None), _GO),
    "kuard": Server((8080,), "fixed", (200, "ok", None), _GO),
    "podinfo": Server((9898, 9797), "fixed", (200, '{"status":"OK"}', True)),
    "envoy": Server((8443, 9901), "fixed", (200, "LIVE\n", None)),
    "pilot-agent": Server(
        (15021, 15020, 15090, 15000, 15001, 15006), "fixed", (200, "", None), slow_ms=1000
    ),
}  # fmt: skip
_BACKGROUND = ("nginx", "redis-server")
"""Servers that can detach themselves: nginx without `daemon off;`, redis with `daemonize`."""


def title(argv: tuple[str, ...]) -> str:
    """What a list of processes shows: the command line, or what the program makes of it."""
    line = " ".join(argv)
    server = SERVERS.get(argv[0].rpartition("/")[2])
    return f"{server.shown} {line}" if server is not None and server.shown else line


def _run(call: "Call") -> Outcome:
    name = call.argv[0].rpartition("/")[2]
    server = SERVERS[name]
    asked = any(word in ("--help", "--version", "-V") for word in call.argv)
    if server.needs and not asked and not any(call.env.get(name) for name in server.needs):
        call.err(server.complaint)
        return 1
    early = _tells_only(call, name)
    if early is not None:
        return early
    for port in _ports(call, server):
        if not call.kernel.network.listen(_listener(call, server, port)):
            call.err(f"bind() to 0.0.0.0:{port} failed (98: Address already in use)\n")
            return 1
    return Blocked(FOR_EVER, name)


def _tells_only(call: "Call", name: str) -> Outcome | None:
    """What servers do that are only asked something, or that go to the background."""
    words = call.argv[1:]
    if name == "pilot-agent":
        return None if words[:1] in ((), ("proxy",)) else 0
    if name != "nginx":
        return None
    if any(word in ("-v", "-V", "-t", "-T") for word in words):
        call.err("nginx: configuration file /etc/nginx/nginx.conf test is successful\n")
        return 0
    if "-s" in words:
        return _tell_nginx(call, words[-1])
    if not any("daemon off" in word for word in words) and call.argv[0] != "nginx:":
        argv = ("nginx:", "daemon off;")
        call.kernel.fork(call, argv, call.fds, call.env, call.cwd, ("server", "nginx"))
        return 0
    return None


def _tell_nginx(call: "Call", order: str) -> int:
    signal = {"quit": "QUIT", "stop": "TERM", "reload": "HUP", "reopen": "USR1"}.get(order)
    for process in call.kernel.of_space(call.key[0]):
        if process.state == "nginx" and process.container == call.container.id:
            if signal in ("QUIT", "TERM"):
                call.kernel.signal(process.key, signal)
            return 0
    return call.complain('[error] open() "/run/nginx.pid" failed (2: No such file or directory)')


def _ports(call: "Call", server: Server) -> tuple[int, ...]:
    if server.responder == "fixed" and call.env.get("PORT", "").isdigit():
        return (int(call.env["PORT"]),)
    words = call.argv
    for flag in ("--port", "-p"):
        if flag in words[:-1] and words[words.index(flag) + 1].isdigit():
            return (int(words[words.index(flag) + 1]), *server.ports[1:])
    return server.ports


def _listener(call: "Call", server: Server, port: int) -> Listener:
    container = call.container
    return Listener(
        container.ip, port, call.kernel.node, container.id, call.key, server.responder,
        server.options, call.now, call.now + server.slow_ms,
    )  # fmt: skip


def _resume(call: "Call", state: Any, event: str) -> Outcome:
    """Only a server that went to the background begins here."""
    server = SERVERS[state]
    for port in _ports(call, server):
        call.kernel.network.listen(_listener(call, server, port))
    return Blocked(FOR_EVER, state)


def _signal(call: "Call", state: Any, signal: str) -> Outcome | None:
    for name, code in SERVERS[state].signals:
        if name == signal:
            return code
    return Blocked(FOR_EVER, state) if signal in ("HUP", "USR1", "USR2", "PIPE") else None


def _entrypoint(call: "Call") -> Outcome:
    """docker-entrypoint.sh: prepares, and gives its place to its arguments."""
    words = call.argv[1:] or call.container.image.cmd
    image = call.container.image
    if words and words[0].startswith("-") and image.cmd:
        words = (image.cmd[0], *words)
    if not words:
        return 0
    return Replaced(words, call.env, call.cwd, call.fds)


_ENTRYPOINT = Program(_entrypoint, inline=False)
PROGRAMS = {
    **{name: Program(_run, _resume, _signal, inline=False) for name in SERVERS},
    "server": Program(_run, _resume, _signal, inline=False),
    "docker-entrypoint.sh": _ENTRYPOINT,
    "docker-php-entrypoint": _ENTRYPOINT,
}
