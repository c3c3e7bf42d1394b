"""What a fresh installation decides by itself, and what a deployment may decide."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from podviz.secret_key import secret_key
from podviz.static_version import static_version

ROOT = Path(__file__).resolve().parents[2]


def test_a_key_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    path = tmp_path / "var" / "secret-key"
    made = secret_key("", path)
    assert len(made) > 50
    assert secret_key("", path) == made
    assert path.stat().st_mode & 0o077 == 0


def test_a_key_that_is_given_is_used_and_none_is_made(tmp_path):
    assert secret_key("given", tmp_path / "secret-key") == "given"
    assert not (tmp_path / "secret-key").exists()


def test_the_version_of_static_files_changes_with_any_of_them(tmp_path):
    file = tmp_path / "a" / "b.js"
    file.parent.mkdir()
    file.write_text("one")
    before = static_version([tmp_path], [])
    assert static_version([tmp_path], []) == before
    file.write_text("three")
    assert static_version([tmp_path], []) != before


@pytest.mark.slow
def test_the_settings_of_a_deployment_pass_djangos_own_check(tmp_path):
    env = {
        **os.environ,
        "PODVIZ_VAR": str(tmp_path),
        "PODVIZ_HTTPS": "1",
        "PODVIZ_HOSTS": "podviz.example",
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    checked = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
