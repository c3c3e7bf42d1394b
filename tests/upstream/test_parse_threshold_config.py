"""TestParseThresholdConfig (pkg/kubelet/eviction/helpers_test.go)."""

import pytest
from lightkube.models.core_v1 import Node
from lightkube.models.meta_v1 import ObjectMeta

from lifecycle.engine.api.quantity import QuantityError
from lifecycle.engine.kubelet.thresholds import (
    DEFAULT,
    DEFAULTS,
    Amount,
    Threshold,
    ThresholdError,
    config_of,
    parse_threshold_config,
)

MI, GI = 1 << 20, 1 << 30
HALF_MINUTE = 30_000


@pytest.mark.parametrize(
    ["hard", "soft", "periods", "reclaim", "expected"],
    [
        ({}, {}, {}, {}, ()),
        (
            {"memory.available": "150Mi"},
            {"memory.available": "300Mi"},
            {"memory.available": "30s"},
            {"memory.available": "0"},
            (
                Threshold("memory.available", Amount(150 * MI)),
                Threshold("memory.available", Amount(300 * MI), HALF_MINUTE),
            ),
        ),
        (
            {"memory.available": "10%"},
            {"memory.available": "30%"},
            {"memory.available": "30s"},
            {"memory.available": "5%"},
            (
                Threshold("memory.available", Amount(0, 10), 0, Amount(0, 5)),
                Threshold("memory.available", Amount(0, 30), HALF_MINUTE, Amount(0, 5)),
            ),
        ),
        (
            {"imagefs.available": "150Mi", "nodefs.available": "100Mi"},
            {"imagefs.available": "300Mi", "nodefs.available": "200Mi"},
            {"imagefs.available": "30s", "nodefs.available": "30s"},
            {"imagefs.available": "2Gi", "nodefs.available": "1Gi"},
            (
                Threshold("imagefs.available", Amount(150 * MI), 0, Amount(2 * GI)),
                Threshold("nodefs.available", Amount(100 * MI), 0, Amount(GI)),
                Threshold("imagefs.available", Amount(300 * MI), HALF_MINUTE, Amount(2 * GI)),
                Threshold("nodefs.available", Amount(200 * MI), HALF_MINUTE, Amount(GI)),
            ),
        ),
        ({"nodefs.inodesFree": "5%"}, {}, {}, {}, ()),
        ({"memory.available": "0%"}, {"memory.available": "0%"}, {}, {}, ()),
        ({"memory.available": "100%"}, {}, {}, {}, ()),
    ],
    ids=["none", "memory", "shares", "disk", "inodes", "off by 0%", "off by 100%"],
)
def test_the_thresholds_that_flags_say(hard, soft, periods, reclaim, expected):
    assert parse_threshold_config(hard, soft, periods, reclaim) == expected


@pytest.mark.parametrize(
    ["hard", "soft", "periods", "reclaim"],
    [
        ({"mem.available": "150Mi"}, {}, {}, {}),
        ({"memory.available": "-150Mi"}, {}, {}, {}),
        ({"memory.available": "-15%"}, {}, {}, {}),
        ({"memory.available": "150%"}, {}, {}, {}),
        ({}, {"memory.available": "-150Mi"}, {}, {}),
        ({"memory.available": "150Mi", "invalid.foo": "150Mi"}, {}, {}, {}),
        ({}, {"memory.available": "150Mi"}, {}, {}),
        ({}, {"memory.available": "150Mi"}, {"memory.available": "-30s"}, {}),
        ({}, {}, {}, {"memory.available": "-300Mi"}),
        ({}, {}, {}, {"memory.available": "-5%"}),
        ({"memory.available": "much"}, {}, {}, {}),
    ],
)
def test_flags_that_make_no_sense(hard, soft, periods, reclaim):
    with pytest.raises((ThresholdError, QuantityError)):
        parse_threshold_config(hard, soft, periods, reclaim)


def node(**flags):
    annotations = {f"podviz.io/eviction-{k.replace('_', '-')}": v for k, v in flags.items()}
    return Node(metadata=ObjectMeta(name="node1", annotations=annotations))


def test_a_nodes_annotations_are_its_kubelets_flags():
    found = config_of(
        node(
            hard="pid.available<10%, memory.available<200Mi",
            soft="memory.available<1.5Gi",
            soft_grace_period="memory.available=1m30s",
            max_pod_grace_period="60",
            pressure_transition_period="30s",
        )
    )
    assert found.thresholds == (
        Threshold("memory.available", Amount(200 * MI)),
        Threshold("memory.available", Amount(3 * GI // 2), 90_000),
        Threshold("pid.available", Amount(0, 10)),
    )
    assert (found.max_grace_seconds, found.transition_ms) == (60, 30_000)
    soft = config_of(node(soft="memory.available<1Gi", soft_grace_period="memory.available=1s"))
    assert len(soft.thresholds) == len(DEFAULTS) + 1


@pytest.mark.parametrize(
    "flags",
    [
        {"hard": "memory.available<" + "9" * 5000},
        {"hard": "memory.available"},
        {"hard": "memory.available<nan%"},
        {"soft": "memory.available<1Gi"},
        {"max_pod_grace_period": "-1"},
        {"pressure_transition_period": "soon"},
        {"pressure_transition_period": "9" * 400 + "h"},
    ],
)
def test_without_sense_the_defaults_stand(flags):
    assert config_of(node(**flags)) == DEFAULT
    assert config_of(None) == DEFAULT
