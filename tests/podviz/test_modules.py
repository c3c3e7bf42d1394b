"""Following imports: what a page needs, all of it and no more."""

import pytest

from podviz import modules


@pytest.fixture
def served(tmp_path, monkeypatch):
    """Write static files; imports are followed among them."""
    monkeypatch.setattr(modules, "_found", {})
    monkeypatch.setattr(modules, "import_paths", lambda: {"lit": "npm/lit.js", "lit/": "npm/lit/"})
    monkeypatch.setattr(
        modules.finders,
        "find",
        lambda path: tmp_path / path if (tmp_path / path).exists() else None,
    )

    def write(**files):
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)

    return write


def test_static_imports_are_followed_to_their_end(served):
    served(
        js__a_js='import { b } from "./b.js";\nimport "./views/c.js";\nexport * from "./d.js";',
        js__b_js='import {\n  x,\n  y,\n} from "lit";\n',
        js__views__c_js='import z from "lit/z.js"; import("./lazy.js");',
        js__d_js='import { a } from "./a.js"; // import "./no.js" is only words\n',
        npm__lit_js="",
        npm__lit__z_js="",
    )
    assert modules.needed_by("js/a.js") == (
        "js/a.js",
        "js/b.js",
        "js/views/c.js",
        "js/d.js",
        "npm/lit.js",
        "npm/lit/z.js",
    )


def test_minified_imports_are_followed(served):
    served(js__a_js='import{t as e}from"./b.js";export{x}from"./c.js";', js__b_js="", js__c_js="")
    assert modules.needed_by("js/a.js") == ("js/a.js", "js/b.js", "js/c.js")


def test_what_is_not_there_is_not_named(served):
    served(js__a_js='import "./missing.js"; import "unknown";')
    assert modules.needed_by("js/a.js") == ("js/a.js",)
