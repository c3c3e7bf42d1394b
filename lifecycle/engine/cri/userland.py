"""Which programs an image brings along, by its family: what `exec` and `sh` can find."""

from lifecycle.engine.cri.images import ALPINE, BUSYBOX, DEBIAN, SCRATCH, Image

_SHELL = "sh ash"
_FILES = (
    "cat chmod chown cp cut dd df du find head ln ls md5sum mkdir mkfifo mktemp mv od readlink "
    "realpath rm rmdir sed sha256sum sort stat sync tail tar tee touch tr truncate uniq wc xargs "
    "awk basename dirname diff grep egrep fgrep expr comm paste split rev tac gzip gunzip zcat "
    "cmp cksum chroot fold nl shuf base64 install"
)
_SYSTEM = (
    "[ date echo env false hostname id kill nice nohup printenv printf ps pwd seq sleep stty "
    "test timeout true tty uname uptime whoami yes free top killall pgrep pkill pidof mount "
    "umount dmesg which logname groups nproc setsid arch sysctl hostid"
)
_BUSYBOX_NET = "nc nslookup ping ping6 wget httpd telnet ip ifconfig netstat route traceroute ftpd"
_BUSYBOX_MORE = "nsenter vi less more watch crond telnetd unzip usleep inotifyd dnsdomainname brctl"
_DEBIAN = "bash dash perl which apt apt-get dpkg getent ip useradd groupadd su login adduser"
_NOT_IN_DEBIAN = "ash free top killall uptime pgrep pkill pidof ps sysctl usleep watch less vi"

_BUSYBOX_ALL = frozenset(
    " ".join((_SHELL, _FILES, _SYSTEM, _BUSYBOX_NET, _BUSYBOX_MORE, "busybox")).split()
)
_PROGRAMS: dict[str, frozenset[str]] = {
    BUSYBOX: _BUSYBOX_ALL,
    ALPINE: _BUSYBOX_ALL | frozenset(["apk", "getent"]),
    DEBIAN: frozenset(" ".join((_SHELL, _FILES, _SYSTEM, _DEBIAN)).split())
    - frozenset(_NOT_IN_DEBIAN.split()),
    SCRATCH: frozenset(),
}
_BINARIES = ("/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin")


def has_program(image: Image, word: str) -> bool:
    """Whether the image holds the program: by name on $PATH, or by its path."""
    programs = _PROGRAMS.get(image.family)
    if programs is None:
        return True
    if word in image.entry[:1] or word in image.cmd[:1]:
        return True
    directory, slash, name = word.rpartition("/")
    if slash and directory not in (*_BINARIES, "."):
        return image.derived or (not directory and name in image.programs)
    return name in programs or name in image.programs


def is_busybox(image: Image) -> bool:
    """Whether its common programs are busybox's, which differ from GNU's in places."""
    return image.family in (BUSYBOX, ALPINE)
