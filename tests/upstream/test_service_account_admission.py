"""The tests of plugin/pkg/admission/serviceaccount/admission_test.go.

TestDeniesInvalidServiceAccount, TestAssignsDefaultServiceAccountAndBoundTokenWithNoSecretTokens,
TestAutomountsAPIToken, TestRespectsExistingMount, TestAddImagePullSecrets,
TestDoNotAddImagePullSecrets, TestAllowsReferencedSecret, TestRejectsUnreferencedSecretVolumes,
TestAllowUnreferencedSecretVolumesForPermissiveSAs, TestAllowsReferencedImagePullSecrets,
TestRejectsUnreferencedImagePullSecrets, TestAutomountIsBackwardsCompatible and those of mirror
Pods.
"""

import pytest
from msgspec.structs import replace

from lifecycle.engine.api.errors import ApiError
from tests.engine.apiserver.served import Served, document

ENFORCING = "{name: default, annotations: {kubernetes.io/enforce-mountable-secrets: 'true'}}"
PATH = "/var/run/secrets/kubernetes.io/serviceaccount"


def served(account="", metadata="{name: default}"):
    server = Served()
    more = f"\n        {account}" if account else ""
    server.api.create(document(f"""
        apiVersion: v1
        kind: ServiceAccount
        metadata: {metadata}{more}
    """))  # fmt: skip
    return server


def asked(spec="", container="", kind="containers", metadata="{name: web}"):
    more, inner = (f", {text}" if text else "" for text in (spec, container))
    asks = f"{{name: app, image: x{inner}}}"
    plain = "{name: main, image: x}"
    containers = f"containers: [{asks if kind == 'containers' else plain}]"
    others = f", {kind}: [{asks}]" if kind != "containers" else ""
    return document(f"""
        apiVersion: v1
        kind: Pod
        metadata: {metadata}
        spec: {{{containers}{others}{more}}}
    """)


def refusal(server, pod, **options):
    with pytest.raises(ApiError) as caught:
        server.api.update(pod, **options) if options else server.api.create(pod)
    assert caught.value.code == 403
    return caught.value.message.removeprefix('pods "web" is forbidden: ')


def test_an_account_that_is_not_there():
    assert refusal(served(), asked("serviceAccountName: robot")) == (
        'error looking up service account default/robot: serviceaccount "robot" not found'
    )


def test_the_default_account_and_its_token():
    spec = served().api.create(asked("initContainers: [{name: first, image: x}]")).spec
    assert (spec.serviceAccountName, spec.serviceAccount) == ("default", "default")
    volume = spec.volumes[0]
    assert volume.name.startswith("kube-api-access-")
    assert [s.configMap.name for s in volume.projected.sources if s.configMap] == [
        "kube-root-ca.crt"
    ]
    for container in (*spec.containers, *spec.initContainers):
        mount = container.volumeMounts[0]
        assert (mount.name, mount.mountPath, mount.readOnly) == (volume.name, PATH, True)


def test_a_mount_of_ones_own_stays():
    mounted = f"volumeMounts: [{{name: mine, mountPath: {PATH}}}]"
    spec = served().api.create(asked("volumes: [{name: mine, emptyDir: {}}]", mounted)).spec
    assert [v.name for v in spec.volumes] == ["mine"]
    assert [m.name for m in spec.containers[0].volumeMounts] == ["mine"]


def test_a_token_volume_that_is_there_is_used():
    volumes = "volumes: [{name: kube-api-access-mine, emptyDir: {}}]"
    spec = served().api.create(asked(volumes)).spec
    assert [v.name for v in spec.volumes] == ["kube-api-access-mine"]
    assert spec.containers[0].volumeMounts[0].name == "kube-api-access-mine"


AUTOMOUNT = [
    # of the account, of the Pod: mounted
    (None, None, True),
    (True, None, True),
    (False, None, False),
    (None, False, False),
    (False, True, True),
    (True, False, False),
]


@pytest.mark.parametrize(["of_account", "of_pod", "mounted"], AUTOMOUNT)
def test_who_decides_about_the_token(of_account, of_pod, mounted):
    def text(value):
        return "" if value is None else f"automountServiceAccountToken: {str(value).lower()}"

    spec = served(text(of_account)).api.create(asked(text(of_pod))).spec
    assert bool(spec.volumes) == mounted


def test_pull_secrets_are_lent_to_who_names_none():
    lending = "imagePullSecrets: [{name: foo}, {name: bar}]"
    made = served(lending).api.create(asked())
    assert [one.name for one in made.spec.imagePullSecrets] == ["foo", "bar"]
    made = served(lending).api.create(asked("imagePullSecrets: [{name: mine}]"))
    assert [one.name for one in made.spec.imagePullSecrets] == ["mine"]


VOLUME = "volumes: [{name: v, secret: {secretName: foo}}]"
ENV = "env: [{name: KEY, valueFrom: {secretKeyRef: {name: foo, key: k}}}]"
ENV_FROM = "envFrom: [{secretRef: {name: foo}}]"
SECRETS = [
    (asked(VOLUME), 'volume with secret.secretName="foo"'),
    (asked("", ENV), 'container app with envVar KEY referencing secret.secretName="foo"'),
    (asked("", ENV_FROM), 'container app with envFrom referencing secret.secretName="foo"'),
    (asked("", ENV, "initContainers"),
     'init container app with envVar KEY referencing secret.secretName="foo"'),
    (asked("", ENV_FROM, "initContainers"),
     'init container app with envFrom referencing secret.secretName="foo"'),
]  # fmt: skip
UNNAMED = "is not allowed because service account default does not reference that"


@pytest.mark.parametrize(["pod", "what"], SECRETS)
def test_an_account_may_bind_its_pods_to_the_secrets_that_it_names(pod, what):
    assert refusal(served("", ENFORCING), pod) == f"{what} {UNNAMED} secret"
    assert served("secrets: [{name: foo}]", ENFORCING).api.create(pod)
    assert served().api.create(pod)


def test_and_to_its_pull_secrets():
    pod = asked("imagePullSecrets: [{name: foo}]")
    why = f'imagePullSecrets[0].name="foo" {UNNAMED} imagePullSecret'
    assert refusal(served("", ENFORCING), pod) == why
    assert served("imagePullSecrets: [{name: foo}]", ENFORCING).api.create(pod)


@pytest.mark.parametrize(["what", "told"], [(ENV, "envVar KEY"), (ENV_FROM, "envFrom")])
def test_containers_that_come_later_are_bound_as_well(what, told):
    later = asked("", what, "ephemeralContainers").spec.ephemeralContainers

    def debugged(server):
        made = server.api.create(asked())
        containers = [replace(later[0], name="late")]
        return replace(made, spec=replace(made.spec, ephemeralContainers=containers))

    bound, door = served("", ENFORCING), {"subresource": "ephemeralcontainers"}
    why = f'ephemeral container late with {told} referencing secret.secretName="foo"'
    assert refusal(bound, debugged(bound), **door) == f"{why} {UNNAMED} secret"
    free = served("secrets: [{name: foo}]", ENFORCING)
    assert free.api.update(debugged(free), **door).spec.ephemeralContainers


MIRROR = "{name: web, annotations: {kubernetes.io/config.mirror: 'true'}}"
TOKEN = "volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: token}}]}}]"
MIRRORS = [
    ("serviceAccountName: default", "a mirror pod may not reference service accounts"),
    (VOLUME, "a mirror pod may not reference secrets"),
    (TOKEN, "a mirror pod may not use ServiceAccountToken volume projections"),
]


@pytest.mark.parametrize(["spec", "why"], MIRRORS)
def test_a_mirror_pod_names_nothing_that_only_the_server_knows(spec, why):
    node = f"nodeName: node1, {spec}"
    assert refusal(Served(), asked(node, metadata=MIRROR)) == why


def test_a_mirror_pod_is_left_as_it_is():
    made = served().api.create(asked("nodeName: node1", metadata=MIRROR))
    assert (made.spec.serviceAccountName, made.spec.volumes) == (None, None)
