"""Scripts: lines that somebody types while a life is played, each at its moment."""

from typing import NamedTuple

from hypothesis import strategies as st

from tests.properties.containers import Document
from tests.properties.pods import pods

PODS = st.sampled_from(["p0", "p0", "p1", "pod/{app=d}[0]", "nobody"])
CONTAINERS = st.sampled_from(["c0", "c0", "c1", "i0", "nobody"])
NODES = st.sampled_from(["node1", "node1", "node2", "nowhere"])
PATHS = st.sampled_from(["/tmp/ok", "/tmp/ready", "/v/shared"])

_DELETE = (
    "kubectl delete {pod}",
    "kubectl delete {pod} --grace-period=1",
    "kubectl delete {pod} --grace-period=20",
    "kubectl delete {pod} --grace-period=0 --force",
    "kubectl delete {pod} --now",
)
_PODS = (
    "evict {name}",
    "sandbox kill {name}",
    "kubectl label {pod} app=b --overwrite",
    "kubectl label {pod} app-",
    "kubectl annotate {pod} note=1 --overwrite",
    "kubectl set image {pod} c0=nginx",
    "kubectl set image {pod} *=localhost/absent:v2",
    'kubectl patch {pod} -p \'{{"spec":{{"activeDeadlineSeconds":5}}}}\'',
    'kubectl patch {pod} --type=json -p \'[{{"op":"remove","path":"/metadata/finalizers"}}]\'',
    'kubectl patch {pod} -p \'{{"spec":{{"schedulingGates":null}}}}\'',
    "kubectl patch {pod} --subresource=status -p "
    '\'{{"status":{{"conditions":[{{"type":"example.com/gate","status":"True"}}]}}}}\'',
    "kubectl patch {pod} --subresource=resize -p "
    '\'{{"spec":{{"containers":[{{"name":"c0","resources":{{"limits":{{"cpu":"2"}}}}}}]}}}}\'',
    "kubectl patch {pod} --subresource=resize -p "
    '\'{{"spec":{{"containers":[{{"name":"c1",'
    '"resources":{{"requests":{{"memory":"32Mi"}}}}}}]}}}}\'',
    "kubectl patch {pod} --subresource=ephemeralcontainers -p "
    '\'{{"spec":{{"ephemeralContainers":[{{"name":"dbg","image":"busybox:1.35",'
    '"command":["sleep","3"]}}]}}}}\'',
    'kubectl patch {pod} -p \'{{"spec":{{"containers":[]}}}}\'',
)
_CONTAINERS = (
    "kill {name} -c {container}",
    "kill {name} -c {container} --signal=KILL",
    "kill {name} -c {container} --signal=SEGV",
    "fault probe {name} -c {container} liveness fail",
    "fault probe {name} -c {container} readiness slow",
    "fault probe {name} -c {container} startup refuse",
    "fault probe {name} -c {container} liveness clear",
    "fault probe {name} -c {container} readiness clear",
    "fault process {name} -c {container} hang",
    "fault process {name} -c {container} leak=50Mi",
    "fault process {name} -c {container} clear",
    "kubectl exec {name} -c {container} -- touch {path}",
    "kubectl exec {name} -c {container} -- rm {path}",
    "kubectl exec {name} -c {container} -- kill 1",
    "kubectl exec {name} -c {container} -- sleep 100",
    "kubectl exec {name} -c {container} -- sh -c 'exit 3'",
)
_NODES = (
    "kubelet stop {node}",
    "kubelet start {node}",
    "node down {node}",
    "node up {node}",
    "node reboot {node}",
    "node shutdown {node}",
    "kubectl cordon {node}",
    "kubectl uncordon {node}",
    "kubectl drain {node} --ignore-daemonsets --delete-emptydir-data --force",
    "kubectl taint node {node} k=v:NoExecute",
    "kubectl taint node {node} k=v:NoSchedule",
    "kubectl taint node {node} k-",
    "kubectl taint node {node} node.kubernetes.io/out-of-service=x:NoExecute",
    "kubectl delete node {node}",
    "fault node {node} memory-pressure",
    "fault node {node} disk-pressure=1Gi",
    "fault node {node} clear",
    "fault runtime {node} slow",
)
_OTHERS = (
    "image absent nginx",
    "image absent busybox:1.35",
    "image cached nginx",
    "image slow redis:7",
    "image clear nginx",
    "host touch {path}",
    "host rm {path}",
    "host rm /etc/kubernetes/manifests/st.yaml",
    "kubectl delete pod st-node1",
    "fault dns s0 fail",
    "fault dns s0 clear",
    "fault registry docker.io down",
    "fault service s0 absent",
    "traffic start s0 --rps=50 --takes=40ms --retries=1",
    "traffic start s0 --rps=7 --keep-alive --via=ingress",
    "traffic stop s0",
    "fault list",
    "fault clear all",
    "kubectl scale deployment d0 --replicas=3",
    "kubectl scale deployment d0 --replicas=0",
    "kubectl set image deployment/d0 *=nginx:1.27",
    "kubectl rollout restart deployment d0",
    "kubectl rollout undo deployment d0",
    "kubectl rollout pause deployment d0",
    "kubectl delete deployment d0",
    "kubectl delete deployment d0 --cascade=orphan",
    "kubectl delete deployment d0 --cascade=foreground",
    "kubectl scale statefulset d0 --replicas=1",
    "kubectl delete job d0",
    'kubectl patch job d0 -p \'{{"spec":{{"suspend":true}}}}\'',
    'kubectl patch job d0 -p \'{{"spec":{{"suspend":false}}}}\'',
    "kubectl delete svc s0",
    "kubectl delete pods --all",
    "kubectl delete namespace default",
    "kubectl run extra --image=nginx --restart=Never",
    "kubectl create configmap missing --from-literal=k=v",
    "kubectl create configmap claim --from-literal=k=v",
)
_LOOKS = (
    "kubectl get pods -o wide",
    "kubectl get all -o yaml",
    "kubectl describe {pod}",
    "kubectl describe node {node}",
    "kubectl logs {name} -c {container} --previous",
    "kubectl events",
    "kubectl get events -o yaml",
    "kubectl rollout status deployment d0",
)


@st.composite
def lines(draw: st.DrawFn) -> str:
    """One line; some of what it names does not exist, and some lines are no commands."""
    kinds = [_DELETE, _PODS, _PODS, _CONTAINERS, _CONTAINERS, _NODES, _OTHERS, _LOOKS]
    form = draw(st.sampled_from(draw(st.sampled_from(kinds))))
    name = draw(PODS)
    return form.format(
        name=name,
        pod=name if "/" in name else f"pod {name}",
        container=draw(CONTAINERS),
        node=draw(NODES),
        path=draw(PATHS),
    )


GARBAGE = st.text(alphabet="kubectl deg -n={}[]'\"\\/\n\t\0é$", max_size=30)


class Step(NamedTuple):
    """A line at its moment, with the documents that it reads."""

    at_ms: int
    line: str
    documents: tuple[Document, ...] = ()


@st.composite
def scripts(draw: st.DrawFn, modern: bool, most: int = 8) -> tuple[Step, ...]:
    """A few lines, in order: at once, in the middle of something, or long after."""
    steps, now = [], 0
    for _ in range(draw(st.integers(0, most))):
        now += draw(st.one_of(st.sampled_from([0, 1, 40]), st.integers(0, 20_000)))
        steps.append(draw(steps_at(now, modern)))
    return tuple(steps)


@st.composite
def steps_at(draw: st.DrawFn, at_ms: int, modern: bool) -> Step:
    """A line at that moment."""
    match draw(st.integers(0, 24)):
        case 0:
            return Step(at_ms, draw(GARBAGE))
        case 2:
            node = draw(NODES)
            return Step(at_ms, f"kubelet static {node} -f -", (draw(pods("st", modern)),))
        case 1:
            verb = draw(st.sampled_from(["apply", "create"]))
            return Step(at_ms, f"kubectl {verb} -f -", (draw(pods("p1", modern)),))
        case _:
            return Step(at_ms, draw(lines()))
