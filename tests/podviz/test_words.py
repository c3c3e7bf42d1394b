"""The catalogues of the page's texts: what is marked is found, and what is amiss is told."""

import ast
import re

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from podviz.words import catalogue
from podviz.words.collect import DOMAINS, ROOT, SCRIPT
from tests.architecture.sources import files, tree

KEPT = [(language, domain) for language in catalogue.LANGUAGES for domain in DOMAINS]


def in_chinese(english, chinese, **more):
    found = Catalog(locale="zh_Hans")
    found.add(english, chinese, **more)
    return found


@pytest.fixture
def faults(monkeypatch):
    def judge(wanted, kept):
        monkeypatch.setitem(catalogue.DOMAINS, "django", lambda: wanted)
        monkeypatch.setattr(catalogue, "read", lambda language, domain: kept)
        return list(catalogue.faults("zh_Hans", "django"))

    return judge


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        (in_chinese("Wait %(n)s", "等待 %(n)s"), []),
        (in_chinese("Wait %(n)s", ""), ["missing: Wait %(n)s"]),
        (in_chinese("Wait %(n)s", "等待 %(n)s", flags=["fuzzy"]), ["doubtful: Wait %(n)s"]),
        (in_chinese("Wait %(n)s", "等待 %(m)s"), ["other values: 等待 %(m)s"]),
        (in_chinese("Stay %(n)s", "停 %(n)s"), ["missing: Wait %(n)s", "left over: Stay %(n)s"]),
    ],
)
def test_a_catalogue_is_judged_by_the_sources(faults, kept, found):
    wanted = Catalog()
    wanted.add("Wait %(n)s")
    assert faults(wanted, kept) == found


def test_one_of_two_forms_may_leave_the_number_out(faults):
    wanted = Catalog()
    wanted.add(("one Pod", "%(n)s Pods"))
    assert faults(wanted, in_chinese(("one Pod", "%(n)s Pods"), ("%(n)s 个 Pod",))) == []


def test_texts_are_found_in_python_templates_and_scripts():
    server, scripts = DOMAINS["django"](), DOMAINS["djangojs"]()
    assert "There is no such session." in server
    assert ("%(n)s second", "%(n)s seconds") in server
    assert "Nothing is chosen yet." in server
    assert "Nothing of it is left:" in scripts
    assert "Break something" in scripts
    assert ("%(count)s follows", "%(count)s follow") in scripts


def test_no_text_of_a_script_escapes():
    calls = re.compile(r"(?<!function )\bn?gettext\((?!message|one)")
    for file in (ROOT / "static" / "js").rglob("*.js"):
        text = file.read_text(encoding="utf-8").replace("catalog.django.", "")
        assert len(calls.findall(text)) == len(SCRIPT.findall(text)), file


def test_no_text_of_a_sentence_escapes():
    for file in files(".py", under=("lifecycle",)):
        nodes = list(ast.walk(tree(file)))
        named = {name for node in nodes for name in _named(node)}
        for node in filter(_is_sentence, nodes):
            words = node.args[0]
            is_known = isinstance(words, ast.Name) and words.id in named
            assert isinstance(words, ast.Constant) or is_known, f"{file}:{node.lineno}"


def _named(node):
    """What names a Sentence without its values: a constant, a variable, an argument."""
    if isinstance(node, ast.arg) and getattr(node.annotation, "id", "") == "Sentence":
        yield node.arg
    if isinstance(node, ast.Assign) and "Sentence(" in ast.unparse(node.value):
        names = (name for target in node.targets for name in ast.walk(target))
        yield from (name.id for name in names if isinstance(name, ast.Name))


def _is_sentence(node):
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Sentence"


@pytest.mark.parametrize(("language", "domain"), KEPT)
def test_what_django_reads_is_what_the_catalogue_says(language, domain):
    kept = catalogue.read(language, domain)
    with catalogue.path(language, domain).with_suffix(".mo").open("rb") as compiled:
        read = read_mo(compiled)
    said = {
        str(list(one.id)): list(one.string)
        for one in kept
        if one.id and one.string and all(one.string)
    }
    assert {str(list(one.id)): list(one.string) for one in read if one.id} == said


@pytest.mark.parametrize(("language", "domain"), KEPT)
def test_every_text_has_a_translation_with_its_values(language, domain):
    assert list(catalogue.faults(language, domain)) == [], "make words, then translate"


def test_a_text_that_has_a_plural_now_wants_a_new_translation(monkeypatch):
    old, new = Catalog(locale="zh_Hans"), Catalog(locale="zh_Hans")
    old.add("%(n)s Pod", "%(n)s 个")
    old.add("a Pod", "一个 Pod")
    new.add(("%(n)s Pod", "%(n)s Pods"))
    new.add("a Pod")
    monkeypatch.setattr(catalogue, "read", lambda language, domain: old)
    monkeypatch.setitem(DOMAINS, "django", lambda: new)
    fresh = catalogue.updated("zh_Hans", "django")
    assert not any(fresh["%(n)s Pod"].string) and fresh["a Pod"].string == "一个 Pod"
