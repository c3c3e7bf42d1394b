"""Probes: when they run, and what follows from what they say."""

from tests.engine.played import Played, pod_of


def web(**probes):
    return pod_of({"name": "app", "image": "nginx", **probes}, terminationGracePeriodSeconds=5)


def http(**fields):
    return {"httpGet": {"path": "/", "port": 80}, **fields}


def runs(played, probe):
    return [record.t / 1000 for record in played.process("probe") if record.probe == probe]


def test_readiness_is_asked_at_once_when_the_container_has_started():
    played = Played(web(readinessProbe=http(periodSeconds=10)), until=30)
    assert runs(played, "readiness")[0] - played.starts("app")[0] < 0.2
    assert played.conditions("Ready")[-1] == ("True", None)


def test_liveness_ticks_from_the_pods_start_and_a_restart_does_not_move_them():
    played = Played(
        web(livenessProbe=http(periodSeconds=5, failureThreshold=1)),
        do=[(12, "fault probe web -c app liveness refuse")],
        until=40,
    )
    moments = runs(played, "liveness")
    assert len({round(moment % 5, 1) for moment in moments}) == 1


def test_a_failed_liveness_probe_restarts_the_container():
    probe = http(periodSeconds=2, failureThreshold=3)
    played = Played(
        web(livenessProbe=probe), do=[(10, "fault probe web -c app liveness fail")], until=25
    )
    failures = [record for record in played.process("probe") if record.result == "failure"]
    assert [record.count for record in failures[:3]] == [1, 2, 3]
    killing = played.events("Killing")[0]
    assert killing[1] == "Container app failed liveness probe, will be restarted"
    assert len(played.starts("app")) > 1


def test_a_failed_readiness_probe_takes_the_pod_out_and_never_restarts():
    line = "fault probe web -c app readiness fail"
    played = Played(web(readinessProbe=http(periodSeconds=2)), do=[(10, line)], until=30)
    assert played.conditions("Ready")[-2:] == [("True", None), ("False", "ContainersNotReady")]
    assert len(played.starts("app")) == 1


def test_a_probe_that_is_under_way_when_the_containers_are_gone_is_still_told_of():
    lines = [(10, "fault probe web -c app readiness slow"), (13.5, "kubectl delete pod web")]
    probe = http(periodSeconds=10, timeoutSeconds=8)
    played = Played(web(readinessProbe=probe), do=lines, until=40)
    (told,) = played.events("Unhealthy")
    assert told[1].startswith("Readiness probe failed: ")
    (failed,) = [r for r in played.process("probe") if r.result == "failure"]
    assert failed.t / 1000 > played.gone_at()
    assert ("False", "ContainersNotReady") not in played.conditions("Ready")[1:]


def test_a_startup_probe_holds_the_others_back():
    lines = [
        (0, "fault probe web -c app startup fail"),
        (12, "fault probe web -c app startup clear"),
    ]
    pod = web(
        startupProbe=http(periodSeconds=2, failureThreshold=30),
        readinessProbe=http(periodSeconds=2),
    )
    played = Played(pod, do=lines, until=30)
    assert runs(played, "readiness")[0] > 12
    assert played.conditions("Ready")[-1] == ("True", None)


def test_readiness_goes_on_while_the_pod_ends_but_liveness_does_not():
    pod = pod_of(
        {
            "name": "app",
            "image": "nginx",
            "command": ["sleep", "3600"],
            "readinessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 1},
            "livenessProbe": {"exec": {"command": ["true"]}, "periodSeconds": 1},
        },
        terminationGracePeriodSeconds=8,
    )
    played = Played(pod, do=[(10, "kubectl delete pod web")], until=30)
    assert max(runs(played, "liveness")) < 10.5
    assert max(runs(played, "readiness")) > 15


def test_every_probe_tells_which_field_decides():
    played = Played(web(livenessProbe=http()), until=30)
    record = played.process("probe")[0]
    assert record.fields == ("spec.containers[0].livenessProbe.successThreshold",)
