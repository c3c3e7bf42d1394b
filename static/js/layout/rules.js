/** The rules of Kubernetes by their keys: what each says, where it is written, how to avoid it. */

import { gettext } from "../store/words.js";

/**
 * @typedef {object} Rule
 * @property {string} text        the rule in one sentence
 * @property {string} source      the function upstream
 * @property {string} docs        the page about it
 * @property {string} [otherwise] what would have prevented it
 */

const DOCS = "https://kubernetes.io/docs/";
const LIFECYCLE = `${DOCS}concepts/workloads/pods/pod-lifecycle/`;
const PROBES = `${LIFECYCLE}#container-probes`;
const TERMINATION = `${LIFECYCLE}#pod-termination`;
const HOOKS = `${DOCS}concepts/containers/container-lifecycle-hooks/`;
const SCHEDULING = `${DOCS}concepts/scheduling-eviction/kube-scheduler/`;
const EVICTION = `${DOCS}concepts/scheduling-eviction/node-pressure-eviction/`;
const CONTROLLERS = `${DOCS}concepts/workloads/controllers/`;

/**
 * @param {string | undefined} key   as a record names it
 * @returns {Rule | null}
 */
export function ruleOf(key) {
  if (!key) return null;
  const family = key.startsWith("schedule.") ? "schedule.*" : key;
  return (RULES[key] ?? RULES[family])?.() ?? null;
}

/** @type {Record<string, () => Rule>} */
const RULES = {
  assignPod: () => ({
    text: gettext("The scheduler writes a node’s name into the Pod once, and it stays there."),
    source: "BindingREST.assignPod",
    docs: SCHEDULING,
  }),
  "schedule.*": () => ({
    text: gettext("A node is taken only if it passes every filter; else the Pod stays Pending."),
    source: "schedulerImpl.findNodesThatFitPod",
    docs: SCHEDULING,
    otherwise: gettext("A node that passes the filter, or a Pod that asks for less."),
  }),
  RunPodSandbox: () => ({
    text: gettext("Before any container the kubelet makes the sandbox: network and namespaces."),
    source: "kubeGenericRuntimeManager.createPodSandbox",
    docs: LIFECYCLE,
  }),
  StopPodSandbox: () => ({
    text: gettext("When the last container has stopped, the sandbox is taken down."),
    source: "kubeGenericRuntimeManager.killPodWithSyncResult",
    docs: TERMINATION,
  }),
  "image.pull-policy": () => ({
    text: gettext(
      "An image is fetched as its pull policy says, by default at each start if its tag is latest.",
    ),
    source: "imageManager.EnsureImageExists",
    docs: `${DOCS}concepts/containers/images/#image-pull-policy`,
    otherwise: gettext("An image name that exists, or one that the node has already."),
  }),
  "hook.postStart": () => ({
    text: gettext("A container is running for the API only when its postStart hook is over."),
    source: "kubeGenericRuntimeManager.startContainer",
    docs: HOOKS,
    otherwise: gettext("A shorter postStart hook, or the work in an init container."),
  }),
  "hook.post-start-kills": () => ({
    text: gettext("A container whose postStart hook fails is killed."),
    source: "kubeGenericRuntimeManager.startContainer",
    docs: HOOKS,
    otherwise: gettext("A postStart hook that ends with 0."),
  }),
  "hook.preStop": () => ({
    text: gettext("SIGTERM comes after the preStop hook; both spend the same grace period."),
    source: "kubeGenericRuntimeManager.executePreStopHook",
    docs: HOOKS,
    otherwise: gettext("A preStop hook that is shorter than the grace period."),
  }),
  "hook.pre-stop": () => ({
    text: gettext("A preStop hook that fails is told in an Event, and the container is stopped."),
    source: "kubeGenericRuntimeManager.executePreStopHook",
    docs: HOOKS,
    otherwise: gettext("A preStop hook that ends with 0 within the grace period."),
  }),
  "probe.failure-threshold": () => ({
    text: gettext("A probe counts as failed after failureThreshold failures in a row."),
    source: "worker.doProbe",
    docs: PROBES,
    otherwise: gettext("A success in between, a longer timeout, or a higher failureThreshold."),
  }),
  "probe.success-threshold": () => ({
    text: gettext("A probe counts as passed after successThreshold successes in a row."),
    source: "worker.doProbe",
    docs: PROBES,
    otherwise: gettext("A failure in between, or a higher successThreshold."),
  }),
  "probe.liveness-restarts": () => ({
    text: gettext("A failed liveness probe kills the container; restartPolicy says what follows."),
    source: "kubeGenericRuntimeManager.computePodActions",
    docs: PROBES,
    otherwise: gettext("A readiness probe instead: it takes the Pod out and kills nothing."),
  }),
  "probe.startup-restarts": () => ({
    text: gettext("A container that doesn’t start before its startup probe gives up is killed."),
    source: "kubeGenericRuntimeManager.computePodActions",
    docs: PROBES,
    otherwise: gettext("failureThreshold × periodSeconds longer than the slowest start."),
  }),
  "restart.crash-loop-back-off": () => ({
    text: gettext("Each restart waits twice as long, from 10 s to 5 min; 10 min of life reset it."),
    source: "kubeGenericRuntimeManager.doBackOff",
    docs: `${LIFECYCLE}#container-restarts`,
    otherwise: gettext("A process that stays, or restartPolicy Never for work that ends."),
  }),
  "restart.all-containers": () => ({
    text: gettext("An exit code named with RestartAllContainers restarts the Pod in its place."),
    source: "kubecontainer.ShouldAllContainersRestart",
    docs: `${LIFECYCLE}#container-restarts`,
    otherwise: gettext("Another exit code, or another action in restartPolicyRules."),
  }),
  "kill.termination-grace-period": () => ({
    text: gettext("Who gets SIGTERM has the grace period to end; then comes SIGKILL."),
    source: "kubeGenericRuntimeManager.killContainer",
    docs: TERMINATION,
    otherwise: gettext(
      "A first process that handles SIGTERM (a shell neither does nor passes it on), or more time.",
    ),
  }),
  "termination.stop-containers": () => ({
    text: gettext("A Pod that is deleted has all its containers stopped; sidecars come last."),
    source: "kubeGenericRuntimeManager.killContainersWithSyncResult",
    docs: TERMINATION,
    otherwise: gettext("Nobody deleting the Pod."),
  }),
  "termination.delete-when-finished": () => ({
    text: gettext("Only when nothing of the Pod runs any more, it is removed from the API."),
    source: "manager.canBeDeleted",
    docs: TERMINATION,
    otherwise: gettext("A finalizer: it keeps the Pod until it is taken off."),
  }),
  "termination.active-deadline": () => ({
    text: gettext("A Pod that is older than activeDeadlineSeconds is stopped and fails."),
    source: "activeDeadlineHandler.ShouldEvict",
    docs: LIFECYCLE,
    otherwise: gettext("A longer activeDeadlineSeconds, or none."),
  }),
  "status.publish": () => ({
    text: gettext("The kubelet looks at what runs and writes it into the Pod’s status."),
    source: "manager.syncPod",
    docs: `${LIFECYCLE}#pod-conditions`,
  }),
  "endpoints.follow-the-pods": () => ({
    text: gettext("A Service sends connections to the Pods it selects that are Ready, no others."),
    source: "podToEndpoint",
    docs: `${DOCS}concepts/services-networking/endpoint-slices/#conditions`,
  }),
  "replicaset.replicas": () => ({
    text: gettext("A ReplicaSet makes Pods or deletes them until it has as many as it is told."),
    source: "ReplicaSetController.manageReplicas",
    docs: `${CONTROLLERS}replicaset/`,
    otherwise: gettext("Another number in replicas."),
  }),
  "deployment.template": () => ({
    text: gettext("Another Pod template is another ReplicaSet."),
    source: "DeploymentController.getNewReplicaSet",
    docs: `${CONTROLLERS}deployment/#updating-a-deployment`,
    otherwise: gettext("No change of the Pod template."),
  }),
  "deployment.scale": () => ({
    text: gettext("A rollout moves as many Pods at a time as maxSurge and maxUnavailable allow."),
    source: "DeploymentController.rolloutRolling",
    docs: `${CONTROLLERS}deployment/#rolling-update-deployment`,
    otherwise: gettext("Another maxSurge or maxUnavailable."),
  }),
  "statefulset.next": () => ({
    text: gettext("A StatefulSet makes its Pods one by one: each waits until the last is Ready."),
    source: "defaultStatefulSetControl.updateStatefulSet",
    docs: `${CONTROLLERS}statefulset/#deployment-and-scaling-guarantees`,
    otherwise: gettext("podManagementPolicy Parallel."),
  }),
  "daemonset.node": () => ({
    text: gettext("A DaemonSet has one Pod on every node that fits."),
    source: "DaemonSetsController.podsShouldBeOnNode",
    docs: `${CONTROLLERS}daemonset/`,
    otherwise: gettext("A node selector that leaves the node out."),
  }),
  "job.completions": () => ({
    text: gettext("A Job makes Pods until as many have succeeded as it is told."),
    source: "Controller.manageJob",
    docs: `${CONTROLLERS}job/`,
    otherwise: gettext("Another number in completions or parallelism."),
  }),
  "volumes.wait-for-attach-and-mount": () => ({
    text: gettext("No container starts before all volumes of its Pod are mounted."),
    source: "volumeManager.WaitForAttachAndMount",
    docs: `${DOCS}concepts/storage/volumes/`,
    otherwise: gettext("Making what is missing; the kubelet tries again by itself."),
  }),
  "job.failed": () => ({
    text: gettext("A Job that has failed deletes those of its Pods that still run."),
    source: "Controller.deleteJobPods",
    docs: `${CONTROLLERS}job/#pod-backoff-failure-policy`,
    otherwise: gettext("restartPolicy Never: then the failed Pods stay, with their logs."),
  }),
  "cronjob.schedule": () => ({
    text: gettext("A CronJob makes a Job at each time of its schedule."),
    source: "ControllerV2.syncCronJob",
    docs: `${CONTROLLERS}cron-jobs/`,
    otherwise: gettext("suspend: true."),
  }),
  "garbage-collection.owner-gone": () => ({
    text: gettext("What a deleted object owned is deleted after it."),
    source: "GarbageCollector.attemptToDeleteItem",
    docs: `${DOCS}concepts/architecture/garbage-collection/`,
    otherwise: gettext("Deleting with --cascade=orphan."),
  }),
  "node.silent": () => ({
    text: gettext("A node whose kubelet is silent for 40 s (50 s since 1.32) counts as lost."),
    source: "Controller.tryUpdateNodeHealth",
    docs: `${DOCS}concepts/architecture/nodes/#heartbeats`,
    otherwise: gettext("A kubelet that goes on sending its heartbeat."),
  }),
  "node.shutdown": () => ({
    text: gettext("A node that shuts down gracefully takes no more Pods and ends those it has."),
    source: "managerImpl.processShutdownEvent",
    docs: `${DOCS}concepts/cluster-administration/node-shutdown/`,
    otherwise: gettext("A node that stays up."),
  }),
  "node.runtime": () => ({
    text: gettext("A node whose runtime does not answer for 30 s is not ready: no Pod is synced."),
    source: "runtimeState.runtimeErrors",
    docs: `${DOCS}concepts/architecture/cri/`,
    otherwise: gettext("A container runtime that answers its kubelet."),
  }),
  "node.pressure": () => ({
    text: gettext("A node that runs out of memory or disk says so until all was well for 5 min."),
    source: "managerImpl.synchronize",
    docs: `${DOCS}concepts/scheduling-eviction/node-pressure-eviction/`,
    otherwise: gettext("Requests and limits that fit what the Pods use."),
  }),
  "static-pod.mirror": () => ({
    text: gettext("A static Pod lives on its node; the API only has a mirror of it."),
    source: "Kubelet.tryReconcileMirrorPods",
    docs: `${DOCS}tasks/configure-pod-container/static-pod/`,
    otherwise: gettext("A Pod that is created in the API."),
  }),
  "node.taints-follow-ready": () => ({
    text: gettext("A node that isn’t ready gets a taint that keeps Pods away and drives them off."),
    source: "Controller.doNoExecuteTaintingPass",
    docs: `${DOCS}concepts/scheduling-eviction/taint-and-toleration/`,
    otherwise: gettext("A node that is Ready."),
  }),
  "taint.NoExecute": () => ({
    text: gettext("A Pod stays beside a NoExecute taint only as long as it tolerates it."),
    source: "Controller.processPodOnNode",
    docs: `${DOCS}concepts/scheduling-eviction/taint-and-toleration/`,
    otherwise: gettext("A toleration without tolerationSeconds."),
  }),
  "eviction.limit": () => ({
    text: gettext(
      "A Pod that has written more than it may is evicted: it fails and is not restarted.",
    ),
    source: "managerImpl.localStorageEviction",
    docs: EVICTION,
    otherwise: gettext("A higher limit, or writing less to the container and to emptyDir volumes."),
  }),
  "eviction.pressure": () => ({
    text: gettext("Of a node that runs short the Pod goes first that uses more than it requested."),
    source: "managerImpl.synchronize",
    docs: EVICTION,
    otherwise: gettext("Requests that are as high as what the Pod uses, or a higher priority."),
  }),
  podgc: () => ({
    text: gettext("Pods whose node is gone, and too many that have finished, are deleted."),
    source: "PodGCController.gc",
    docs: `${LIFECYCLE}#pod-garbage-collection`,
  }),
};
