"""TestCheckLogLocation (pkg/registry/core/pod/strategy_test.go).

Who asks for a log names the container, unless there is just one; init containers are listed
first and ephemeral ones last.
"""

import pytest

from lifecycle.engine.api.errors import ApiError
from lifecycle.engine.apiserver.registry.location import log_location
from tests.upstream.notation import pod

UNNAMED = "a container name must be specified for pod web"
REFUSED = [
    ("", None, UNNAMED),
    ("app log", None, f"{UNNAMED}, choose one of: [app log]"),
    ("i:load app log", None, f"{UNNAMED}, choose one of: [load app log]"),
    ("i:load app log e:debug", None, f"{UNNAMED}, choose one of: [load app log debug]"),
    ("app log", "unknown", "container unknown is not valid for pod web"),
]


def located(containers, named, node):
    made = pod(containers)
    made.spec.nodeName = node
    return log_location(made, named)


@pytest.mark.parametrize(["containers", "named", "why"], REFUSED)
def test_a_log_is_of_one_container(containers, named, why):
    with pytest.raises(ApiError) as refused:
        located(containers, named, None)
    assert (refused.value.code, refused.value.message) == (400, why)


@pytest.mark.parametrize(
    ["containers", "named", "found"], [("app", None, "app"), ("app log", "log", "log")]
)
def test_its_node_has_the_log(containers, named, found):
    assert located(containers, named, "node1") == ("node1", found)


def test_the_log_of_a_pod_without_a_node_is_empty():
    assert located("app", None, None) is None
