"""What is played to be measured: Pods with all three probes, on nodes that can hold them."""

PODS_PER_NODE = 100
NODE = """\
apiVersion: v1
kind: Node
metadata: {{name: node{number}}}
---
"""
PODS = """\
apiVersion: apps/v1
kind: ReplicaSet
metadata: {{name: web}}
spec:
  replicas: {count}
  selector:
    matchLabels: {{app: web}}
  template:
    metadata:
      labels: {{app: web}}
    spec:
      containers:
      - name: app
        image: busybox:1.35
        command: [sh, -c, "touch /tmp/ok; sleep 1000000"]
        startupProbe:
          exec: {{command: [cat, /tmp/ok]}}
        livenessProbe:
          exec: {{command: [cat, /tmp/ok]}}
        readinessProbe:
          exec: {{command: [cat, /tmp/ok]}}
"""


def pods(count: int) -> str:
    """The manifests of `count` Pods."""
    nodes = "".join(NODE.format(number=n + 1) for n in range(-(-count // PODS_PER_NODE)))
    return nodes + PODS.format(count=count)
