"""Sentences that pure parts say to people: English, and what other languages need to say them.

The parts that know no Django can't translate, and what they compute is shared by people of
several languages. So they say `Sentence("Keep it below %(size)s.", size="4 KiB")`: a text like
any other, which remembers its words and what was filled in. Whoever shows it translates the
words and fills in the same values (`podviz.language.translated`). A function that writes a
whole file, or JSON, is given a `Say` that does so.

Sentences are for readers only: they are no part of a trace, and `msgspec` refuses to encode
one, so that none leaves the server untranslated.
"""

from collections.abc import Callable, Mapping
from typing import Any


class Sentence(str):
    """An English text with the words it was made of and the values put into them.

    Values are texts, numbers or other Sentences. Without values `%` is a sign like any other.
    """

    words: str
    values: Mapping[str, Any]

    def __new__(cls, words: str, /, **values: Any) -> "Sentence":
        """Fill values into words such as `line %(line)s`."""
        made = super().__new__(cls, words % values if values else words)
        made.words, made.values = str(words), values
        return made


Say = Callable[[str], str]
"""Says a Sentence in somebody's language, and any other text as it is; `str` says it in English."""
