"""What is played to be measured: Pods with all three probes, on nodes that can hold them."""

PODS_PER_NODE = 110
_NODE = """\
apiVersion: v1
kind: Node
metadata: {{name: node{number}}}
---
"""
_SPEC = """\
spec:
  containers:
  - name: app
    image: busybox:1.35
    command: [sh, -c, "touch /tmp/ok; sleep 1000000"]
    startupProbe:
      exec: {command: [cat, /tmp/ok]}
    livenessProbe:
      exec: {command: [cat, /tmp/ok]}
    readinessProbe:
      exec: {command: [cat, /tmp/ok]}
"""
POD = f"""\
apiVersion: v1
kind: Pod
metadata: {{name: web}}
{_SPEC}"""
_WORKLOAD = """\
apiVersion: apps/v1
kind: {kind}
metadata: {{name: web}}
spec:
  replicas: {count}
  selector:
    matchLabels: {{app: web}}
  template:
    metadata:
      labels: {{app: web}}
"""


def pods(count: int, *, kind: str = "ReplicaSet", nodes: int = 0) -> str:
    """The manifests of `count` Pods of one workload, and of the nodes for them."""
    numbers = range(1, 1 + (nodes or -(-count // PODS_PER_NODE)))
    spec = "".join(f"    {line}\n" for line in _SPEC.splitlines())
    template = _WORKLOAD.format(kind=kind, count=count) + spec
    return "".join(_NODE.format(number=number) for number in numbers) + template
