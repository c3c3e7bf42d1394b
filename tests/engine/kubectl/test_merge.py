"""Three-way merging, strategic merging, JSON merge patch and JSON patch."""

import pytest

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.kubectl.jsonpatch import apply_operations
from lifecycle.engine.kubectl.merge import merge, strategic, three_way

# what was applied last, what is applied now, what there is: what becomes of it
THREE_WAY = [
    ({}, {"a": 1}, {}, {"a": 1}),
    ({"a": 1}, {}, {"a": 1}, {}),
    ({}, {"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
    ({"a": 1}, {"a": None}, {"a": 1}, {}),
    (
        {"a": {"b": 1, "c": 2}},
        {"a": {"b": 3}},
        {"a": {"b": 1, "c": 2, "d": 4}},
        {"a": {"b": 3, "d": 4}},
    ),
    ({"args": ["x"]}, {"args": ["y"]}, {"args": ["x", "z"]}, {"args": ["y"]}),
    (
        {"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}]},
        {"env": [{"name": "A", "value": "3"}]},
        {"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "2"}, {"name": "C"}]},
        {"env": [{"name": "A", "value": "3"}, {"name": "C"}]},
    ),
    (
        {"ports": [{"port": 80}]},
        {"ports": [{"port": 81}]},
        {"ports": [{"port": 80, "nodePort": 30000}]},
        {"ports": [{"port": 81}]},
    ),
    (
        {},
        {"ports": [{"containerPort": 80}]},
        {"ports": [{"containerPort": 80, "protocol": "TCP"}]},
        {"ports": [{"containerPort": 80, "protocol": "TCP"}]},
    ),
    (
        {"finalizers": ["a", "b"]},
        {"finalizers": ["a"]},
        {"finalizers": ["a", "b", "c"]},
        {"finalizers": ["a", "c"]},
    ),
    (
        {"strategy": {"type": "RollingUpdate"}},
        {"strategy": {"type": "Recreate"}},
        {"strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1}}},
        {"strategy": {"type": "Recreate"}},
    ),
    (
        {"volumes": [{"name": "v", "emptyDir": {}}]},
        {"volumes": [{"name": "v", "configMap": {"name": "c"}}]},
        {"volumes": [{"name": "v", "emptyDir": {}}]},
        {"volumes": [{"name": "v", "configMap": {"name": "c"}}]},
    ),
]


@pytest.mark.parametrize(["original", "modified", "current", "expected"], THREE_WAY)
def test_apply_sets_what_is_said_and_removes_what_is_no_longer_said(
    original, modified, current, expected
):
    before = repr((original, modified, current))
    assert three_way(original, modified, current) == expected
    assert repr((original, modified, current)) == before


def test_lists_of_custom_resources_are_replaced():
    old, new = {"env": [{"name": "A"}]}, {"env": [{"name": "B"}]}
    assert three_way({}, new, old, by_key=False) == new


STRATEGIC = [
    ({"a": 1, "b": 2}, {"a": None}, {"b": 2}),
    (
        {"containers": [{"name": "a", "image": "1"}, {"name": "b"}]},
        {"containers": [{"name": "a", "image": "2"}]},
        {"containers": [{"name": "a", "image": "2"}, {"name": "b"}]},
    ),
    (
        {"containers": [{"name": "a"}, {"name": "b"}]},
        {"containers": [{"name": "a", "$patch": "delete"}]},
        {"containers": [{"name": "b"}]},
    ),
    (
        {"env": [{"name": "a"}, {"name": "b"}]},
        {"env": [{"$patch": "replace"}, {"name": "c"}]},
        {"env": [{"name": "c"}]},
    ),
    ({"a": {"b": 1, "c": 2}}, {"a": {"$patch": "replace", "d": 3}}, {"a": {"d": 3}}),
    ({"a": {"b": 1, "c": 2}}, {"a": {"$retainKeys": ["b"], "b": 4}}, {"a": {"b": 4}}),
    ({"finalizers": ["a"]}, {"finalizers": ["b"]}, {"finalizers": ["a", "b"]}),
    (
        {"finalizers": ["a", "b"]},
        {"$deleteFromPrimitiveList/finalizers": ["a"]},
        {"finalizers": ["b"]},
    ),
    ({"args": ["a"]}, {"args": ["b"]}, {"args": ["b"]}),
]


@pytest.mark.parametrize(["current", "patch", "expected"], STRATEGIC)
def test_a_strategic_patch_merges_lists_by_key(current, patch, expected):
    assert strategic(current, patch) == expected


def test_a_merge_patch_replaces_lists():
    assert merge({"a": [1, 2], "b": {"c": 1}}, {"a": [3], "b": {"d": 2}}) == {
        "a": [3],
        "b": {"c": 1, "d": 2},
    }


JSON_PATCH = [
    ([{"op": "add", "path": "/a", "value": 1}], {}, {"a": 1}),
    ([{"op": "add", "path": "/a/-", "value": 3}], {"a": [1]}, {"a": [1, 3]}),
    ([{"op": "add", "path": "/a/0", "value": 3}], {"a": [1]}, {"a": [3, 1]}),
    ([{"op": "replace", "path": "/a/0/b", "value": 3}], {"a": [{"b": 1}]}, {"a": [{"b": 3}]}),
    ([{"op": "remove", "path": "/a/0"}], {"a": [1, 2]}, {"a": [2]}),
    ([{"op": "remove", "path": "/x~1y"}], {"x/y": 1}, {}),
    ([{"op": "move", "from": "/a", "path": "/b"}], {"a": 1}, {"b": 1}),
    ([{"op": "copy", "from": "/a", "path": "/b"}], {"a": 1}, {"a": 1, "b": 1}),
    ([{"op": "test", "path": "/a", "value": 1}], {"a": 1}, {"a": 1}),
]


@pytest.mark.parametrize(["operations", "document", "expected"], JSON_PATCH)
def test_json_patch_operations(operations, document, expected):
    assert apply_operations(document, operations) == expected


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "remove", "path": "/none"},
        {"op": "replace", "path": "/none", "value": 1},
        {"op": "test", "path": "/a", "value": 2},
        {"op": "explode", "path": "/a"},
        {"op": "add", "path": "/a/b/c", "value": 1},
        {"op": "add"},
        "nonsense",
    ],
)
def test_operations_that_do_not_fit_are_refused(operation):
    with pytest.raises(ApiError, match="the server rejected our request"):
        apply_operations({"a": 1}, [operation])
