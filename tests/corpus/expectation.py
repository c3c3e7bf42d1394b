"""A fact that the documentation or a comment promises of a manifest, and how to see it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.corpus.playing import Played, manifest


class Expectation(NamedTuple):
    """One promise in our own words.

    `beside` are objects that the reader is told to make first, `steps` the commands. Where the
    promise can't be kept by any cluster of this version, `unlike` says why, and `holds` checks
    what is to be seen instead.
    """

    file: str
    says: str
    until_s: float
    holds: Callable[[Played], Any]
    steps: tuple[tuple[Any, ...], ...] = ()
    beside: str = ""
    unlike: str = ""

    def played(self) -> Played:
        """The manifest, played in a cluster of its own."""
        text = manifest(self.file)
        text = f"---\n{self.beside}\n---\n{text}" if self.beside else text
        return Played(text, self.until_s, *self.steps)
