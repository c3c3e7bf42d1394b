"""Scripts of real manifests against what a real busybox did with them.

The recordings lie beside the project, not in it. Two cannot agree: one recorded a static
busybox without printenv, one ran `/bin/sleep` past the clock that was simulated there.
"""

import json
import re
from pathlib import Path

import pytest

from tests.engine.cri.workbench import run_script, volume

FILE = Path(__file__).parents[4] / "shared" / "corpus" / "shell-groundtruth.json"
SHARE = 0.97
HEAD = 395
"""Longer outputs were cut in the recording."""
PLAYED_S = 400
VOLUMES = (
    "/etc/config", "/pod-data", "/var/log/app", "/config",
    "/content", "/mnt/volume", "/html", "/init-container-msg-mount-path",
    "/data", "/work-dir", "/shared/logs", "/var/app/data",
    "/pv", "/mnt/managed", "/work", "/scrub",
)  # fmt: skip
ENVIRONMENT = {
    "HOSTNAME": "pod-name", "KUBERNETES_PORT": "tcp://10.96.0.1:443",
    "KUBERNETES_SERVICE_HOST": "10.96.0.1", "KUBERNETES_SERVICE_PORT": "443",
}  # fmt: skip
_MOMENT = re.compile(r"\w{3} \w{3} +\d+ \d\d:\d\d:\d\d UTC \d{4}|\b1[67]\d{8}\b")


def differences(row):
    mounts = [volume(path) for path in VOLUMES if path in row["src"]]
    ends = row["exit_code"] is not None
    code, seconds, output, error = run_script(
        row["src"], row["shell"], image="bash" if row["shell"] == "bash" else "busybox",
        env=ENVIRONMENT, mounts=mounts, seconds=20_000 if ends else PLAYED_S,
    )  # fmt: skip
    if code != row["exit_code"]:
        yield f"exit code {code}, not {row['exit_code']}"
    if ends and seconds != pytest.approx(row["virtual_seconds"]):
        yield f"{seconds} s, not {row['virtual_seconds']}"
    if not same(output, row["stdout_head"], ends):
        yield f"printed {output[:200]!r}, not {row['stdout_head'][:200]!r}"
    if (ends or row["stderr_head"]) and not same(error, row["stderr_head"], ends):
        yield f"complained {error[:200]!r}, not {row['stderr_head'][:200]!r}"


def same(ours, head, whole):
    """Equal but for the moments in it; the recording may have been cut."""
    cut = len(head) >= HEAD
    ours, head = _MOMENT.sub("NOW", ours), _MOMENT.sub("NOW", head)
    if whole and not cut:
        return ours == head
    lines = head.split("\n")[:-1][: ours.count("\n")]
    return ours.split("\n")[: len(lines)] == lines and bool(ours) == bool(head)


@pytest.mark.skipif(not FILE.exists(), reason="the recordings are not beside the project")
def test_scripts_do_what_they_did_in_a_real_busybox():
    rows = json.loads(FILE.read_text())
    wrong = {row["src"]: list(differences(row)) for row in rows}
    wrong = {source: found for source, found in wrong.items() if found}
    assert 1 - len(wrong) / len(rows) >= SHARE, wrong
