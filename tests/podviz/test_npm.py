"""npm modules: which are served, under which names."""

import json

import pytest

from podviz import npm


@pytest.fixture
def node_modules(tmp_path, settings):
    """A project that needs `one`, which needs `two`; `stranger` only lies there."""
    settings.BASE_DIR, settings.NODE_MODULES = tmp_path, tmp_path / "node_modules"
    (tmp_path / "package.json").write_text('{"dependencies": {"one": "^1"}}')
    install(
        settings, "one", {"exports": {"import": "./dist/index.js"}, "dependencies": {"two": "1"}}
    )
    install(settings, "two", {"exports": {".": {"default": "./two.js"}, "./deep.js": "./deep.js"}})
    install(settings, "stranger", {"module": "stranger.js"})
    npm.packages.cache_clear()
    npm.import_paths.cache_clear()
    yield settings.NODE_MODULES
    npm.packages.cache_clear()
    npm.import_paths.cache_clear()


def install(settings, name, about):
    folder = settings.NODE_MODULES / name
    (folder / "dist").mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps(about))
    for file in ("dist/index.js", "two.js", "deep.js", "stranger.js", "secret.txt"):
        (folder / file).write_text("export {}")


def test_dependencies_and_theirs_are_packages_and_nothing_else_is(node_modules):
    assert [package.name for package in npm.packages()] == ["one", "two"]


def test_a_bare_name_means_the_file_that_its_package_exports(node_modules):
    assert npm.import_paths() == {
        "one": "npm/one/dist/index.js",
        "two": "npm/two/two.js",
        "two/": "npm/two/",
    }


@pytest.mark.parametrize(
    "entry",
    [
        {"exports": "./two.js"},
        {"exports": {"browser": "./two.js", "import": "./deep.js"}},
        {"exports": {".": {"import": {"types": "./x.d.ts", "default": "./two.js"}}}},
        {"module": "two.js"},
    ],
)
def test_an_entry_is_found_however_a_package_writes_it(node_modules, settings, entry):
    (node_modules / "two" / "package.json").write_text(json.dumps(entry))
    npm.packages.cache_clear()
    assert npm.import_paths()["two"] == "npm/two/two.js"


def test_the_finder_finds_scripts_of_packages(node_modules):
    finder = npm.NpmFinder()
    assert finder.find("npm/two/deep.js") == str(node_modules / "two" / "deep.js")
    assert finder.find("npm/two/deep.js", find_all=True) == [str(node_modules / "two" / "deep.js")]
    served = {f"{storage.prefix}/{path}" for path, storage in finder.list(None)}
    assert "npm/one/dist/index.js" in served
    assert not [path for path in served if path.endswith((".json", ".txt"))]


@pytest.mark.parametrize(
    "path",
    [
        "npm/stranger/stranger.js",
        "npm/two/secret.txt",
        "npm/two/package.json",
        "npm/two/none.js",
        "npm/two/../stranger/stranger.js",
        "two/two.js",
    ],
)
def test_the_finder_finds_nothing_else(node_modules, path):
    assert npm.NpmFinder().find(path) == []


def test_without_node_modules_there_are_no_packages(node_modules, settings, tmp_path):
    settings.NODE_MODULES = tmp_path / "nowhere"
    npm.packages.cache_clear()
    assert npm.packages() == ()
