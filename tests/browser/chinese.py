"""What of a Chinese page is still English, and may not be.

Code, and whatever is marked as English, is passed over. Of the rest each Latin word must be one
of the API's, of a command's or of the scene's own: it stands in the engine, in the manifests, in
what the simulated cluster prints. So a forgotten word is found without a list of pages.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from playwright.sync_api import Page

from lifecycle import limits
from lifecycle.manifests.reference import reference
from lifecycle.sessions.scenario import Scenario
from lifecycle.sessions.wire import encode
from lifecycle.teaching.played import records_of
from lifecycle.teaching.telling import RESULTS, WHAT
from podviz.words import catalogue
from podviz.words.collect import DOMAINS
from tests.architecture.sources import files, tree

TEXTS = """() => {
  const code =
    "script, style, pre, code, kbd, noscript, textarea, .cm-editor, [lang=en], [translate=no]";
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement.closest(code)) found.push(text.textContent.trim());
  }
  for (const name of ["aria-label", "title", "placeholder", "alt", "data-tip"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!element.closest(code)) found.push(element.getAttribute(name).trim());
  return [...new Set(found)].filter(Boolean);
}"""
WORD = re.compile(r"[A-Za-z][\w'’./:@-]*[A-Za-z]")
PLAIN = re.compile(r"[A-Z]?[a-z]{2,}(?:['’-][a-z]+)*")
"""Lower case, or only its first letter: `restartPolicy`, `SIGTERM` and `web.yaml` are no words."""

SENTENCE = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
LOANWORDS = frozenset(
    (
        *("podviz", "kubectl", "kubelet", "kubernetes", "containerd", "docker", "dockershim"),
        *("istio", "linux", "tomcat", "ghost", "markdown", "security", "initializing"),
        *(
            "adapter",
            "admission",
            "policy",
            "alpha",
            "ambassador",
            "beta",
            "cgroup",
            "dead",
            "downward",
        ),
        *("finalizer", "gate", "infra", "init", "mirror", "mutating", "replication", "scheduling"),
        *("runtime-config", "shell", "sidecar", "trace", "volumes-from", "net", "class", "field"),
    )
)
"""Names, and terms of the trade that Chinese says in English, too."""

OF_THE_API = {"True", "running", "never", "ready", "terminating", "Pods", *WHAT, *RESULTS}
"""Words that the page says as well, and then in Chinese."""


class Leftovers:
    """Finds them; words of `own` may stand anywhere: texts, or scenarios and what they play."""

    def __init__(self, own: Iterable[Scenario | str] = ()) -> None:
        names = {word for one in own for word in _words_of(one)}
        self._known = vocabulary() | names
        self._english = untranslated() - names

    def on(self, page: Page) -> list[str]:
        """Every text of the page that is left, with the words that nobody knows."""
        page.wait_for_load_state()
        found = []
        for text in page.evaluate(TEXTS):
            strange = sorted({word for word in _plain(text) if word not in self._known})
            if text in self._english or re.search(r"%\(\w+\)", text) or strange:
                found.append(f"{text[:120]} {strange}")
        return found


@cache
def vocabulary() -> frozenset[str]:
    """The words of the API, of commands and of programs: the engine's own, and its fields."""
    words = set(_names_in(reference())) | LOANWORDS
    for file in files(".py", under=("lifecycle",)):
        if file.parts[1] == "engine":
            words.update(_literals(tree(file)))
    return frozenset(words | {f"{word}s" for word in words})


@cache
def untranslated() -> frozenset[str]:
    """Every text of the page that is another one in Chinese, but for words of the API."""
    found = set()
    for domain in DOMAINS:
        for message in catalogue.read("zh_Hans", domain):
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            strings = [message.string] if isinstance(message.string, str) else message.string
            found.update(text for text in ids if text and text not in strings)
    return frozenset(found - set(_names_in(reference())) - OF_THE_API)


def _literals(source: ast.Module) -> Iterator[str]:
    for node in ast.walk(source):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            word = node.value.strip("-")
            if re.fullmatch(r"[A-Za-z][A-Za-z-]*", word):
                yield word.lower()


def _names_in(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield key.lower()
            yield from _names_in(member)
    elif isinstance(value, list):
        for member in value:
            yield from _names_in(member)


def _words_of(scenario: Scenario | str) -> Iterator[str]:
    """What is written in its files, and all that a browser is told of what is played."""
    if isinstance(scenario, str):
        yield from _plain(scenario)
        return
    yield from _plain(scenario.manifests)
    yield from _plain(scenario.lesson.fixed)
    for step in scenario.script:
        yield from _plain(step.do)
    for record in records_of(scenario, limits.PLAYED_WHOLE_RECORDS):
        yield from _plain(encode(record))


def _plain(text: str) -> Iterator[str]:
    """Its words; the end of a name that was cut is none."""
    for word in WORD.findall(re.sub(r"…[\w-]+", "", text)):
        if PLAIN.fullmatch(word):
            yield word.lower()
