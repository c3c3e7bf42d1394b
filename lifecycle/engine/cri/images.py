"""Well-known images: what starts in them, and which signal stops them.

What their programs then do (ports, reactions to signals) is said in `programs`. An image
that is not in the table has no facts; what is assumed of it is said in `assumptions`.
"""

import re
from functools import lru_cache

import msgspec

BUSYBOX, ALPINE, DEBIAN, SCRATCH, UNKNOWN = "busybox", "alpine", "debian", "scratch", "unknown"


class Image(msgspec.Struct, frozen=True):
    """The facts of an image; `family` decides which other programs are in it.

    `entry` stands before the arguments, `cmd` is used when there are none. `known` says
    that the table has it; `version` comes from the tag, () when it says nothing. `derived`
    says that somebody built upon a server's image, and may have put scripts into it.
    """

    name: str
    family: str = UNKNOWN
    entry: tuple[str, ...] = ()
    cmd: tuple[str, ...] = ()
    stop_signal: str = "TERM"
    programs: tuple[str, ...] = ()
    env: tuple[tuple[str, str], ...] = ()
    cwd: str = "/"
    user: int = 0
    known: bool = False
    version: tuple[int, ...] = ()
    derived: bool = False


def _debian(*cmd: str, **facts: object) -> Image:
    return Image("", DEBIAN, cmd=cmd, known=True, **facts)


def _entered(*cmd: str, **facts: object) -> Image:
    return _debian(*cmd, entry=("docker-entrypoint.sh",), **facts)


def _alone(*entry: str, cmd: tuple[str, ...] = (), **facts: object) -> Image:
    return Image("", SCRATCH, entry=entry, cmd=cmd, known=True, **facts)


_NGINX = _debian("nginx", "-g", "daemon off;", programs=("nginx", "curl"), stop_signal="QUIT")
_APACHE = _debian("apache2-foreground", programs=("apache2ctl", "php", "curl"), stop_signal="WINCH")
_NODE_APP = _debian("node", "app.js", programs=("node", "npm", "curl"), cwd="/")
_HELLO = _alone("/hello-app")

_TABLE: dict[str, Image] = {
    "busybox": Image("", BUSYBOX, cmd=("sh",), known=True),
    "alpine": Image("", ALPINE, cmd=("/bin/sh",), known=True),
    "debian": _debian("bash"),
    "ubuntu": _debian("/bin/bash"),
    "fedora": _debian("/bin/bash", programs=("curl", "python3")),
    "centos": _debian("/bin/bash", programs=("curl", "python")),
    "bash": Image("", ALPINE, ("docker-entrypoint.sh",), ("bash",), programs=("bash",), known=True),
    "python": _debian("python3", programs=("python", "python3", "pip", "curl", "wget")),
    "node": _entered("node", programs=("node", "npm", "yarn", "curl", "wget", "python3")),
    "perl": _debian("perl", "-de0", programs=("perl", "curl", "wget")),
    "golang": _debian("bash", programs=("go", "git", "curl", "wget")),
    "openjdk": _debian("jshell", programs=("java", "javac", "jshell")),
    "nginx": _NGINX,
    "nginx-slim": _debian("nginx", "-g", "daemon off;", programs=("nginx",)),
    "nginx-unprivileged": _NGINX,
    "httpd": _debian("httpd-foreground", programs=("httpd", "apachectl"), stop_signal="WINCH"),
    "redis": _entered("redis-server", programs=("redis-server", "redis-cli"), cwd="/data"),
    "valkey": _entered("valkey-server", programs=("valkey-server", "valkey-cli"), cwd="/data"),
    "memcached": _entered("memcached", programs=("memcached",)),
    "mysql": _entered("mysqld", programs=("mysqld", "mysql", "mysqladmin")),
    "mariadb": _entered("mariadbd", programs=("mariadbd", "mariadb", "mysqladmin", "mysql")),
    "postgres": _entered(
        "postgres", programs=("postgres", "psql", "pg_isready"), stop_signal="INT"
    ),
    "mongo": _entered("mongod", programs=("mongod", "mongo", "mongosh")),
    "rabbitmq": _entered(
        "rabbitmq-server",
        programs=("rabbitmq-server", "rabbitmqctl", "rabbitmq-diagnostics"),
    ),
    "cassandra": _entered("cassandra", "-f", programs=("cassandra", "nodetool", "cqlsh")),
    "tomcat": _debian(
        "catalina.sh", "run", programs=("catalina.sh", "java"), cwd="/usr/local/tomcat"
    ),
    "wordpress": _APACHE,
    "php": _debian("docker-php-entrypoint", "php", "-a", programs=("php",)),
    "hpa-example": _APACHE,
    "gb-frontend": _APACHE,
    "pause": _alone("/pause"),
    "pause-amd64": _alone("/pause"),
    "agnhost": Image("", ALPINE, ("/agnhost",), ("pause",), programs=("agnhost",), known=True),
    "serve_hostname": _alone("/serve_hostname"),
    "serve-hostname": _alone("/serve_hostname"),
    "test-webserver": _alone("/test-webserver"),
    "goproxy": _alone("/goproxy"),
    "etcd": Image("", ALPINE, cmd=("etcd",), programs=("etcd", "etcdctl"), known=True),
    "hello-app": _HELLO,
    "hello-go-gke": _alone("/hello-go-gke"),
    "hello-frontend": _NGINX,
    "http-echo": _alone("/http-echo"),
    "vish/stress": _alone("/stress", "-logtostderr"),
    "memory-eater": _alone("/memory-eater"),
    "polinux/stress": Image("", ALPINE, cmd=("stress",), programs=("stress",), known=True),
    "polinux/stress-ng": Image("", ALPINE, cmd=("stress-ng",), programs=("stress-ng",), known=True),
    "luksa/kiada": _NODE_APP,
    "luksa/kubia": _NODE_APP,
    "luksa/kubia-unhealthy": msgspec.structs.replace(_NODE_APP, cmd=("node", "unhealthy.js")),
    "luksa/kiada-ssl-proxy": _debian("envoy", programs=("envoy",)),
    "envoyproxy/envoy": _debian("envoy", programs=("envoy",)),
    "luksa/init-demo": Image("", BUSYBOX, ("/init-demo",), known=True),
    "luksa/network-connectivity-checker": Image("", BUSYBOX, ("/connectivity",), known=True),
    "luksa/quote-writer": Image("", ALPINE, ("/quote-writer",), known=True),
    "kuard-amd64": _alone("/kuard"),
    "proxyv2": _debian(entry=("/usr/local/bin/pilot-agent",), programs=("pilot-agent", "curl")),
    "podinfo": Image("", ALPINE, cmd=("./podinfo",), programs=("podinfo", "curl"), known=True),
}

_REFERENCE = re.compile(
    r"(?P<repository>(?:[a-zA-Z0-9.-]+(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*)"
    r"(?::(?P<tag>\w[\w.-]{0,127}))?(?:@(?P<digest>[a-z0-9+._-]+:[0-9a-fA-F]{32,}))?"
)


def split(name: str) -> tuple[str, str, str] | None:
    """Repository, tag and digest of a reference; None for what is none."""
    match = _REFERENCE.fullmatch(name)
    return (match["repository"], match["tag"] or "", match["digest"] or "") if match else None


@lru_cache(maxsize=4096)
def normal_name(name: str) -> str:
    """The whole reference, as the runtime keeps it: `docker.io/library/nginx:latest`.

    Mirrors distribution/reference.ParseNormalizedNamed and TagNameOnly.
    """
    repository, tag, digest = split(name) or (name, "", "")
    host, slash, _ = repository.partition("/")
    if not slash:
        repository = f"docker.io/library/{repository}"
    elif "." not in host and ":" not in host and host != "localhost":
        repository = f"docker.io/{repository}"
    elif host == "docker.io" and repository.count("/") == 1:
        repository = f"docker.io/library/{repository.partition('/')[2]}"
    if digest:
        return f"{repository}@{digest}" if not tag else f"{repository}:{tag}@{digest}"
    return f"{repository}:{tag or 'latest'}"


@lru_cache(maxsize=4096)
def image_of(name: str) -> Image:
    """The facts of the image of that name; of one that nobody knows, only the name."""
    parts = split(name)
    if parts is None:
        return Image(name)
    repository, tag, _ = parts
    short = repository.removeprefix("docker.io/").removeprefix("library/")
    last = short.rpartition("/")[2]
    image = _TABLE.get(short) or (_TABLE.get(last) if "/" in short and _kept(last) else None)
    if image is None:
        return Image(name)
    version = tuple(int(n) for n in re.findall(r"\d+", re.match(r"[\d.]*", tag)[0]))
    derived = short not in _TABLE and image.family == DEBIAN
    image = msgspec.structs.replace(image, name=name, version=version, derived=derived)
    return _of_version(image, last, tag)


def _kept(last: str) -> bool:
    """Whether images of that last name are the same wherever they are kept."""
    return last not in ("php", "node", "python", "perl", "bash", "tomcat")


def _of_version(image: Image, last: str, tag: str) -> Image:
    if "alpine" in tag and image.family == DEBIAN:
        image = msgspec.structs.replace(image, family=ALPINE)
    if last == "nginx":
        version = image.version
        if version and version < (1, 19, 5)[: max(len(version), 2)]:
            image = msgspec.structs.replace(image, stop_signal="TERM")
        if not version or version >= (1, 19):
            image = msgspec.structs.replace(image, entry=("/docker-entrypoint.sh",))
    if tag.endswith("fpm") or "-fpm-" in tag:
        cmd = ("php-fpm",)
        image = msgspec.structs.replace(
            image, cmd=cmd, stop_signal="QUIT", programs=(*image.programs, *cmd)
        )
    elif last == "php" and "apache" in tag:
        image = msgspec.structs.replace(
            _APACHE, name=image.name, version=image.version, entry=("docker-php-entrypoint",)
        )
    if last == "kiada" and image.version >= (0, 3):
        image = msgspec.structs.replace(image, cmd=("node", "graceful.js"))
    return image
