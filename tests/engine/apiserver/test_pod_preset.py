"""PodPreset, as it was until 1.19, for those presets that ask for it."""

import pytest

from lifecycle.engine.api.scheme import DecodeError
from tests.engine.apiserver.served import Served, document

PRESET = """
    apiVersion: settings.k8s.io/v1alpha1
    kind: PodPreset
    metadata: {{name: database, annotations: {{podviz.io/historical: "{historical}"}}}}
    spec:
      selector: {{matchLabels: {{role: frontend}}}}
      env: [{{name: DB_PORT, value: "{port}"}}]
      envFrom: [{{configMapRef: {{name: settings}}}}]
      volumeMounts: [{{mountPath: /cache, name: cache}}]
      volumes: [{{name: cache, emptyDir: {{}}}}]
"""
POD = """
    apiVersion: v1
    kind: Pod
    metadata: {{name: {name}, labels: {{role: {role}}}, annotations: {{{more}}}}}
    spec:
      initContainers: [{{name: init, image: busybox}}]
      containers: [{{name: app, image: nginx, env: [{env}]}}]
"""


def served(port="6379"):
    api = Served().api
    api.create(document(PRESET.format(historical="true", port=port)))
    return api


def pod(name="web", role="frontend", env="", more=""):
    return document(POD.format(name=name, role=role, env=env, more=more))


def test_what_the_preset_says_is_added_to_pods_with_its_labels():
    made = served().create(pod())
    for container in (*made.spec.initContainers, *made.spec.containers):
        assert [(e.name, e.value) for e in container.env] == [("DB_PORT", "6379")]
        assert container.envFrom[0].configMapRef.name == "settings"
        assert container.volumeMounts[0].mountPath == "/cache"
    assert made.spec.volumes[0].name == "cache"
    mark = "podpreset.admission.kubernetes.io/podpreset-database"
    assert made.metadata.annotations[mark]


def test_other_pods_are_left_as_they_are():
    api = served()
    exclude = 'podpreset.admission.kubernetes.io/exclude: "true"'
    for made in (pod("other", role="backend"), pod("excluded", more=exclude)):
        assert api.create(made).spec.containers[0].env in (None, [])


def test_a_pod_that_contradicts_the_preset_gets_nothing_of_it():
    made = served().create(pod(env="{name: DB_PORT, value: '5432'}"))
    assert [(e.name, e.value) for e in made.spec.containers[0].env] == [("DB_PORT", "5432")]
    assert all(mount.name != "cache" for mount in made.spec.containers[0].volumeMounts or ())


def test_a_pod_that_says_the_same_gets_the_rest():
    made = served().create(pod(env="{name: DB_PORT, value: '6379'}"))
    assert len(made.spec.containers[0].env) == 1
    assert made.spec.containers[0].volumeMounts[0].name == "cache"


def test_a_preset_that_does_not_ask_for_the_past_is_of_no_known_kind():
    with pytest.raises(DecodeError, match='no matches for kind "PodPreset" in version'):
        document(PRESET.format(historical="false", port="1"))
