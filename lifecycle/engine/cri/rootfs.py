"""The files that an image brings along, as far as scripts look at them."""

from collections.abc import Mapping
from functools import lru_cache

from lifecycle.engine.cri.filesystem import DIRECTORY, File
from lifecycle.engine.cri.images import ALPINE, BUSYBOX, DEBIAN, SCRATCH, UNKNOWN

_DIRECTORIES = [
    "/bin",
    "/dev",
    "/dev/pts",
    "/dev/shm",
    "/etc",
    "/home",
    "/lib",
    "/media",
    "/mnt",
    "/opt",
    "/proc",
    "/proc/1",
    "/root",
    "/run",
    "/sbin",
    "/srv",
    "/sys",
    "/tmp",
    "/usr",
    "/usr/bin",
    "/usr/lib",
    "/usr/local",
    "/usr/local/bin",
    "/usr/sbin",
    "/usr/share",
    "/var",
    "/var/lib",
    "/var/log",
    "/var/run",
    "/var/tmp",
    "/var/spool",
    "/var/cache",
]
_RELEASES = {
    ALPINE: 'NAME="Alpine Linux"\nID=alpine\nPRETTY_NAME="Alpine Linux v3.23"\n',
    DEBIAN: 'PRETTY_NAME="Debian GNU/Linux 13 (trixie)"\nNAME="Debian GNU/Linux"\nID=debian\n',
}
_PASSWD = (
    "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\n"
    "nobody:x:65534:65534:nobody:/home:/bin/false\n"
)


@lru_cache(maxsize=8)
def root_files(family: str) -> Mapping[str, File]:
    """The files of an image of that family; all its containers begin with the same mapping."""
    files = dict.fromkeys(_DIRECTORIES, DIRECTORY)
    if family == SCRATCH:
        return dict.fromkeys(("/dev", "/dev/shm", "/etc", "/proc", "/sys", "/var"), DIRECTORY)
    files["/etc/passwd"] = File(_PASSWD)
    files["/etc/group"] = File("root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n")
    files["/proc/1/status"] = File("Name:\tsh\nState:\tS (sleeping)\nPid:\t1\nPPid:\t0\n")
    files["/proc/uptime"] = File("1000.00 1990.00\n")
    files["/proc/version"] = File("Linux version 6.12.0 (podviz) #1 SMP\n")
    if family in (BUSYBOX, ALPINE, DEBIAN, UNKNOWN):
        files["/bin/sh"] = File(mode=0o755)
    if family in _RELEASES:
        files["/etc/os-release"] = File(_RELEASES[family])
    return files
