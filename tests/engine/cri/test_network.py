"""Who answers at a Pod's address, and the texts of Go's clients when nobody does."""

import pytest
from lightkube.models.core_v1 import (
    ContainerPort,
    GRPCAction,
    HTTPGetAction,
    Probe,
)

from lifecycle.engine.cri.network import Reply
from tests.engine.cri.workbench import Services, Workbench, volume

SERVED = {
    "nginx": ("nginx", 80, "/", 200),
    "nginx, a page that isn't there": ("nginx", 80, "/nothing", 404),
    "hello-app": ("gcr.io/google-samples/hello-app:1.0", 8080, "/any", 200),
    "httpd": ("httpd:2.4", 80, "/", 200),
    "kuard": ("gcr.io/kuar-demo/kuard-amd64:blue", 8080, "/ready", 200),
}


@pytest.mark.parametrize("what", SERVED)
def test_well_known_images_serve(what):
    image, port, path, status = SERVED[what]
    bench = Workbench()
    bench.start(None, image)
    assert bench.get(port, path).status == status


def test_an_unknown_image_serves_what_the_manifest_names():
    bench = Workbench()
    bench.start(
        None, "acme/api:1", ports=[ContainerPort(containerPort=8080, name="web")],
        livenessProbe=Probe(httpGet=HTTPGetAction(port="web", path="/healthz")),
        readinessProbe=Probe(grpc=GRPCAction(port=9000)),
    )  # fmt: skip
    assert bench.get(8080, "/healthz").status == 200
    bench.network.probe_grpc(bench.ip, 9000, "", 1000, bench.then)
    bench.after(2)
    assert bench.answers[-1][0] == Reply(status=1)
    assert "connection refused" in bench.get(8081).error


FAILURES = {
    "nobody listens": (
        "sleep 1000", {}, 'Get "http://{ip}:8080/healthz": dial tcp {ip}:8080: connect: '
        "connection refused"),
    "nothing is answered": (
        "while true; do sleep 100 | nc -l -p 8080 > /dev/null; done", {},
        'Get "http://{ip}:8080/healthz": context deadline exceeded '
        "(Client.Timeout exceeded while awaiting headers)"),
    "the connection is closed": (
        "while true; do nc -l -p 8080 < /dev/null > /dev/null; done", {},
        'Get "http://{ip}:8080/healthz": EOF'),
    "a fault refuses": (
        "httpd -f -p 8080", {"fault": "refuse"},
        'Get "http://{ip}:8080/healthz": dial tcp {ip}:8080: connect: connection refused'),
    "a fault is slow": (
        "httpd -f -p 8080", {"fault": "slow"},
        'Get "http://{ip}:8080/healthz": context deadline exceeded '
        "(Client.Timeout exceeded while awaiting headers)"),
    "https where http is spoken": (
        "mkdir /www; echo ok > /www/healthz; httpd -f -p 8080 -h /www", {"scheme": "HTTPS"},
        'Get "https://{ip}:8080/healthz": http: server gave HTTP response to HTTPS client'),
}  # fmt: skip


@pytest.mark.parametrize("what", FAILURES)
def test_what_a_failing_request_says(what):
    source, how, error = FAILURES[what]
    bench = Workbench()
    bench.script(source)
    assert bench.get(8080, "/healthz", **how).error == error.format(ip=bench.ip)


ANSWERS = {
    "a file of httpd": ("mkdir /www; echo ok > /www/a; httpd -f -p 8080 -h /www", "/a", 200),
    "no file of httpd": ("mkdir /www; httpd -f -p 8080 -h /www", "/a", 404),
    "what netcat was given": (
        "while true; do printf 'HTTP/1.1 503 Busy\\r\\n\\r\\nbad' | nc -l -p 8080; done",
        "/",
        503,
    ),
    "Python's web server": ("python3 -m http.server 8080", "/", 200),
}


@pytest.mark.parametrize("what", ANSWERS)
def test_what_scripts_serve(what):
    source, path, status = ANSWERS[what]
    bench = Workbench()
    bench.script(source)
    assert [bench.get(8080, path).status for _ in range(3)] == [status] * 3


def _moved(to, serve="while true; do printf '{head}' | nc -l -p 8080; done"):
    return serve.format(head=f"HTTP/1.1 302 Found\\r\\nLocation: {to}\\r\\n\\r\\n")


REDIRECTED = {
    "to who takes one connection at a time": (
        "/x", 'Get "http://{ip}:8080/x": dial tcp {ip}:8080: connect: connection refused'),
    "to where nobody listens": (
        "http://{ip}:81/", 'Get "http://{ip}:81/": dial tcp {ip}:81: connect: connection refused'),
    "to what is no address": (
        "http://{ip}:99999/", 'Get "http://{ip}:8080/": failed to parse Location header '
        '"http://{ip}:99999/"'),
}  # fmt: skip


@pytest.mark.parametrize("what", REDIRECTED)
def test_redirects_are_followed_by_a_new_connection(what):
    to, error = REDIRECTED[what]
    bench = Workbench()
    bench.script(_moved(to.replace("{ip}", bench.ip)))
    bench.get(8080)
    bench.after(2)
    assert bench.answers[-1][0].error == error.format(ip=bench.ip)


def test_redirects_to_another_host_are_not_followed():
    bench = Workbench()
    bench.script(_moved("http://example.com/"))
    reply = bench.get(8080)
    assert (reply.status, reply.location) == (302, "http://example.com/")


def test_a_server_that_redirects_for_ever_is_given_up():
    bench = Workbench()
    bench.script(_moved("/", "printf '{head}' | nc -lk -p 8080"))
    bench.get(8080)
    bench.after(100)
    assert bench.answers[-1][0].error.endswith("stopped after 10 redirects")


def test_tcp_probes_only_connect():
    bench = Workbench()
    bench.start(None, "redis")
    for port in (6379, 6380):
        bench.network.probe_tcp(bench.ip, port, 1000, bench.then)
        bench.after(2)
    good, bad = bench.answers[-2][0], bench.answers[-1][0]
    assert good.error == ""
    assert bad.error == f"dial tcp {bench.ip}:6380: connect: connection refused"


GRPC = {
    "nobody listens": (
        None, "busybox", 5000,
        'timeout: failed to connect service "{ip}:5000" within 1s: context deadline exceeded'),
    "another protocol": (
        None, "nginx", 80,
        "error: this server does not implement the grpc health protocol "
        "(grpc.health.v1.Health): unknown service grpc.health.v1.Health"),
    "no longer serving": (
        ["/agnhost", "grpc-health-checking", "--delay-unhealthy-sec", "3"],
        "registry.k8s.io/e2e-test-images/agnhost:2.53", 5000,
        'service unhealthy (responded with "NOT_SERVING")'),
}  # fmt: skip


@pytest.mark.parametrize("what", GRPC)
def test_what_a_failing_health_rpc_says(what):
    command, image, port, error = GRPC[what]
    bench = Workbench()
    bench.start(command or (["sleep", "1000"] if image == "busybox" else None), image)
    bench.after(5)
    bench.network.probe_grpc(bench.ip, port, "", 1000, bench.then)
    bench.after(2)
    assert bench.answers[-1][0].error == error.format(ip=bench.ip)


GRPCD = {
    "well": ("/h/grpcd", ""),
    "not serving": (
        "touch /tmp/bad; exec /h/grpcd", 'service unhealthy (responded with "NOT_SERVING")'),
    "slow": (
        "touch /tmp/slow; exec /h/grpcd", "timeout: health rpc did not complete within 1s"),
    "without the health service": (
        "/h/grpcd none",
        "error: this server does not implement the grpc health protocol "
        "(grpc.health.v1.Health): unknown service grpc.health.v1.Health"),
}  # fmt: skip


@pytest.mark.parametrize("what", GRPCD)
def test_files_steer_the_health_of_grpcd(what):
    script, error = GRPCD[what]
    bench = Workbench()
    bench.start(["sh", "-c", script], mounts=[volume("/h", "host/share")])
    bench.after(1)
    bench.network.probe_grpc(bench.ip, 9000, "", 1000, bench.then)
    bench.after(2)
    assert bench.answers[-1][0].error == error


def test_agnhost_liveness_is_well_for_ten_seconds():
    bench = Workbench()
    bench.start(["/agnhost", "liveness"], "registry.k8s.io/e2e-test-images/agnhost:2.53")
    assert bench.get(8080, "/healthz").status == 200
    bench.after(10)
    assert bench.get(8080, "/healthz").status == 500


def test_kubia_unhealthy_answers_five_requests():
    bench = Workbench()
    bench.start(None, "luksa/kubia-unhealthy")
    assert [bench.get(8080).status for _ in range(7)] == [200] * 5 + [500] * 2


def test_a_port_is_closed_when_its_process_ends():
    bench = Workbench()
    container = bench.start(None, "nginx")
    bench.runtime.kill(container, "KILL")
    assert "connection refused" in bench.get(80).error


def test_two_servers_cannot_share_a_port():
    bench = Workbench()
    bench.start(None, "nginx", name="first")
    second = bench.start(None, "nginx", name="second")
    assert bench.after(1).status(second).exit_code == 1
    assert "Address already in use" in bench.output("stderr")


def test_containers_of_a_pod_share_localhost():
    bench = Workbench()
    bench.start(None, "nginx", name="web")
    client = bench.start(["sleep", "1000"], name="client")
    assert bench.run(client, "wget", "-qO-", "http://localhost").exit_code == 0
    assert bench.run(client, "nc", "-z", "127.0.0.1", "81").exit_code == 1


def test_names_follow_the_services_of_the_cluster():
    services = Services()
    bench = Workbench(services=services)
    container = bench.script(
        "until nslookup mydb; do echo waiting; sleep 2; done", image="busybox:1.28"
    )
    bench.after(5)
    services.names["mydb"] = "10.96.0.7"
    bench.after(3)
    assert bench.status(container).exit_code == 0
    assert bench.output().count("waiting") == 3
    assert "nslookup: can't resolve 'mydb'\n" in bench.output("stderr")
    assert bench.output().endswith("Name:      mydb\nAddress 1: 10.96.0.7 mydb\n")


def test_a_new_busybox_words_a_missing_name_differently():
    bench = Workbench()
    container = bench.start(["nslookup", "mydb"], "busybox:1.36")
    assert bench.after(1).status(container).exit_code == 1
    assert "** server can't find mydb: NXDOMAIN" in bench.output()


def test_a_service_leads_to_its_endpoints_or_refuses():
    services = Services(names={"shop": "10.96.0.8"})
    bench = Workbench(services=services)
    bench.start(None, "nginx", name="web")
    client = bench.start(["sleep", "1000"], name="client")
    refused = bench.run(client, "wget", "-qO-", "http://shop")
    services.ends[("10.96.0.8", 80)] = [(bench.ip, 80)]
    served = bench.run(client, "wget", "-qO-", "http://shop")
    assert refused.output == "wget: can't connect to remote host (10.96.0.8): Connection refused\n"
    assert served.exit_code == 0 and "Welcome to nginx" in served.output


CURL = {
    "no such name": (["curl", "http://nowhere"], 6, "curl: (6) Could not resolve host: nowhere\n"),
    "nobody listens": (
        ["curl", "localhost:99"], 7,
        "curl: (7) Failed to connect to localhost port 99 after 0 ms: Could not connect to "
        "server\n"),
    "an error page": (["curl", "-f", "localhost/no"], 22,
                      "curl: (22) The requested URL returned error: 404\n"),
    "an error page is a page": (["curl", "-s", "-o", "/dev/null", "localhost/no"], 0, ""),
}  # fmt: skip


@pytest.mark.parametrize("what", CURL)
def test_how_curl_ends(what):
    command, code, output = CURL[what]
    bench = Workbench()
    container = bench.start(None, "nginx")
    result = bench.run(container, *command)
    assert (result.exit_code, result.output) == (code, output)


def test_the_world_outside_is_assumed_to_answer():
    bench = Workbench()
    container = bench.start(["sleep", "1000"], "acme/tools")
    assert bench.run(container, "curl", "-sf", "https://example.com/file").exit_code == 0
    assert bench.run(container, "nslookup", "db.default.svc.cluster.local").exit_code == 1
