"""One language's texts: brought up to date, judged, and compiled.

Files carry no dates and no line numbers, so they change only where a text does.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from podviz.words.collect import DOMAINS, ROOT

LANGUAGES = ("zh_Hans",)
LOCALE = ROOT / "lifecycle" / "locale"
PLACEHOLDER = re.compile(r"%\((\w+)\)([sd])")
NEVER = datetime(2026, 1, 1, tzinfo=UTC)


def path(language: str, domain: str) -> Path:
    """Where a language keeps the texts of a domain."""
    return LOCALE / language / "LC_MESSAGES" / f"{domain}.po"


def read(language: str, domain: str) -> Catalog:
    """The catalogue as it is kept; empty where there is none."""
    file = path(language, domain)
    if not file.exists():
        return Catalog(locale=language, domain=domain)
    with file.open("rb") as opened:
        return read_po(opened, locale=language, domain=domain)


def updated(language: str, domain: str) -> Catalog:
    """The catalogue with every text that the sources have now, and no other."""
    kept, found = read(language, domain), DOMAINS[domain]()
    fresh = Catalog(
        locale=language,
        domain=domain,
        header_comment=f"# The texts of podviz in {language}. `make words` brings them up to date.",
        creation_date=NEVER,
        revision_date=NEVER,
        fuzzy=False,
    )
    for message in found:
        if message.id:
            old = kept.get(message.id, message.context)
            # What has a plural now needs other words than what had none.
            holds = old and not old.fuzzy and old.pluralizable == message.pluralizable
            fresh.add(
                message.id,
                old.string if holds else None,
                locations=sorted(set(message.locations)),
                context=message.context,
            )
    return fresh


def write(catalogue: Catalog, language: str, domain: str) -> None:
    """Keep a catalogue, and compile it beside."""
    file = path(language, domain)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as opened:
        write_po(opened, catalogue, width=100, sort_by_file=True, include_lineno=False)
    file.with_suffix(".mo").write_bytes(compiled(catalogue))


def compiled(catalogue: Catalog) -> bytes:
    """What Django reads: the texts that have a translation, and no others."""
    said = Catalog(locale=catalogue.locale, creation_date=NEVER, revision_date=NEVER, fuzzy=False)
    for message in catalogue:
        if message.id and not message.fuzzy and all(_strings(message)):
            said.add(message.id, message.string, context=message.context)
    found = BytesIO()
    write_mo(found, said)
    return found.getvalue()


def faults(language: str, domain: str) -> Iterator[str]:
    """What is missing, doubtful, left over, or puts in other values than the English text."""
    kept, found = read(language, domain), DOMAINS[domain]()
    wanted = {(message.id, message.context): message for message in found if message.id}
    for key in wanted:
        message = kept.get(*key)
        if message is None or not all(_strings(message)):
            yield f"missing: {key[0]}"
        elif message.fuzzy:
            yield f"doubtful: {key[0]}"
        elif wrong := _other_values(message):
            yield f"other values: {wrong}"
    for message in kept:
        if message.id and (message.id, message.context) not in wanted:
            yield f"left over: {message.id}"


def _strings(message: Message) -> list[str]:
    string = message.string
    return [string or ""] if isinstance(string, str) or not string else list(string)


def _other_values(message: Message) -> str:
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    allowed = {frozenset(PLACEHOLDER.findall(text)) for text in ids}
    for string in _strings(message):
        if frozenset(PLACEHOLDER.findall(string)) not in allowed:
            return string
    return ""
