"""How a branch ends, in outline: the Pods there are, and how those that are gone have ended."""

import pytest

from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.outline import outline
from lifecycle.sessions.replay import Tape
from lifecycle.sessions.scenario import Scenario, Step

POD = """
apiVersion: v1
kind: Pod
metadata: {{name: web}}
spec:
  terminationGracePeriodSeconds: 5
  containers:
  - name: app
    image: busybox
    command: [sh, -c, "{script}"]
"""
DEAF = "trap '' TERM; while true; do sleep 1; done"
POLITE = "trap 'exit 0' TERM; while true; do sleep 1; done"


def ended(script, *commands, until_ms=120_000):
    steps = tuple(Step(at_ms, line) for at_ms, line in commands)
    trace = Tape(Journal(Scenario(POD.format(script=script), script=steps))).compute(ROOT, until_ms)
    return outline(trace.records, trace.count_until(until_ms))


def test_a_pod_that_runs_is_there():
    (pod,) = ended(POLITE).pods
    assert (pod.name, pod.ready, pod.status) == ("web", "1/1", "Running")
    assert not ended(POLITE).gone


@pytest.mark.parametrize(("script", "code"), [(DEAF, 137), (POLITE, 0)])
def test_a_deleted_pod_says_how_it_ended(script, code):
    found = ended(script, (30_000, "kubectl delete pod web"))
    (gone,) = found.gone
    assert (found.count, found.gone_count) == (0, 1)
    assert (gone.name, gone.restarts, gone.codes) == ("web", 0, (code,))


def test_restarts_of_pods_that_are_gone_are_counted():
    found = ended("sleep 3; exit 1", (80_000, "kubectl delete pod web"))
    (gone,) = found.gone
    assert gone.restarts == found.restarts > 1


def test_a_pod_of_the_same_name_takes_its_place():
    again = POD.format(script=POLITE)
    script = (Step(30_000, "kubectl delete pod web"), Step(60_000, "kubectl apply -f -", again))
    trace = Tape(Journal(Scenario(again, script=script))).compute(ROOT, 90_000)
    found = outline(trace.records, trace.count_until(90_000))
    assert (found.count, found.gone_count) == (1, 0)
