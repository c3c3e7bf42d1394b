"""A command line in front of an API server, without nodes."""

import yaml

from lifecycle.engine.apiserver.server import ApiServer
from lifecycle.engine.inputs import Input
from lifecycle.engine.kernel.world import World
from lifecycle.engine.kubectl.commands import Commands

POD = """
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  containers:
  - name: app
    image: busybox:1.35
    env: [{name: A, value: "1"}, {name: B, value: "2"}]
"""
DEPLOYMENT = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: "nginx:1"}]}
"""
NODE = """
apiVersion: v1
kind: Node
metadata: {name: node1}
spec: {}
"""


class Shell:
    """Types lines, and reads what is printed."""

    def __init__(self):
        self.world = World(1)
        self.api = ApiServer(self.world)
        self.commands = Commands(self.world, self.api)

    def type(self, line, manifest=""):
        """Whether it was done, and what was printed."""
        documents = tuple(yaml.safe_load_all(manifest)) if manifest else ()
        return self.commands.run(Input(self.world.now, line, documents))

    def does(self, line, manifest=""):
        """What was printed by a line that is carried out."""
        ok, text = self.type(line, manifest)
        assert ok, text
        return text

    def refuses(self, line, manifest=""):
        """What was printed by a line that is refused."""
        ok, text = self.type(line, manifest)
        assert not ok, text
        return text

    def pod(self, name="web", namespace="default"):
        return self.api.get("Pod", namespace, name)
