"""How the tables of Pod Security write Pods, and what one rule finds in them.

A container is `a {securityContext}`; `a: {more}` gives other fields.
"""

import yaml

from lifecycle.engine.api.scheme import decode
from lifecycle.engine.apiserver.admission.pod_security.baseline import BASELINE
from lifecycle.engine.apiserver.admission.pod_security.plugin import described
from lifecycle.engine.apiserver.admission.pod_security.restricted import RESTRICTED

_CHECKS = {check.id: check for check in (*BASELINE, *RESTRICTED)}


def container(text):
    name, _, rest = text.partition(" ")
    if name.endswith(":"):
        return {"name": name[:-1], **yaml.safe_load(rest)}
    return {"name": name, "securityContext": yaml.safe_load(rest)} if rest else {"name": name}


def subject(containers=(), spec="{}", annotations=None):
    listed = [container(text) for text in containers]
    document = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "web", "annotations": annotations or {}},
        "spec": {"containers": listed, **yaml.safe_load(spec)},
    }
    pod = decode(document)
    return described(pod.metadata, pod.spec)


def found(check, minor, of):
    """The reason and the detail that the rule of that version gives; None if all is well."""
    finding = _CHECKS[check].at(minor)(of)
    return (finding.reason, finding.detail) if finding is not None else None
