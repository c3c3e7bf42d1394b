"""Trees, mounts and views."""

import pytest

from lifecycle.engine.cri.expansion import expand
from lifecycle.engine.cri.filesystem import (
    File,
    FileError,
    Files,
    Mount,
    Place,
    appended,
    clean,
    view,
)
from lifecycle.engine.kernel.world import World

PATHS = {
    "/": "", "/a/b": "/a/b", "/a//b/": "/a/b", "/a/./b/../c": "/a/c", "x": "/home/x",
    "..": "", "/../..": "", "./x": "/home/x",
}  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_paths_are_cleaned(path):
    assert clean(path, "/home") == PATHS[path]


def test_the_deepest_mount_decides():
    mounts = [Mount("/data", "a"), Mount("/data/deep/", "b", "/sub", read_only=True)]
    seen = view("layer", mounts, read_only=False, open_ended=False)
    assert seen.place("/data/x") == Place("a", "/x")
    assert seen.place("/data/deep/x") == Place("b", "/sub/x", True)
    assert seen.place("/database") == Place("layer", "/database")
    assert seen.mount_points("") == ["data"]


def test_a_file_needs_its_directory():
    files = Files(World(1))
    files.plant("t")
    with pytest.raises(FileError, match="No such file or directory"):
        files.put(Place("t", "/a/b"), File("x"))
    files.make_directories(Place("t", "/a"))
    files.put(Place("t", "/a/b"), File("x"))
    with pytest.raises(FileError, match="Not a directory"):
        files.put(Place("t", "/a/b/c"), File("x"))
    with pytest.raises(FileError, match="Read-only"):
        files.put(Place("t", "/a/b", True), File("x"))
    assert files.names(Place("t", "/a")) == ["b"]
    files.remove(Place("t", "/a"))
    assert files.names(Place("t", "")) == []


def test_a_volume_s_texts_replace_what_it_held():
    files = Files(World(1))
    files.replace("v", {"/key": "one", "/dir/other": "two"})
    files.replace("v", {"/key": "three"})
    assert files.get(Place("v", "/key")).text == "three"
    assert files.get(Place("v", "/dir/other")) is None


def test_of_a_long_file_only_the_end_is_kept():
    file = File()
    for _ in range(40):
        file = appended(file, "x" * 10_000, 0)
    assert file.size == 400_000
    assert len(file.text) < 200_000


def test_writing_leaves_earlier_snapshots_alone():
    world = World(1)
    files = Files(world)
    files.plant("t")
    files.put(Place("t", "/a"), File("one"))
    before = world.snapshot()
    files.put(Place("t", "/a"), File("two"))
    world.restore(before)
    assert files.get(Place("t", "/a")).text == "one"


EXPANSIONS = {
    "$(A)": "1", "$$(A)": "$(A)", "$(NONE)": "$(NONE)", "a$(A)b$(B)": "a1b2", "$": "$",
    "$(A": "$(A", "$$$$": "$$", "$A": "$A", "$(A)$": "1$", "$()": "$()",
    "$$$(A)": "$1", "x$": "x$", "$(date)": "$(date)",
}  # fmt: skip


@pytest.mark.parametrize("text", EXPANSIONS)
def test_references_to_variables_are_expanded_as_the_kubelet_does(text):
    assert expand(text, {"A": "1", "B": "2"}) == EXPANSIONS[text]
