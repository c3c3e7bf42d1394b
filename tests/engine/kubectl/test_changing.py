"""kubectl's commands that change the cluster: what they do and what they print."""

import pytest

from tests.engine.kubectl.shell import DEPLOYMENT, NODE, POD, Shell

SERVICE = "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}"


def with_pod():
    shell = Shell()
    shell.does("kubectl apply -f -", POD)
    return shell


def test_apply_creates_configures_and_leaves_alone():
    shell = Shell()
    both = POD + "---\n" + SERVICE
    assert shell.does("kubectl apply -f all.yaml", both) == "pod/web created\nservice/web created"
    again = shell.does("kubectl apply -f all.yaml", both)
    assert again == "pod/web unchanged\nservice/web unchanged"
    changed = POD.replace("busybox:1.35", "busybox:1.36")
    assert shell.does("kubectl apply -f pod.yaml", changed) == "pod/web configured"
    assert shell.pod().spec.containers[0].image == "busybox:1.36"


def test_apply_removes_what_the_manifest_says_no_more():
    shell = Shell()
    labelled = POD.replace("{app: web}", "{app: web, tier: front}")
    shell.does("kubectl apply -f -", labelled)
    shell.does("kubectl label pod web mine=kept")
    shell.does("kubectl apply -f -", POD)
    assert shell.pod().metadata.labels == {"app": "web", "mine": "kept"}


def test_apply_warns_of_objects_that_it_did_not_make():
    shell = Shell()
    shell.does("kubectl create -f -", POD)
    said = shell.does("kubectl apply -f -", POD.replace("{app: web}", "{app: db}"))
    assert said.startswith("Warning: resource pod/web is missing the kubectl.kubernetes.io/last-")
    assert said.endswith("pod/web configured")


def test_apply_goes_on_after_a_document_that_is_refused():
    shell = Shell()
    wrong = POD.replace("name: web", "name: Web")
    said = shell.refuses("kubectl apply -f -", wrong + "---\n" + SERVICE)
    assert said.splitlines()[0].startswith('The Pod "Web" is invalid: metadata.name: Invalid value')
    assert said.splitlines()[-1] == "service/web created"


def test_apply_cannot_change_most_of_a_pod():
    shell = with_pod()
    said = shell.refuses("kubectl apply -f -", POD.replace('"1"', '"9"'))
    assert said.startswith('The Pod "web" is invalid: spec: Forbidden: pod updates may not change')


@pytest.mark.parametrize(
    ["line", "manifest", "message"],
    [
        ("kubectl apply", "", "error: must specify one of -f and -k"),
        ("kubectl apply -f x.yaml", "", 'error: the path "x.yaml" does not exist'),
        (
            "kubectl apply -f -",
            POD.replace("image:", "imagge:"),
            'Error from server (BadRequest): error when creating "-": Pod in version "v1" cannot '
            'be handled as a Pod: strict decoding error: unknown field "spec.containers[0].imagge"',
        ),
        (
            "kubectl apply -f -",
            POD.replace("name: web,", "generateName: web-,"),
            "error: from web-: cannot use generate name with apply",
        ),
        (
            "kubectl apply -f -",
            DEPLOYMENT.replace("nginx:1", ""),
            'The Deployment "web" is invalid: spec.template.spec.containers[0].image: Required',
        ),
        (
            "kubectl apply -f -",
            POD.replace("apiVersion", "version"),
            'error: error validating "-": error validating data: apiVersion not set; if you',
        ),
        (
            "kubectl apply -f -",
            "apiVersion: v1\nkin: Pod\n",
            """error: unable to decode "-": Object 'Kind' is missing in '{"apiVersion":"v1",""",
        ),
        (
            "kubectl apply -n shop -f -",
            POD.replace("name: web,", "name: web, namespace: default,"),
            'error: the namespace from the provided object "default" does not match the namespace '
            '"shop".',
        ),
        (
            "kubectl apply -f -",
            "{apiVersion: v1, kind: Nonsense, metadata: {name: a}}",
            'error: resource mapping not found from "-": no matches for kind "Nonsense" in version '
            '"v1"',
        ),
    ],
)
def test_manifests_that_cannot_be_applied(line, manifest, message):
    assert Shell().refuses(line, manifest).startswith(message)


def test_lists_are_taken_apart():
    shell = Shell()
    text = "apiVersion: v1\nkind: List\nitems: [" + SERVICE + "]"
    assert shell.does("kubectl apply -f -", text) == "service/web created"


def test_create_refuses_what_there_is():
    shell = with_pod()
    said = shell.refuses("kubectl create -f pod.yaml", POD)
    assert said == (
        'Error from server (AlreadyExists): error when creating "pod.yaml": pods "web" already '
        "exists"
    )


@pytest.mark.parametrize(
    ["line", "printed", "kind", "check"],
    [
        (
            "create service clusterip myservice --tcp=80:9376",
            "service/myservice created",
            "Service",
            lambda obj: (
                (obj.spec.ports[0].port, obj.spec.ports[0].targetPort) == (80, 9376)
                and obj.spec.selector == {"app": "myservice"}
            ),
        ),
        (
            "create service nodeport np --tcp=80 --node-port=30080",
            "service/np created",
            "Service",
            lambda obj: obj.spec.ports[0].nodePort == 30080,
        ),
        (
            "create configmap settings --from-literal=a=1 --from-literal=b=x=y",
            "configmap/settings created",
            "ConfigMap",
            lambda obj: obj.data == {"a": "1", "b": "x=y"},
        ),
        (
            "create secret generic keys --from-literal=a=b",
            "secret/keys created",
            "Secret",
            lambda obj: obj.data == {"a": "Yg=="},
        ),
        (
            "create deployment app --image=nginx:1 --replicas=3 --port=80",
            "deployment.apps/app created",
            "Deployment",
            lambda obj: (
                obj.spec.replicas == 3 and obj.spec.template.spec.containers[0].name == "nginx"
            ),
        ),
        (
            "create job once --image=busybox -- sleep 5",
            "job.batch/once created",
            "Job",
            lambda obj: obj.spec.template.spec.containers[0].command == ["sleep", "5"],
        ),
        (
            "create cronjob tick --image=busybox --schedule='*/1 * * * *'",
            "cronjob.batch/tick created",
            "CronJob",
            lambda obj: obj.spec.schedule == "*/1 * * * *",
        ),
        (
            "create pdb guard --selector=app=web --min-available=50%",
            "poddisruptionbudget.policy/guard created",
            "PodDisruptionBudget",
            lambda obj: obj.spec.minAvailable == "50%",
        ),
        ("create sa robot", "serviceaccount/robot created", "ServiceAccount", lambda obj: True),
    ],
)
def test_create_makes_objects_from_a_few_words(line, printed, kind, check):
    shell = Shell()
    assert shell.does("kubectl " + line) == printed
    assert check(shell.api.list(kind)[-1])


def test_create_makes_namespaces():
    shell = Shell()
    assert shell.does("kubectl create ns shop") == "namespace/shop created"
    assert shell.does("kubectl run web --image=busybox -n shop") == "pod/web created"
    assert shell.pod(namespace="shop").metadata.labels == {"run": "web"}


def test_delete_says_what_it_did():
    shell = with_pod()
    shell.api.bind("default", "web", "node1")
    assert shell.does("kubectl delete pod web --grace-period=5") == (
        'pod "web" deleted from default namespace'
    )
    assert shell.pod().metadata.deletionGracePeriodSeconds == 5
    forced = shell.does("kubectl delete pod/web --force")
    assert forced.startswith("Warning: Immediate deletion does not wait for confirmation")
    assert forced.endswith('pod "web" force deleted from default namespace')
    assert shell.api.list("Pod") == []


@pytest.mark.parametrize(
    ["flags", "grace"],
    [
        ("", 30),
        ("--now", 1),
        ("--grace-period=0", 1),
        ("--grace-period=7 --wait=false", 7),
        ("--cascade=orphan", 30),
    ],
)
def test_delete_asks_for_a_grace(flags, grace):
    shell = with_pod()
    shell.api.bind("default", "web", "node1")
    shell.does(f"kubectl delete pods web {flags}")
    assert shell.pod().metadata.deletionGracePeriodSeconds == grace


@pytest.mark.parametrize(
    ["line", "message"],
    [
        ("kubectl delete pod nope", 'Error from server (NotFound): pods "nope" not found'),
        ("kubectl delete pods", "error: resource(s) were provided, but no name was specified"),
        ("kubectl delete", "error: You must specify the type of resource to delete."),
        (
            "kubectl delete foo x",
            'error: the server doesn\'t have a resource type "foo"',
        ),
        (
            "kubectl delete pod web --now --grace-period=3",
            "error: --now and --grace-period cannot be specified together",
        ),
        ("kubectl delete pod web --cascade=maybe", "error: invalid cascade value (maybe)"),
    ],
)
def test_delete_refuses(line, message):
    assert with_pod().refuses(line).startswith(message)


def test_delete_by_label_all_and_file():
    shell = with_pod()
    assert shell.does("kubectl delete pod -l app=other") == "No resources found"
    assert "web" in shell.does("kubectl delete pod -l app=web")
    shell.does("kubectl apply -f -", POD)
    assert "web" in shell.does("kubectl delete po --all")
    shell.does("kubectl apply -f -", POD)
    assert "web" in shell.does("kubectl delete -f pod.yaml", POD)
    assert shell.does("kubectl delete pod web --ignore-not-found") == ""


def test_a_pod_is_chosen_by_label_and_age():
    shell = with_pod()
    shell.world.advance(5_000)
    shell.does("kubectl run a --image=busybox -l app=web")
    shell.does("kubectl label pod/{app=web}[1] chosen=yes")
    assert shell.pod("a").metadata.labels["chosen"] == "yes"
    said = shell.refuses("kubectl delete pod/{app=web}[2]")
    assert said == "error: {app=web}[2] selects nothing: 2 pods match app=web"


def test_labels_and_annotations():
    shell = with_pod()
    assert shell.does("kubectl label pod web a=b") == "pod/web labeled"
    said = shell.refuses("kubectl label pod web a=c")
    assert said.startswith("error: 'a' already has a value (b), and --overwrite is false")
    assert shell.does("kubectl label pod web a=c --overwrite") == "pod/web labeled"
    assert shell.does("kubectl label pod web a-") == "pod/web unlabeled"
    assert shell.does("kubectl label pod web a-") == 'label "a" not found.\npod/web not labeled'
    assert shell.does("kubectl annotate pod/web note='two words'") == "pod/web annotated"
    assert shell.pod().metadata.annotations == {"note": "two words"}


def test_taints():
    shell = Shell()
    shell.does("kubectl create -f -", NODE)
    assert shell.does("kubectl taint nodes node1 k=v:NoSchedule") == "node/node1 tainted"
    said = shell.refuses("kubectl taint node node1 k=w:NoSchedule")
    assert said.startswith("error: node node1 already has k=w:NoSchedule taint(s)")
    assert shell.does("kubectl taint node node1 k:NoSchedule-") == "node/node1 untainted"
    assert shell.refuses("kubectl taint node node1 k-") == 'error: taint "k" not found'
    said = shell.refuses("kubectl taint node node1 k=v:Never")
    assert said.startswith("error: invalid taint effect: Never")


@pytest.mark.parametrize(
    ["flags", "image"],
    [
        ("""-p '{"spec": {"containers": [{"name": "app", "image": "x:1"}]}}'""", "x:1"),
        (
            """--type=json -p '[{"op":"replace","path":"/spec/containers/0/image",
            "value":"x:2"}]'""",
            "x:2",
        ),
        (
            """--type merge -p '{"metadata": {"labels": {"a": "b"}}}'""",
            "busybox:1.35",
        ),
    ],
)
def test_patches_of_three_types(flags, image):
    shell = with_pod()
    assert shell.does(f"kubectl patch pod web {flags}") == "pod/web patched"
    assert shell.pod().spec.containers[0].image == image


@pytest.mark.parametrize(
    ["flags", "message"],
    [
        ("", "error: must specify --patch"),
        ("-p '{'", 'error: unable to parse "{"'),
        ("-p '[1]'", "error: unable to parse the patch"),
        ("""-p '{"spec": 5}'""", "Error from server (BadRequest): "),
        ("""-p '{"spec": {"nonsense": 5}}'""", "Error from server (BadRequest): "),
        ("""--type=json -p '[{"op":"remove","path":"/x"}]'""", "Error from server (Invalid): "),
        ("--type=json -p 5", "error: unable to parse the patch"),
        ("--type=new -p '{}'", "error: --type must be one of"),
        ("--subresource=none -p '{}'", "error: the server has no subresource none to patch"),
    ],
)
def test_patches_that_are_refused(flags, message):
    assert with_pod().refuses(f"kubectl patch pod web {flags}").startswith(message)


def test_the_status_is_patched_as_a_subresource():
    shell = with_pod()
    patch = """'{"status": {"conditions": [{"type": "gate", "status": "True"}]}}'"""
    shell.does(f"kubectl patch pod web --subresource=status -p {patch}")
    assert [one.type for one in shell.pod().status.conditions] == ["gate"]


def test_scaling_and_images():
    shell = Shell()
    shell.does("kubectl apply -f -", DEPLOYMENT)

    def spec():
        return shell.api.get("Deployment", "default", "web").spec

    assert shell.does("kubectl scale deploy/web --replicas=5") == "deployment.apps/web scaled"
    assert spec().replicas == 5
    said = shell.refuses("kubectl scale deploy web --replicas=1 --current-replicas=3")
    assert said == "error: Expected replicas to be 3, was 5"
    assert shell.does("kubectl set image deployment/web app=nginx:2") == (
        "deployment.apps/web image updated"
    )
    assert spec().template.spec.containers[0].image == "nginx:2"
    said = shell.refuses("kubectl set image deploy/web db=x")
    assert said.startswith('error: unable to find container named "db"')


def test_the_environment_is_set_and_taken_away():
    shell = Shell()
    shell.does("kubectl apply -f -", DEPLOYMENT)

    def env():
        (container,) = shell.api.get("Deployment", "default", "web").spec.template.spec.containers
        return {one.name: one.value for one in container.env or ()}

    said = shell.does("kubectl set env deployment/web A=b COLOUR=red=ish")
    assert said == "deployment.apps/web env updated"
    assert env() == {"A": "b", "COLOUR": "red=ish"}
    assert shell.does("kubectl set env deploy/web A- -e B=1")
    assert env() == {"COLOUR": "red=ish", "B": "1"}
    assert shell.does("kubectl set env deploy/web C=1 -c other") == ""
    assert "at least one environment variable" in shell.refuses("kubectl set env deploy/web")


def test_resources_are_set_beside_those_that_are_there():
    shell = Shell()
    shell.does("kubectl apply -f -", DEPLOYMENT)
    said = shell.does("kubectl set resources deploy web --limits=cpu=200m --requests=cpu=100m")
    assert said == "deployment.apps/web resource requirements updated"
    shell.does("kubectl set resources deploy web --limits=memory=1Gi")
    (container,) = shell.api.get("Deployment", "default", "web").spec.template.spec.containers
    assert container.resources.limits == {"cpu": "200m", "memory": "1Gi"}
    assert container.resources.requests == {"cpu": "100m"}
    assert "must specify an update" in shell.refuses("kubectl set resources deploy web")
    assert "quantities" in shell.refuses("kubectl set resources deploy web --limits=cpu=much")
    assert "expected <resource>" in shell.refuses("kubectl set resources deploy web --limits=cpu")
    assert "set image, set env" in shell.refuses("kubectl set subject deploy web")


def test_debug_adds_an_ephemeral_container():
    shell = Shell()
    shell.does("kubectl run web --image=nginx")
    said = shell.does("kubectl debug web -it --image=busybox --target=web -- sh -c ps")
    assert "Targeting container" in said
    assert "Defaulting debug container name to debugger-" in said
    (container,) = shell.api.get("Pod", "default", "web").spec.ephemeralContainers
    assert (container.image, container.targetContainerName) == ("busybox", "web")
    assert container.command == ["sh", "-c", "ps"]
    assert "specify --image" in shell.refuses("kubectl debug web")
    assert "only Pods" in shell.refuses("kubectl debug node/node1 --image=busybox")
    assert "NotFound" in shell.refuses("kubectl debug other --image=busybox")


def test_rollouts_restart_pause_and_resume():
    shell = Shell()
    shell.does("kubectl apply -f -", DEPLOYMENT)
    restarted = "deployment.apps/web restarted"
    assert shell.does("kubectl rollout restart deploy/web") == restarted
    assert shell.does("kubectl rollout pause deploy web") == "deployment.apps/web paused"
    assert "already paused" in shell.refuses("kubectl rollout pause deploy web")
    assert "can't restart paused" in shell.refuses("kubectl rollout restart deploy/web")
    assert shell.does("kubectl rollout resume deploy web") == "deployment.apps/web resumed"
    waiting = "Waiting for deployment spec update to be observed..."
    assert shell.does("kubectl rollout status deploy/web") == waiting
    assert "unknown command" in shell.refuses("kubectl rollout back deploy/web")


def test_expose_makes_a_service():
    shell = Shell()
    shell.does("kubectl apply -f -", DEPLOYMENT)
    assert "couldn't find port" in shell.refuses("kubectl expose deploy web")
    assert shell.does("kubectl expose deploy web --port=80 --target-port=8080") == (
        "service/web exposed"
    )
    spec = shell.api.get("Service", "default", "web").spec
    assert (spec.selector, spec.ports[0].targetPort) == ({"app": "web"}, 8080)


def test_cordon_and_drain():
    shell = Shell()
    shell.does("kubectl create -f -", NODE)
    shell.does("kubectl apply -f -", POD)
    shell.api.bind("default", "web", "node1")
    assert shell.does("kubectl cordon node1") == "node/node1 cordoned"
    assert shell.does("kubectl cordon node1") == "node/node1 already cordoned"
    said = shell.refuses("kubectl drain node1")
    assert "cannot delete Pods that declare no controller (use --force to override)" in said
    said = shell.does("kubectl drain node1 --force")
    assert "evicting pod default/web" in said
    assert shell.pod().metadata.deletionTimestamp
    assert shell.does("kubectl uncordon node1") == "node/node1 uncordoned"


def test_exec_hands_over_to_the_runtime():
    shell = with_pod()
    heard = []
    shell.commands.on("exec", lambda *words: heard.append(words[1:]) or "file")
    assert shell.refuses("kubectl exec web -- ls") == (
        "Error from server (BadRequest): pod web does not have a host assigned"
    )
    shell.api.bind("default", "web", "node1")
    assert shell.does("kubectl exec -it web -- ls -l '/a b'") == "file"
    assert heard == [("app", ("ls", "-l", "/a b"))]
    said = shell.refuses("kubectl exec web ls")
    assert said.startswith("error: exec [POD] [COMMAND] is not supported anymore.")
    said = shell.refuses("kubectl exec web -c db -- ls")
    assert said.startswith("error: container db not found in pod web")


@pytest.mark.parametrize(
    ["flags", "images"],
    [
        ('--overrides=\'{"spec":{"nodeName":"n1"}}\'', ["nginx"]),
        (
            '--overrides=\'{"spec":{"containers":[{"name":"b","image":"httpd"}]}}\'',
            ["httpd"],
        ),
        (
            "--override-type=strategic "
            '--overrides=\'{"spec":{"containers":[{"name":"b","image":"httpd"}]}}\'',
            ["httpd", "nginx"],
        ),
        (
            '--override-type=json --overrides=\'[{"op":"replace",'
            '"path":"/spec/containers/0/image","value":"httpd"}]\'',
            ["httpd"],
        ),
    ],
)
def test_run_takes_overrides(flags, images):
    shell = Shell()
    shell.does(f"kubectl run web --image=nginx {flags}")
    assert sorted(c.image for c in shell.pod().spec.containers) == images


def test_overrides_that_cannot_be_read_make_nothing():
    shell = Shell()
    for flags in ("--overrides=x", "--overrides=[]", "--overrides={} --override-type=other"):
        shell.refuses(f"kubectl run web --image=nginx {flags}")
    assert shell.api.list("Pod") == []
