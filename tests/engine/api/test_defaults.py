import pytest

from lifecycle.engine.api.defaults import set_defaults
from lifecycle.engine.api.defaults.disabled import prepare_pod
from lifecycle.engine.api.scheme import decode, encode
from lifecycle.manifests.reader import read


def defaulted(text):
    return set_defaults(decode(read(text).documents[0].value))


def pod(spec):
    return defaulted(f"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec: {spec}")


def test_a_pod_gets_its_defaults():
    spec = encode(pod("{containers: [{name: a, image: nginx}]}"))["spec"]
    assert spec == {
        "containers": [
            {
                "name": "a",
                "image": "nginx",
                "imagePullPolicy": "Always",
                "terminationMessagePath": "/dev/termination-log",
                "terminationMessagePolicy": "File",
            }
        ],
        "dnsPolicy": "ClusterFirst",
        "enableServiceLinks": True,
        "restartPolicy": "Always",
        "schedulerName": "default-scheduler",
        "securityContext": {},
        "terminationGracePeriodSeconds": 30,
    }


@pytest.mark.parametrize(
    ["image", "policy"],
    [("nginx", "Always"), ("nginx:latest", "Always"), ("nginx:1.25", "IfNotPresent"),
     ("nginx@sha256:" + "a" * 64, "IfNotPresent"), ("Not An Image", "IfNotPresent")],
)  # fmt: skip
def test_only_the_latest_image_is_always_pulled(image, policy):
    made = pod(f"{{containers: [{{name: a, image: '{image}'}}]}}")
    assert made.spec.containers[0].imagePullPolicy == policy


def test_probes_and_ports_get_theirs():
    made = pod(
        "{containers: [{name: a, image: b, ports: [{containerPort: 80}],"
        " readinessProbe: {httpGet: {port: 80}}, livenessProbe: {grpc: {port: 1}}}]}"
    )
    container = made.spec.containers[0]
    probe = container.readinessProbe
    assert container.ports[0].protocol == "TCP"
    assert (probe.httpGet.path, probe.httpGet.scheme) == ("/", "HTTP")
    assert (probe.timeoutSeconds, probe.periodSeconds) == (1, 10)
    assert (probe.successThreshold, probe.failureThreshold) == (1, 3)
    assert container.livenessProbe.grpc.service == ""


def test_requests_follow_limits_in_pods_but_not_in_templates():
    spec = "{containers: [{name: a, image: b, resources: {limits: {cpu: 1, memory: 1Gi}}}]}"
    assert pod(spec).spec.containers[0].resources.requests == {"cpu": "1", "memory": "1Gi"}
    template = defaulted(
        f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\n"
        f"spec: {{template: {{spec: {spec}}}}}"
    )
    assert template.spec.template.spec.containers[0].resources.requests is None


def test_on_the_hosts_network_ports_are_the_hosts():
    made = pod(
        "{hostNetwork: true, containers: [{name: a, image: b, ports: [{containerPort: 80}]}]}"
    )
    assert made.spec.containers[0].ports[0].hostPort == 80


def test_requests_of_the_whole_pod_come_from_its_containers_or_its_limits():
    made = pod(
        "{resources: {limits: {cpu: 2, memory: 1Gi}},"
        " containers: [{name: a, image: b, resources: {requests: {cpu: 500m}}}]}"
    )
    assert made.spec.resources.requests == {"cpu": "500m", "memory": "1Gi"}


def test_tiny_amounts_are_rounded_up_to_thousandths():
    made = pod("{containers: [{name: a, image: b, resources: {requests: {cpu: 100u}}}]}")
    assert made.spec.containers[0].resources.requests == {"cpu": "1m"}


def test_a_volume_of_no_kind_is_an_empty_directory():
    made = pod("{containers: [{name: a, image: b}], volumes: [{name: v}, {name: s, secret: {}}]}")
    assert encode(made)["spec"]["volumes"] == [
        {"name": "v", "emptyDir": {}},
        {"name": "s", "secret": {"defaultMode": 420}},
    ]


def test_nothing_that_was_said_is_changed():
    text = (
        "{containers: [{name: a, image: nginx, imagePullPolicy: Never}], restartPolicy: Never,"
        " terminationGracePeriodSeconds: 0, dnsPolicy: Default, enableServiceLinks: false}"
    )
    spec = pod(text).spec
    assert spec.containers[0].imagePullPolicy == "Never"
    assert (spec.restartPolicy, spec.terminationGracePeriodSeconds) == ("Never", 0)
    assert spec.enableServiceLinks is False
    assert set_defaults(pod(text)) == pod(text)


WORKLOADS = [
    ("apps/v1", "Deployment", {"replicas": 1, "revisionHistoryLimit": 10,
     "progressDeadlineSeconds": 600}),
    ("apps/v1", "ReplicaSet", {"replicas": 1}),
    ("apps/v1", "StatefulSet", {"replicas": 1, "podManagementPolicy": "OrderedReady",
     "revisionHistoryLimit": 10}),
    ("apps/v1", "DaemonSet", {"revisionHistoryLimit": 10}),
    ("batch/v1", "Job", {"parallelism": 1, "completions": 1, "backoffLimit": 6,
     "completionMode": "NonIndexed", "suspend": False}),
    ("batch/v1", "CronJob", {"concurrencyPolicy": "Allow", "successfulJobsHistoryLimit": 3,
     "failedJobsHistoryLimit": 1}),
    ("v1", "Service", {"type": "ClusterIP", "sessionAffinity": "None",
     "internalTrafficPolicy": "Cluster"}),
    ("networking.k8s.io/v1", "NetworkPolicy", {"policyTypes": ["Ingress"]}),
    ("autoscaling/v2", "HorizontalPodAutoscaler", {"minReplicas": 1}),
]  # fmt: skip


@pytest.mark.parametrize(["version", "kind", "expected"], WORKLOADS)
def test_workloads_get_their_defaults(version, kind, expected):
    made = defaulted(f"apiVersion: {version}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{}}")
    spec = encode(made)["spec"]
    assert {field: spec.get(field) for field in expected} == expected


def test_a_deployment_rolls_by_quarters():
    made = defaulted("apiVersion: apps/v1\nkind: Deployment\nspec: {}")
    rolling = made.spec.strategy.rollingUpdate
    assert (rolling.maxUnavailable, rolling.maxSurge) == ("25%", "25%")


def test_plain_strings_of_a_secret_are_encoded():
    made = defaulted("apiVersion: v1\nkind: Secret\nstringData: {a: hello}\ndata: {b: eA==}")
    assert made.data == {"a": "aGVsbG8=", "b": "eA=="} and made.stringData is None


def test_what_is_switched_off_is_dropped_and_a_negative_grace_means_one_second():
    made = prepare_pod(
        pod(
            "{terminationGracePeriodSeconds: -1, containers: [{name: a, image: b,"
            " lifecycle: {stopSignal: SIGUSR1}}]}"
        )
    )
    assert made.spec.terminationGracePeriodSeconds == 1
    assert made.spec.containers[0].lifecycle is None


def test_match_label_keys_are_put_into_the_selector():
    made = prepare_pod(
        defaulted(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: a, labels: {hash: x}}
            spec:
              containers: [{name: a, image: b}]
              affinity:
                podAffinity:
                  requiredDuringSchedulingIgnoredDuringExecution:
                  - {topologyKey: zone, labelSelector: {}, matchLabelKeys: [hash]}
            """
        )
    )
    wanted = made.spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]
    added = wanted.labelSelector.matchExpressions[0]
    assert (added.key, added.operator, added.values) == ("hash", "In", ["x"])
