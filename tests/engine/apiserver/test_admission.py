"""What admission adds to Pods, and whom it turns away."""

import pytest
from lightkube.models.core_v1 import Toleration
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from tests.engine.apiserver.served import Served, document, pod

TOKEN_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
ACCOUNT = "{{apiVersion: v1, kind: ServiceAccount, metadata: {{name: robot}}{more}}}"
CLASS = (
    "{{apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {{name: {name}}}, "
    "value: {value}{more}}}"
)


def test_every_pod_has_an_account_and_its_token():
    spec = Served().api.create(pod()).spec
    assert spec.serviceAccountName == spec.serviceAccount == "default"
    (mount,) = spec.containers[0].volumeMounts
    assert (mount.mountPath, mount.readOnly) == (TOKEN_PATH, True)
    (volume,) = spec.volumes
    assert volume.name == mount.name
    assert volume.name.startswith("kube-api-access-") and len(volume.name) == 21
    token, authority, namespace = volume.projected.sources
    assert token.serviceAccountToken.expirationSeconds == 3607
    assert authority.configMap.name == "kube-root-ca.crt"
    assert namespace.downwardAPI.items[0].path == "namespace"


def test_a_pod_may_do_without_the_token():
    spec = Served().api.create(pod(automountServiceAccountToken=False)).spec
    assert spec.volumes is None


def test_an_account_may_say_so_for_its_pods():
    served = Served()
    served.api.create(document(ACCOUNT.format(more=", automountServiceAccountToken: false")))
    assert served.api.create(pod(serviceAccountName="robot")).spec.volumes is None
    insisting = pod("b", serviceAccountName="robot", automountServiceAccountToken=True)
    assert len(served.api.create(insisting).spec.volumes) == 1


def test_an_account_lends_its_pull_secrets():
    served = Served()
    served.api.create(document(ACCOUNT.format(more=", imagePullSecrets: [{name: key}]")))
    made = served.api.create(pod(serviceAccountName="robot"))
    assert [secret.name for secret in made.spec.imagePullSecrets] == ["key"]


def test_an_unknown_account_is_refused():
    refused = (
        'pods "web" is forbidden: error looking up service account default/robot: '
        'serviceaccount "robot" not found'
    )
    with pytest.raises(ApiError) as caught:
        Served().api.create(pod(serviceAccountName="robot"))
    assert (caught.value.code, caught.value.message) == (403, refused)


def test_pods_tolerate_a_lost_node_for_five_minutes():
    tolerations = Served().api.create(pod()).spec.tolerations
    assert [(t.key, t.effect, t.tolerationSeconds) for t in tolerations] == [
        ("node.kubernetes.io/not-ready", "NoExecute", 300),
        ("node.kubernetes.io/unreachable", "NoExecute", 300),
    ]


@pytest.mark.parametrize(
    ["own", "added"],
    [
        ("{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute}", 1),
        ("{operator: Exists}", 0),
        ("{operator: Exists, effect: NoSchedule}", 2),
        ("{key: other, operator: Exists, effect: NoExecute}", 2),
    ],
)
def test_a_pods_own_tolerations_come_first(own, added):
    text = f"""
        apiVersion: v1
        kind: Pod
        metadata: {{name: web}}
        spec: {{tolerations: [{own}], containers: [{{name: app, image: x}}]}}
    """
    assert len(Served().api.create(document(text)).spec.tolerations) == 1 + added


def test_tolerations_that_an_update_drops_come_back():
    served = Served()
    made = served.api.create(pod())
    own = [Toleration(key="mine", operator="Exists")]
    changed = served.api.update(replace(made, spec=replace(made.spec, tolerations=own)))
    assert [toleration.key for toleration in changed.spec.tolerations] == [
        "mine",
        "node.kubernetes.io/not-ready",
        "node.kubernetes.io/unreachable",
    ]


def test_a_pod_without_a_class_has_priority_zero():
    spec = Served().api.create(pod()).spec
    assert (spec.priority, spec.preemptionPolicy) == (0, "PreemptLowerPriority")


def test_a_class_gives_its_number():
    served = Served()
    more = ", preemptionPolicy: Never"
    served.api.create(document(CLASS.format(name="high", value=1000, more=more)))
    spec = served.api.create(pod(priorityClassName="high")).spec
    assert (spec.priority, spec.preemptionPolicy) == (1000, "Never")
    system = served.api.create(pod("b", priorityClassName="system-node-critical")).spec
    assert system.priority == 2_000_001_000


def test_the_default_class_is_named():
    served = Served()
    text = CLASS.format(name="usual", value=7, more=", globalDefault: true")
    served.api.create(document(text))
    spec = served.api.create(pod()).spec
    assert (spec.priorityClassName, spec.priority) == ("usual", 7)


def test_an_unknown_class_and_a_number_of_ones_own_are_refused():
    with pytest.raises(ApiError, match="no PriorityClass with name high was found"):
        Served().api.create(pod(priorityClassName="high"))
    with pytest.raises(ApiError, match="must not be provided in pod spec"):
        Served().api.create(pod(priority=5))


def test_an_unknown_runtime_class_is_refused():
    with pytest.raises(ApiError, match='pod rejected: RuntimeClass "gvisor" not found'):
        Served().api.create(pod(runtimeClassName="gvisor"))


LIMITS = """
    apiVersion: v1
    kind: LimitRange
    metadata: {name: limits}
    spec:
      limits:
      - type: Container
        default: {memory: 512Mi}
        defaultRequest: {memory: 256Mi}
        max: {memory: 1Gi}
        min: {memory: 128Mi}
"""


def limited(resources):
    served = Served()
    served.api.create(document(LIMITS))
    text = f"""
        apiVersion: v1
        kind: Pod
        metadata: {{name: web}}
        spec: {{containers: [{{name: app, image: x, resources: {resources}}}]}}
    """
    return served.api.create(document(text))


def test_a_limit_range_fills_in_requests_and_limits():
    made = limited("{}")
    resources = made.spec.containers[0].resources
    assert (resources.requests, resources.limits) == ({"memory": "256Mi"}, {"memory": "512Mi"})
    note = made.metadata.annotations["kubernetes.io/limit-ranger"]
    assert note == (
        "LimitRanger plugin set: memory request for container app; memory limit for container app"
    )
    assert made.status.qosClass == "Burstable"


@pytest.mark.parametrize(
    ["resources", "why"],
    [
        (
            "{limits: {memory: 2Gi}}",
            "maximum memory usage per Container is 1Gi, but limit is 2Gi",
        ),
        (
            "{requests: {memory: 64Mi}}",
            "minimum memory usage per Container is 128Mi, but request is 64Mi",
        ),
    ],
)
def test_a_limit_range_refuses_what_is_out_of_bounds(resources, why):
    with pytest.raises(ApiError) as caught:
        limited(resources)
    assert caught.value.message == f'pods "web" is forbidden: {why}'


def test_a_namespace_that_is_named_is_made():
    served = Served()
    made = pod()
    made.metadata.namespace = "shop"
    served.api.create(made)
    assert served.api.get("Namespace", "", "shop").status.phase == "Active"


CLAIM_LIMITS = """
    apiVersion: v1
    kind: LimitRange
    metadata: {name: claims}
    spec: {limits: [{type: PersistentVolumeClaim, min: {storage: 1Gi}, max: {storage: 2Gi}}]}
"""


@pytest.mark.parametrize(
    ["storage", "why"],
    [
        ("500Mi", "minimum storage usage per PersistentVolumeClaim is 1Gi, but request is 500Mi"),
        ("3Gi", "maximum storage usage per PersistentVolumeClaim is 2Gi, but request is 3Gi"),
        ("1536Mi", ""),
    ],
)
def test_a_limit_range_holds_claims_to_its_bounds(storage, why):
    served = Served()
    served.api.create(document(CLAIM_LIMITS))
    claim = document(f"""
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {{name: data}}
        spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: {storage}}}}}}}
    """)
    if not why:
        assert served.api.create(claim).metadata.name == "data"
        return
    with pytest.raises(ApiError) as caught:
        served.api.create(claim)
    assert caught.value.message == f'persistentvolumeclaims "data" is forbidden: {why}'


def test_a_cluster_has_one_default_class_at_most():
    served = Served()
    default = ", globalDefault: true"
    served.api.create(document(CLASS.format(name="usual", value=7, more=default)))
    with pytest.raises(ApiError) as caught:
        served.api.create(document(CLASS.format(name="other", value=8, more=default)))
    assert caught.value.message == (
        'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass usual is already '
        "marked as default. Only one default can exist"
    )


CLASS_OF_INGRESS = """
    apiVersion: networking.k8s.io/v1
    kind: IngressClass
    metadata: {{name: {name}, annotations: {{ingressclass.kubernetes.io/is-default-class: "true"}}}}
    spec: {{controller: example.com/{name}}}
"""
INGRESS = """
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {{name: web{annotations}}}
    spec: {{{named}defaultBackend: {{service: {{name: web, port: {{number: 80}}}}}}}}
"""


@pytest.mark.parametrize(
    ["annotations", "named", "expected"],
    [
        ("", "", "newer"),
        ("", "ingressClassName: mine, ", "mine"),
        (", annotations: {kubernetes.io/ingress.class: old}", "", None),
    ],
)
def test_an_ingress_without_a_class_gets_the_newest_default(annotations, named, expected):
    served = Served()
    served.api.create(document(CLASS_OF_INGRESS.format(name="older")))
    served.world.advance(2_000)
    served.api.create(document(CLASS_OF_INGRESS.format(name="newer")))
    made = served.api.create(document(INGRESS.format(annotations=annotations, named=named)))
    assert made.spec.ingressClassName == expected


GROWING = """
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {{name: data}}
    spec:
      accessModes: [ReadWriteOnce]
      storageClassName: fast
      resources: {{requests: {{storage: {size}}}}}
"""


@pytest.mark.parametrize(
    ["expands", "bound", "size", "why"],
    [
        (True, True, "2Gi", ""),
        (False, True, "1Gi", ""),
        (False, True, "2Gi", "only dynamically provisioned pvc can be resized and the storageclass "
         "that provisions the pvc must support resize"),
    ],
)  # fmt: skip
def test_a_claim_grows_where_its_class_lets_it(expands, bound, size, why):
    served = Served()
    served.api.create(
        document(f"""
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {{name: fast}}
        provisioner: example.com/fast
        allowVolumeExpansion: {str(expands).lower()}
    """)
    )
    claim = served.api.create(document(GROWING.format(size="1Gi")))
    spec = replace(claim.spec, volumeName="pv1")
    claim = served.api.update(replace(claim, spec=spec))
    status = replace(claim.status, phase="Bound", capacity={"storage": "1Gi"})
    claim = served.api.update(replace(claim, status=status), subresource="status")
    resources = replace(claim.spec.resources, requests={"storage": size})
    larger = replace(claim, spec=replace(claim.spec, resources=resources))
    if not why:
        assert served.api.update(larger).spec.resources.requests == {"storage": size}
        return
    with pytest.raises(ApiError) as caught:
        served.api.update(larger)
    assert caught.value.message == f'persistentvolumeclaims "data" is forbidden: {why}'
