"""Reading a manifest: any text in, documents and complaints out, never an exception.

YAML or JSON, one document or many, read as kubectl reads it. Whatever is given, the answer
comes within a fraction of a second: size, depth and number are bounded before anything is
built.

Mirrors kubectl's resource builder (k8s.io/cli-runtime/pkg/resource).
"""

from typing import Any

import yaml

from lifecycle.manifests import complaint, jsonevents, yamlevents
from lifecycle.manifests.builder import Builder
from lifecycle.manifests.chunks import Chunk, plain_lines, refuse_forbidden, split_documents
from lifecycle.manifests.complaint import WARNING, Complaint, Refusal
from lifecycle.manifests.document import Document, Reading
from lifecycle.manifests.hints import hint_for, suspicious_characters
from lifecycle.manifests.limits import (
    MAX_CHARACTERS,
    MAX_COMPLAINTS,
    MAX_DOCUMENTS,
    MAX_NODES,
)
from lifecycle.manifests.lists import expand
from lifecycle.sentence import Sentence

_TOO_MUCH = Sentence("Take out what does not belong to the Pods that you want to see.")


def read(text: str | bytes, name: str = "manifest.yaml") -> Reading:
    """Read a whole text. `name` is what messages call it.

    What can be read is returned even where something else can't: a mistake in the second
    document leaves the first one.
    """
    reader = _Reader()
    try:
        reader.read(_checked(text, name))
    except Refusal as refusal:
        reader.complaints.append(refusal.complaint)
    if not reader.documents and not reader.complaints:
        reader.complaints.append(_nothing(name, reader.lists))
    return Reading(tuple(reader.documents), tuple(reader.complaints[:MAX_COMPLAINTS]))


def _nothing(name: str, lists: int) -> Complaint:
    message = Sentence("no objects in %(name)s", name=name)
    hint = Sentence("Put in at least one object, with apiVersion and kind.")
    found = complaint.at(1, 1, message, hint)
    return found._replace(severity=WARNING) if lists else found


def _checked(text: str | bytes, name: str) -> str:
    """The text in plain lines; what is too long, binary or empty is refused."""
    if len(text) > MAX_CHARACTERS:
        size = f"{len(text) / (1 << 20):.1f} MB"
        message = Sentence(
            "%(name)s is too large: %(size)s, at most 1 MB can be read", name=name, size=size
        )
        raise Refusal(complaint.at(1, 1, message, _TOO_MUCH))
    if isinstance(text, bytes):
        text = _decoded(text)
    refuse_forbidden(text.removeprefix("\ufeff"))
    if not text.strip():
        hint = Sentence(
            "Paste a manifest, e.g. one that begins with `apiVersion: v1` and `kind: Pod`."
        )
        message = Sentence("no objects in %(name)s: it is empty", name=name)
        raise Refusal(complaint.at(1, 1, message, hint))
    return plain_lines(text)


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = Sentence("This looks like a binary file; save the manifest as plain text in UTF-8.")
        message = "yaml: invalid UTF-8"
        raise Refusal(complaint.at(line, 1, message, hint)) from None


class _Reader:
    def __init__(self) -> None:
        self.documents: list[Document] = []
        self.complaints: list[Complaint] = []
        self.lists = 0
        self._nodes_left = MAX_NODES

    def read(self, text: str) -> None:
        lines = text.split("\n")
        if text.lstrip().startswith("{"):
            self._read_json(text, lines)
            return
        for chunk in split_documents(text):
            self._read_chunk(chunk, lines)
        if not text.isascii():
            self._warn_of_quotes(text)

    def _read_json(self, text: str, lines: list[str]) -> None:
        events = jsonevents.events(text)
        try:
            while (builder := Builder(1, self._nodes_left)).build(events) is not None:
                self._add(builder)
        except jsonevents.JsonError as error:
            line = error.mark.line + 1
            hint = hint_for(str(error), lines, line) or _json_hint(lines, line)
            self.complaints.append(complaint.at(line, error.mark.column + 1, str(error), hint))

    def _read_chunk(self, chunk: Chunk, lines: list[str]) -> None:
        text = chunk.text
        for repairs in range(1 << 16):
            builder = Builder(chunk.line, self._nodes_left)
            try:
                end = builder.build(yamlevents.events(text))
            except yaml.YAMLError as error:
                repaired = yamlevents.repair_escape(text, error)
                if repaired is not None and yamlevents.may_repair(text, repairs):
                    text = repaired
                    continue
                self.complaints.extend(builder.complaints)
                self.complaints.append(_yaml_complaint(error, chunk, lines))
                return
            except Refusal as refusal:
                self.complaints.append(_with_hint(refusal.complaint, lines))
                return
            if end is not None:
                self._add(builder)
                self._warn_of_rest(chunk, end)
            return

    def _add(self, builder: Builder) -> None:
        self._nodes_left -= builder.nodes
        self.complaints.extend(builder.complaints)
        if builder.value is None:
            return
        if not isinstance(builder.value, dict):
            self.complaints.append(_no_mapping(builder))
            return
        document = Document(builder.value, builder.line, builder.positions, builder.values)
        self.lists += "items" in document.value
        for one in expand(document):
            if len(self.documents) >= MAX_DOCUMENTS:
                message = Sentence("more than %(most)s documents", most=MAX_DOCUMENTS)
                raise Refusal(complaint.at(one.line, 1, message, _TOO_MUCH))
            self.documents.append(one)

    def _warn_of_rest(self, chunk: Chunk, end: Any) -> None:
        """kubectl drops what follows `...` in silence; here it is said."""
        if not end.explicit:
            return
        lines = chunk.text.split("\n")
        for number in range(end.end_mark.line + 1, len(lines)):
            if (line := lines[number].strip()) and not line.startswith("#"):
                message = Sentence(
                    "everything from here to the next `---` is ignored: `...` ended it"
                )
                hint = Sentence("Write `---` between documents.")
                found = complaint.at(chunk.line + number, 1, message, hint)
                self.complaints.append(found._replace(severity=WARNING))
                return

    def _warn_of_quotes(self, text: str) -> None:
        for line, column, remedy in suspicious_characters(text):
            found = complaint.at(line, column, Sentence("a curly quote is not a quote"), remedy)
            self.complaints.append(found._replace(severity=WARNING))


def _no_mapping(builder: Builder) -> Complaint:
    kind = "array" if isinstance(builder.value, list) else "string"
    position = builder.values[""]
    message = f"json: cannot unmarshal {kind} into an object: a manifest is a mapping"
    hint = Sentence("Begin with `apiVersion:` and `kind:`, each on its own line.")
    return complaint.at(position.line, position.column, message, hint)


def _json_hint(lines: list[str], line: int) -> str:
    near = lines[line - 1].lstrip() if line <= len(lines) else ""
    if near.startswith(("//", "#", "/*")):
        return Sentence("JSON has no comments: take this one out.")
    return Sentence(
        "A text that begins with { is read as JSON: keys in double quotes, no comma at the end."
    )


def _yaml_complaint(error: yaml.YAMLError, chunk: Chunk, lines: list[str]) -> Complaint:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    line = min(chunk.line + line, len(lines))
    context = getattr(error, "context", None) or ""
    hint = hint_for(f"{context}: {problem}", lines, line)
    return complaint.at(line, column + 1, f"yaml: line {line}: {problem}", hint)


def _with_hint(found: Complaint, lines: list[str]) -> Complaint:
    better = hint_for(found.message, lines, found.line)
    return found._replace(hint=better or found.hint)
