"""Static Pods: those that the kubelet reads from files of its node, without the API server.

A file in the manifests' folder is a Pod of this node for as long as it lies there; another
text is another Pod. The API server is only shown them, see `mirror_pods`.

Mirrors pkg/kubelet/config (`applyDefaults`, file_linux.go) and `allowStaticPodStart` of
pkg/kubelet/pod_workers.go.
"""

from hashlib import sha256

import msgspec
from lightkube.models.core_v1 import Pod, PodStatus, Toleration
from msgspec.structs import replace

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.references import referred_kind
from lifecycle.engine.api.validation import validate_create
from lifecycle.engine.cri.filesystem import File, Place, parent
from lifecycle.engine.kernel.clock import timestamp
from lifecycle.engine.kubelet.part import Part
from lifecycle.engine.kubelet.status.phase import CONFIG_SOURCE

FOLDER = "/etc/kubernetes/manifests"
CONFIG_HASH, CONFIG_SEEN = "kubernetes.io/config.hash", "kubernetes.io/config.seen"
RETRY_MS, JITTER = 10_000, 0.5


class Manifest(msgspec.Struct, frozen=True):
    """What a file says; another text in that file is no Pod."""

    text: str
    pod: Pod


class StaticPods(Part):
    """The files of one node, which stay when the kubelet stops."""

    def __init__(self, kl) -> None:
        super().__init__(kl)
        node = kl.node_name
        self.manifests: dict[str, Manifest] = self.world.table(f"kubelet/{node}/manifests")
        self.read: dict[str, Pod] = self.process.memory("static-pods")
        self._looks = f"kubelet/{node}.manifest"
        self.world.on(self._looks, self.look)
        self.on("static.start", self.start)

    def begin(self) -> None:
        """The kubelet comes up: all files are new to it."""
        for path in self.manifests:
            self.look(path)

    def named(self, namespace: str, name: str) -> Pod | None:
        """The static Pod of that name, if there is a file of it."""
        for pod in self.read.values():
            if (pod.metadata.namespace, pod.metadata.name) == (namespace, name):
                return pod
        return None

    def problems(self, pod: Pod) -> list[str]:
        """Why the kubelet would take no notice of the file; empty if it takes the Pod."""
        kind = referred_kind(pod) if self.kl.gates.static_pods_stand_alone else ""
        wrong = [error.error() for error in validate_create(self._made(pod, FOLDER, ""))]
        return wrong or ([f"static pods may not reference {kind}"] if kind else [])

    def write(self, pod: Pod, text: str) -> str:
        """Put the manifest into the folder; the path."""
        path = f"{FOLDER}/{pod.metadata.name}.yaml"
        self.manifests[path] = Manifest(text, pod)
        place, files = self._place(path), self.kl.runtime.files
        files.watch(place, (self._looks, path))
        files.make_directories(Place(place.tree, parent(path)))
        files.put(place, File(text, changed_ms=self.world.now))
        return path

    def look(self, path: str) -> None:
        """A file has changed: the Pod that it was must go, the one that it is may come."""
        if not self.process.running:
            return
        file, manifest = self.kl.runtime.files.get(self._place(path)), self.manifests[path]
        pod = None
        if file is not None and file.text == manifest.text:
            pod = self._made(manifest.pod, path, manifest.text)
        known = self.read.get(path)
        if known is not None and (pod is None or known.metadata.uid != pod.metadata.uid):
            del self.read[path]
            self.kl.pod_manager.changed("deleted", known)
            known = None
        if pod is not None and known is None:
            self.read[path] = pod
            self.start(path, pod.metadata.uid)

    def start(self, path: str, uid: str) -> None:
        """Begin with the Pod, unless one of the same name must end first."""
        pod = self.read.get(path)
        if pod is None or pod.metadata.uid != uid:
            return
        if self.kl.pod_workers.is_known_by_name(pod.metadata.namespace, pod.metadata.name):
            jitter = 1 + JITTER * self.world.draw("static-start", uid, self.world.now)
            self.after(round(RETRY_MS * jitter), "static.start", path, uid)
        else:
            self.kl.pod_manager.changed("added", pod)

    def _place(self, path: str) -> Place:
        return Place(f"host/{self.kl.node_name}", path)

    def _made(self, pod: Pod, path: str, text: str) -> Pod:
        """What the kubelet makes of the manifest (`applyDefaults`)."""
        node, meta, spec = self.kl.node_name, pod.metadata, pod.spec
        uid = sha256(f"host:{node}file:{path}{text}".encode()).hexdigest()[:32]
        annotations = {
            **(meta.annotations or {}),
            CONFIG_HASH: uid,
            CONFIG_SEEN: timestamp(self.world.now).strftime("%Y-%m-%dT%H:%M:%SZ"),
            CONFIG_SOURCE: "file",
        }
        stays = Toleration(operator="Exists", effect="NoExecute")
        meta = replace(
            meta,
            name=f"{meta.name}-{node.lower()}",
            namespace=meta.namespace or "default",
            uid=uid,
            annotations=annotations,
        )
        spec = replace(spec, nodeName=node, tolerations=[*(spec.tolerations or ()), stays])
        return set_defaults(replace(pod, metadata=meta, spec=spec, status=PodStatus("Pending")))
