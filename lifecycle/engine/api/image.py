"""The parts of an image's name.

Mirrors pkg/util/parsers and github.com/distribution/reference: a short name stands for one
of Docker Hub, and no tag and no digest for the tag `latest`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_DOMAIN_PART = r"(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])"
_DOMAIN = rf"{_DOMAIN_PART}(?:\.{_DOMAIN_PART})*(?::[0-9]+)?|\[[a-fA-F0-9:]+\](?::[0-9]+)?"
_PATH_PART = r"[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
_REFERENCE = re.compile(
    rf"(?:(?P<domain>{_DOMAIN})/)?(?P<path>{_PATH_PART}(?:/{_PATH_PART})*)"
    r"(?::(?P<tag>\w[\w.-]{0,127}))?"
    r"(?:@(?P<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?",
    re.ASCII,
)
_LONGEST_PATH = 255
_LONGEST = 1024


class Image(NamedTuple):
    """A parsed reference, e.g. docker.io/library/nginx, 1.25 and no digest."""

    repository: str
    tag: str
    digest: str


class ImageNameError(ValueError):
    """The text cannot name an image."""


@lru_cache(maxsize=4096)
def parse_image_name(image: str) -> Image:
    """Split a reference (`ParseImageName`); raises ImageNameError.

    >>> parse_image_name("nginx")
    Image(repository='docker.io/library/nginx', tag='latest', digest='')
    """
    match = _REFERENCE.fullmatch(image) if len(image) <= _LONGEST else None
    if match is None or re.fullmatch(r"[a-f0-9]{64}", image):
        raise ImageNameError(image)
    repository = _normalised(match["domain"] or "", match["path"])
    tag, digest = match["tag"] or "", match["digest"] or ""
    return Image(repository, tag if tag or digest else "latest", digest)


def _normalised(domain: str, path: str) -> str:
    is_domain = "." in domain or ":" in domain or domain == "localhost" or domain.lower() != domain
    if domain and not is_domain:
        domain, path = "", f"{domain}/{path}"
    if len(path) > _LONGEST_PATH or (path != path.lower()):
        raise ImageNameError(path)
    if domain in ("", "index.docker.io", "docker.io"):
        return f"docker.io/{path if '/' in path else 'library/' + path}"
    return f"{domain}/{path}"


def is_latest(image: str) -> bool:
    """Whether the tag is `latest`, said or implied; what can't be parsed has none."""
    try:
        return parse_image_name(image).tag == "latest"
    except ImageNameError:
        return False
