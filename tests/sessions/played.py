"""What the whole cluster plays, for the tests that read its records."""

from functools import cache

from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.replay import Tape, Trace
from lifecycle.sessions.scenario import Scenario, Step

MANIFESTS = """\
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  selector: {app: web}
  ports:
  - port: 80
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      terminationGracePeriodSeconds: 2
      containers:
      - name: app
        image: busybox:1.35
        command: [sh, -c, "echo hello; touch /tmp/ok; sleep 3600"]
        livenessProbe:
          exec:
            command: [cat, /tmp/ok]
          periodSeconds: 5
          failureThreshold: 1
"""
SCENARIO = Scenario(
    MANIFESTS,
    script=(Step(12_000, "kubectl exec deploy/web -- rm /tmp/ok"),),
    until_ms=40_000,
)


@cache
def tape() -> Tape:
    """A Deployment whose container is killed by its liveness probe after an input."""
    return Tape(Journal(SCENARIO))


def trace() -> Trace:
    return tape().compute(ROOT, SCENARIO.until_ms)
