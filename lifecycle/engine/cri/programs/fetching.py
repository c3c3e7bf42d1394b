"""`wget` and `curl`: how requests end, in the words of the program."""

import re
from typing import TYPE_CHECKING, Any

from lifecycle.engine.cri.filesystem import FileError
from lifecycle.engine.cri.process import Blocked, Outcome, Program, Wait
from lifecycle.engine.cri.programs.network import CONNECT_TIMEOUT_MS
from lifecycle.engine.cri.programs.options import Options, options
from lifecycle.engine.cri.programs.reaching import ask, connect, resolve
from lifecycle.engine.cri.responders import Answer

if TYPE_CHECKING:
    from lifecycle.engine.cri.call import Call


def _url(text: str) -> tuple[str, int, str] | None:
    """Host, port and path."""
    match = re.fullmatch(r"(?:(https?|ftp)://)?(?:[^@/]*@)?([^/:?]+)(?::(\d{1,5}))?([/?].*)?", text)
    if not match:
        return None
    scheme = match[1] or "http"
    port = int(match[3]) if match[3] else {"http": 80, "https": 443, "ftp": 21}[scheme]
    return match[2], port, match[4] or "/"


_WGET = ("timeout", "tries", "post-data", "header", "output-document", "user-agent")


def _wget(call: "Call") -> Outcome:
    found = options(call.argv[1:], "OTtoPU", _WGET)
    url = _url(found.operands[-1]) if found.operands else None
    if url is None:
        return call.complain("missing URL")
    timeout = found.values.get("T") or found.values.get("timeout") or "900"
    limit = int(timeout) * 1000 if timeout.isdigit() else 900_000
    host, port, path = url
    address = resolve(call, host)
    if not address.address:
        return call.complain(f"bad address '{host}'")
    if not found.has("q"):
        call.err(f"Connecting to {host} ({address.address}:{port})\n")
    reached = connect(call, address.address, port)
    if reached.silent:
        return Blocked(Wait(until=call.now + min(limit, CONNECT_TIMEOUT_MS)), "wget")
    if not reached.open:
        why = f"can't connect to remote host ({address.address}): Connection refused"
        return call.complain(why)
    answer = ask(call, reached, path)
    if answer.after_ms:
        if answer.after_ms >= limit:
            return Blocked(Wait(until=call.now + limit), "wget")
        return Blocked(Wait(until=call.now + answer.after_ms), "again")
    return _wget_answered(call, found, path, answer)


def _wget_answered(call: "Call", found: Options, path: str, answer: Answer) -> int:
    if answer.status == 0:
        return call.complain("error getting response")
    if found.has("S"):
        call.err(f"  HTTP/1.1 {answer.status} {_name(answer.status)}\n")
    if answer.status >= 400:
        return call.complain(
            f"server returned error: HTTP/1.1 {answer.status} {_name(answer.status)}"
        )
    if "spider" in found.values:
        call.err("remote file exists\n")
        return 0
    target = found.values.get("O") or found.values.get("output-document")
    name = target or path.rpartition("/")[2] or "index.html"
    return _save(call, name, answer.body, found.has("q"))


def _save(call: "Call", target: str, body: str, quiet: bool) -> int:
    if target == "-":
        call.out(body)
        return 0
    try:
        if target != "/dev/null":
            call.put(target, body)
    except FileError as error:
        return call.complain(f"can't open '{target}': {error.args[0]}")
    if not quiet:
        call.err(f"saving to '{target}'\n'{target}' saved\n")
    return 0


def _wget_again(call: "Call", state: Any, event: str) -> Outcome:
    if state == "again":
        return 0
    return call.complain("download timed out")


def _name(status: int) -> str:
    names = {
        200: "OK", 301: "Moved Permanently", 302: "Found",
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
        500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
    }  # fmt: skip
    return names.get(status, "Error")


_CURL_VALUED = "oHXdmAuwTFbce"
_CURL = (
    "connect-timeout", "max-time", "retry", "retry-delay", "header", "request", "data", "output",
    "write-out", "user", "cacert", "unix-socket", "data-binary", "retry-max-time",
)  # fmt: skip


def _curl(call: "Call") -> Outcome:
    found = options(call.argv[1:], _CURL_VALUED, _CURL)
    url = _url(found.operands[-1]) if found.operands else None
    if url is None:
        call.err("curl: try 'curl --help' for more information\n")
        return 2
    host, port, path = url
    silent = found.has("s") and not found.has("S")
    limit = found.values.get("m") or found.values.get("max-time")
    limit = limit or found.values.get("connect-timeout") or "300"
    limit_ms = round(float(limit) * 1000) if re.fullmatch(r"\d{1,6}(\.\d+)?", limit) else 300_000
    address = resolve(call, host)
    if not address.address:
        return _curl_failed(call, 6, f"Could not resolve host: {host}", silent)
    reached = connect(call, address.address, port)
    if reached.silent:
        return Blocked(Wait(until=call.now + limit_ms), (limit_ms, silent))
    if not reached.open:
        why = f"Failed to connect to {host} port {port} after 0 ms: Could not connect to server"
        return _curl_failed(call, 7, why, silent)
    answer = ask(call, reached, path)
    if answer.after_ms:
        if answer.after_ms >= limit_ms:
            return Blocked(Wait(until=call.now + limit_ms), (limit_ms, silent))
        return Blocked(Wait(until=call.now + answer.after_ms), None)
    return _curl_answered(call, found, answer, silent)


def _curl_answered(call: "Call", found: Options, answer: Answer, silent: bool) -> int:
    if answer.status == 0:
        return _curl_failed(call, 52, "Empty reply from server", silent)
    fails = found.has("f") or "fail" in found.values
    if answer.status >= 400 and fails:
        return _curl_failed(call, 22, f"The requested URL returned error: {answer.status}", silent)
    if found.has("I") or "head" in found.values:
        call.out(f"HTTP/1.1 {answer.status} OK\r\n\r\n")
    else:
        target = found.values.get("o") or found.values.get("output") or "-"
        _save(call, target, answer.body, True)
    shape = found.values.get("w") or found.values.get("write-out")
    if shape:
        call.out(shape.replace("%{http_code}", str(answer.status)).replace("\\n", "\n"))
    return 0


def _curl_failed(call: "Call", code: int, why: str, silent: bool) -> int:
    if not silent:
        call.err(f"curl: ({code}) {why}\n")
    return code


def _curl_again(call: "Call", state: Any, event: str) -> Outcome:
    if state is None:
        return 0
    limit_ms, silent = state
    why = f"Connection timed out after {limit_ms} milliseconds"
    return _curl_failed(call, 28, why, silent)


PROGRAMS = {
    "wget": Program(_wget, _wget_again),
    "curl": Program(_curl, _curl_again),
}
