import pytest
from msgspec import inspect

from lifecycle.engine.api.gopointers import loses_zero, pointer_fields
from lifecycle.engine.api.kinds import KINDS
from lifecycle.engine.api.problem import DecodeError
from lifecycle.engine.api.scheme import decode, encode

APP = {"name": "app", "image": "nginx"}
SPECS = [
    ({"hostNetwork": False, "nodeName": "", "hostname": ""}, {}),
    ({"setHostnameAsFQDN": False}, {"setHostnameAsFQDN": False}),
    ({"automountServiceAccountToken": False}, {"automountServiceAccountToken": False}),
    ({"terminationGracePeriodSeconds": 0}, {"terminationGracePeriodSeconds": 0}),
    ({"priority": 0, "priorityClassName": ""}, {"priority": 0}),
    ({"runtimeClassName": ""}, {"runtimeClassName": ""}),
    ({"tolerations": [{"key": "", "operator": "Exists", "tolerationSeconds": 0}]},
     {"tolerations": [{"operator": "Exists", "tolerationSeconds": 0}]}),
    ({"dnsConfig": {"options": [{"name": "ndots", "value": ""}]}},
     {"dnsConfig": {"options": [{"name": "ndots", "value": ""}]}}),
]  # fmt: skip
CONTAINERS = [
    ({"tty": False, "stdin": False, "workingDir": "", "args": []}, {}),
    ({"env": [{"name": "A", "value": ""}]}, {"env": [{"name": "A"}]}),
    ({"ports": [{"containerPort": 0, "hostPort": 0, "name": ""}]},
     {"ports": [{"containerPort": 0}]}),
    ({"livenessProbe": {"initialDelaySeconds": 0, "terminationGracePeriodSeconds": 0}},
     {"livenessProbe": {"terminationGracePeriodSeconds": 0}}),
    ({"securityContext": {"privileged": False, "runAsUser": 0}},
     {"securityContext": {"privileged": False, "runAsUser": 0}}),
    ({"volumeMounts": [{"name": "v", "mountPath": "/v", "readOnly": False, "subPath": ""}]},
     {"volumeMounts": [{"name": "v", "mountPath": "/v"}]}),
]  # fmt: skip


def decoded(spec):
    held = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}
    return encode(decode(held))["spec"]


@pytest.mark.parametrize(["spec", "kept"], SPECS)
def test_a_zero_stays_where_go_has_a_pointer(spec, kept):
    assert decoded({"containers": [APP], **spec}) == {"containers": [APP], **kept}


@pytest.mark.parametrize(["fields", "kept"], CONTAINERS)
def test_so_it_is_in_containers(fields, kept):
    assert decoded({"containers": [{**APP, **fields}]}) == {"containers": [{**APP, **kept}]}


def test_a_deployment_of_none_has_none():
    spec = {"replicas": 0, "paused": False, "minReadySeconds": 0}
    held = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "d"}, "spec": spec}
    read = encode(decode(held))["spec"]
    assert read["replicas"] == 0
    assert not {"paused", "minReadySeconds"} & read.keys()


def test_what_is_always_written_stays():
    assert not loses_zero("scheduling_v1", "PriorityClass", "value")
    assert not loses_zero("core_v1", "PodStatus", "phase")
    assert loses_zero("core_v1", "PodSpec", "hostNetwork")


def named_fields():
    """The fields of all structs that have a name: two of one name share their fields."""
    found, seen = {}, set()

    def visit(cls):
        if cls in seen:
            return
        seen.add(cls)
        names = found.setdefault(cls.__name__, set())
        for field in inspect.type_info(cls).fields:
            names.add(field.encode_name)
            kinds = getattr(field.type, "types", (field.type,))
            for kind in (getattr(each, "item_type", each) for each in kinds):
                if isinstance(kind, inspect.StructType):
                    visit(kind.cls)

    for row in KINDS:
        visit(row.model)
    return found


def test_the_table_names_fields_that_exist():
    known = named_fields()
    missing = {struct: names - known[struct] for struct, names in pointer_fields().items()}
    assert not any(missing.values()), missing


STOPPED = [
    ({"containers": [{**APP, "tty": "yes", "livenessProbe": {"tcpSocket": {"port": True}}}]},
     "json: cannot unmarshal bool into Go struct field "
     "TCPSocketAction.spec.containers.livenessProbe.tcpSocket.port of type int32"),
    ({"containers": [{**APP, "tty": "yes", "resources": {"limits": {"cpu": "x"}}}]},
     "quantities must match the regular expression "
     "'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
    ({"containers": [{**APP, "command": "x", "tty": "yes"}]},
     "json: cannot unmarshal string into Go struct field "
     "Container.spec.containers.command of type []string"),
]  # fmt: skip


@pytest.mark.parametrize(["spec", "said"], STOPPED)
def test_types_that_read_themselves_stop_the_decoder(spec, said):
    with pytest.raises(DecodeError) as refused:
        decoded(spec)
    start = 'Pod in version "v1" cannot be handled as a Pod: '
    assert str(refused.value) == start + said
