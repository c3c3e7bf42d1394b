"""The shapes that names, labels and keys must have; each check lists what is wrong.

Mirrors k8s.io/apimachinery/pkg/util/validation/validation.go and pkg/api/validate/content.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

Problems = list[str]
_MOST_ID = (1 << 31) - 1

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_LABEL_WITH_UNDERSCORE = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_SUBDOMAIN_WITH_UNDERSCORE = rf"{_LABEL_WITH_UNDERSCORE}(\.{_LABEL_WITH_UNDERSCORE})*"
_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_VALUE = f"({_NAME})?"
_CONFIG_KEY = "[-._a-zA-Z0-9]+"
_ENV_NAME = "[-._a-zA-Z][-._a-zA-Z0-9]*"

# The same languages as above, written so that no text makes matching slow.
_FAST_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?")
_FAST_UNDERSCORE = re.compile(r"_?[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?")
_FAST_NAME = re.compile(r"[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?")

_LABEL_TEXT = (
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
    "and must start and end with an alphanumeric character"
)
_SUBDOMAIN_TEXT = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
    "{}'-' or '.', and must start and end with an alphanumeric character"
)
_NAME_TEXT = (
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with "
    "an alphanumeric character"
)
_NAME_EXAMPLES = ("MyName", "my.name", "123-abc")


def regex_error(text: str, pattern: str, *examples: str) -> str:
    """What was expected, with examples and the pattern (`RegexError`)."""
    named = "or ".join(f"'{example}',  " for example in examples)
    if named:
        named = f"e.g. {named[:-1]}"
    return f"{text} ({named}regex used for validation is '{pattern}')"


def at_most(length: int, unit: str = "characters") -> str:
    """The complaint about a text that is too long."""
    return f"must be no more than {length} {unit}"


def between(low: int, high: int) -> str:
    """The complaint about a number out of range (`InclusiveRangeError`)."""
    return f"must be between {low} and {high}, inclusive"


def is_subdomain(value: str) -> bool:
    """Whether each part between dots is a label."""
    return all(_FAST_LABEL.fullmatch(part) for part in value.split("."))


def dns1123_label(value: str) -> Problems:
    """A name of one part, at most 63 characters."""
    problems = [at_most(63)] if len(value) > 63 else []
    if not _FAST_LABEL.fullmatch(value):
        if is_subdomain(value):
            return [*problems, "must not contain dots"]
        problems.append(regex_error(_LABEL_TEXT, _LABEL, "my-name", "123-abc"))
    return problems


def dns1123_subdomain(value: str, unit: str = "characters") -> Problems:
    """A name of parts separated by dots, at most 253 characters."""
    problems = [at_most(253, unit)] if len(value) > 253 else []
    if not is_subdomain(value):
        problems.append(regex_error(_SUBDOMAIN_TEXT.format(""), _SUBDOMAIN, "example.com"))
    return problems


def dns1123_subdomain_with_underscore(value: str) -> Problems:
    """As a subdomain; underscores are taken, too."""
    problems = [at_most(253)] if len(value) > 253 else []
    if not all(_FAST_UNDERSCORE.fullmatch(part) for part in value.split(".")):
        text = _SUBDOMAIN_TEXT.format("'_', ")
        problems.append(regex_error(text, _SUBDOMAIN_WITH_UNDERSCORE, "example.com"))
    return problems


def qualified_name(value: str) -> Problems:
    """A label's key: a name, with a domain before a slash or without (`IsQualifiedName`)."""
    prefix, slash, name = value.partition("/")
    if not slash:
        prefix, name = "", value
    if "/" in name:
        return [
            regex_error(f"a valid label key {_NAME_TEXT}", _NAME, *_NAME_EXAMPLES)
            + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        ]
    problems = []
    if slash and not prefix:
        problems.append("prefix part must be non-empty")
    elif slash:
        problems += [f"prefix part {text}" for text in dns1123_subdomain(prefix, "bytes")]
    if not name:
        problems.append("name part must be non-empty")
    elif len(name) > 63:
        problems.append(f"name part {at_most(63, 'bytes')}")
    if not _FAST_NAME.fullmatch(name):
        problems.append(regex_error(f"name part {_NAME_TEXT}", _NAME, *_NAME_EXAMPLES))
    return problems


def label_value(value: str) -> Problems:
    """A label's value: empty, or a name."""
    problems = [at_most(63, "bytes")] if len(value) > 63 else []
    if value and not _FAST_NAME.fullmatch(value):
        text = (
            "a valid label must be an empty string or consist of alphanumeric characters, '-', "
            "'_' or '.', and must start and end with an alphanumeric character"
        )
        problems.append(regex_error(text, _VALUE, "MyValue", "my_value", "12345"))
    return problems


def _parent_folder(value: str) -> Problems:
    if value in (".", ".."):
        return [f"must not be '{value}'"]
    return ["must not start with '..'"] if value.startswith("..") else []


def env_var_name(value: str) -> Problems:
    """The strict form of a variable's name, until 1.33."""
    problems = []
    if not re.fullmatch(_ENV_NAME, value):
        text = (
            "a valid environment variable name must consist of alphabetic characters, digits, "
            "'_', '-', or '.', and must not start with a digit"
        )
        problems.append(regex_error(text, _ENV_NAME, "my.env-name", "MY_ENV.NAME", "MyEnvName1"))
    return problems + _parent_folder(value)


def relaxed_env_var_name(value: str) -> Problems:
    """A variable's name: anything printable but `=`."""
    if all(" " <= character <= "~" and character != "=" for character in value):
        return []
    return [
        "a valid environment variable name must consist only of printable ASCII characters "
        "other than '='"
    ]


def config_map_key(value: str) -> Problems:
    """A key of a ConfigMap or a Secret."""
    problems = [at_most(253)] if len(value) > 253 else []
    if not re.fullmatch(_CONFIG_KEY, value):
        text = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
        problems.append(regex_error(text, _CONFIG_KEY, "key.name", "KEY_NAME", "key-name"))
    return problems + _parent_folder(value)


def http_header_name(value: str) -> Problems:
    """The name of a header."""
    if re.fullmatch("[-A-Za-z0-9]+", value):
        return []
    text = "a valid HTTP header must consist of alphanumeric characters or '-'"
    return [regex_error(text, "[-A-Za-z0-9]+", "X-Header-Name")]


def port_number(value: int) -> Problems:
    """A port that something can listen on."""
    return [] if 1 <= value <= 65535 else [between(1, 65535)]


def port_name(value: str) -> Problems:
    """A port's name by RFC 6335, lower case."""
    problems = [at_most(15)] if len(value) > 15 else []
    if not re.fullmatch("[-a-z0-9]+", value):
        problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not re.search("[a-z]", value):
        problems.append("must contain at least one letter (a-z)")
    if "--" in value:
        problems.append("must not contain consecutive hyphens")
    if value.startswith("-") or value.endswith("-"):
        problems.append("must not begin or end with a hyphen")
    return problems


def user_id(value: int) -> Problems:
    """A Unix user or group id."""
    return [] if 0 <= value <= _MOST_ID else [between(0, _MOST_ID)]


def percent(value: str) -> Problems:
    """A share such as `25%`."""
    if re.fullmatch("[0-9]+%", value):
        return []
    text = "a valid percent string must be a numeric string followed by an ending '%'"
    return [regex_error(text, "[0-9]+%", "1%", "93%")]


_SLOPPY_IPV4 = re.compile(r"\d{1,16}(?:\.\d{1,16}){3}", re.ASCII)


def parse_ip(value: str) -> IPv4Address | IPv6Address | None:
    """An address, as Go reads it: leading zeros are taken and mean nothing."""
    try:
        if _SLOPPY_IPV4.fullmatch(value):
            return IPv4Address(".".join(str(int(part)) for part in value.split(".")))
        return ip_address(value) if "%" not in value else None
    except (AddressValueError, ValueError):
        return None


def parse_cidr(value: str) -> Any:
    """A network, or None."""
    try:
        return ip_network(value, strict=False) if "/" in value else None
    except ValueError:
        return None
