"""The filters of the scheduler, in the order in which they are asked.

The first that turns a Pod away from a node gives the reason; the others aren't asked.

Mirrors pkg/scheduler/apis/config/v1/default_plugins.go.
"""

from lifecycle.engine.scheduler.framework import Plugin
from lifecycle.engine.scheduler.plugins.interpodaffinity import InterPodAffinity
from lifecycle.engine.scheduler.plugins.nodeaffinity import NodeAffinity
from lifecycle.engine.scheduler.plugins.nodename import NodeName
from lifecycle.engine.scheduler.plugins.nodeports import NodePorts
from lifecycle.engine.scheduler.plugins.noderesourcesfit import NodeResourcesFit
from lifecycle.engine.scheduler.plugins.nodeunschedulable import NodeUnschedulable
from lifecycle.engine.scheduler.plugins.podtopologyspread import PodTopologySpread
from lifecycle.engine.scheduler.plugins.tainttoleration import TaintToleration
from lifecycle.engine.scheduler.plugins.volumebinding import VolumeBinding

_FIT = NodeResourcesFit()

PLUGINS: tuple[Plugin, ...] = (
    NodeUnschedulable(),
    NodeName(),
    TaintToleration(),
    NodeAffinity(),
    NodePorts(),
    _FIT,
    VolumeBinding(),
    PodTopologySpread(),
    InterPodAffinity(),
)

BY_SHAPE: tuple[Plugin, ...] = (_FIT,)
"""Those that answer the same for all nodes of a shape."""
