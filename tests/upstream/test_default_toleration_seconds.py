"""TestForgivenessAdmission (plugin/pkg/admission/defaulttolerationseconds/admission_test.go).

Five minutes on a node that is lost, unless the Pod speaks of it itself.
"""

import pytest

from lifecycle.engine.apiserver.admission.default_toleration_seconds import add_tolerations
from lifecycle.engine.apiserver.store import Store
from lifecycle.engine.kernel.world import World
from tests.engine.apiserver.served import pod
from tests.upstream.test_runtime_class import tolerated

NOT_READY, UNREACHABLE = "node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"
OLD_NOT_READY, OLD_UNREACHABLE = "node.alpha.kubernetes.io/notReady", "node.alpha.io/unreachable"
BOTH = (f"{NOT_READY}:NoExecute 300s", f"{UNREACHABLE}:NoExecute 300s")

CASES = [
    # what the Pod tolerates: what is added
    ((), BOTH),
    ((f"{OLD_NOT_READY}:NoExecute 300s", f"{OLD_UNREACHABLE}:NoExecute 300s"), BOTH),
    ((f"{OLD_NOT_READY}:NoExecute 300s",), BOTH),
    ((f"{OLD_UNREACHABLE}:NoExecute 300s",), BOTH),
    (("foo=bar:NoSchedule 700s",), BOTH),
    ((f"{NOT_READY}:NoExecute 700s",), BOTH[1:]),
    ((f"{UNREACHABLE}:NoExecute 700s",), BOTH[:1]),
    ((f"{NOT_READY}:NoExecute 700s", f"{UNREACHABLE}:NoExecute 700s"), ()),
    ((f"{UNREACHABLE} 700s",), BOTH[:1]),
    (("* 700s",), ()),
    # Not upstream's: another effect is no word about it.
    ((f"{NOT_READY}:NoSchedule",), BOTH),
]


@pytest.mark.parametrize(["given", "added"], CASES)
def test_what_is_added(given, added):
    asked = pod(tolerations=[tolerated(text) for text in given] or None)
    made = add_tolerations(asked, Store(World(1), "1.36"))
    assert made.spec.tolerations == [tolerated(text) for text in (*given, *added)]
