"""What stands in deploy/ and in its documentation agrees with what there is."""

import re
from pathlib import Path

import pytest
import yaml

from lifecycle import limits

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = (ROOT / "podviz" / "settings.py").read_text(encoding="utf-8")
DOCUMENT = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
VARIABLE = re.compile(r"\b(?:PODVIZ_[A-Z_]+|DATABASE_URL|REDIS_URL)\b")


def read_by_the_settings():
    return set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', SETTINGS)) | {"DATABASE_URL"}


def test_every_variable_is_explained_in_the_settings_and_in_the_documentation():
    for text in (SETTINGS, DOCUMENT):
        assert read_by_the_settings() - {"PODVIZ_DEBUG"} <= set(VARIABLE.findall(text))


@pytest.mark.parametrize("file", ["docs/deployment.md", "deploy/compose.yaml"])
def test_no_other_variable_is_spoken_of(file):
    found = set(VARIABLE.findall((ROOT / file).read_text(encoding="utf-8")))
    assert found <= read_by_the_settings()


def test_the_servers_of_the_compose_file_are_those_of_the_proxy():
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    proxy = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    upstream = set(re.findall(r"server (\w+):8000", proxy))
    assert upstream and upstream <= set(compose["services"])
    for name in upstream:
        server = compose["services"][name]
        assert server["environment"]["PODVIZ_HTTPS"] == "1"
        assert server["stop_grace_period"] == "30s"


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (limits.SESSIONS_AT_ONCE, "{} sessions at once"),
        (limits.SOCKETS_PER_ADDRESS, "{:,} sockets"),
        (limits.KEPT_DAYS, "{} days"),
        (limits.BRANCHES, "{} branches"),
        (limits.RECORDS, "{:,} records"),
        (limits.COMPUTING_AT_ONCE_S, "{} s of computing"),
        (limits.FRAMES_PER_SECOND, "{} frames a second"),
        (limits.IDLE_SECONDS, "{} s"),
    ],
)
def test_the_limits_are_those_of_the_documentation(limit, words):
    assert words.format(limit) in DOCUMENT


@pytest.mark.parametrize("file", ["docs/deployment.md", "deploy/nginx.conf"])
def test_the_proxy_counts_connections_with_the_limits_of_a_server_without_one(file):
    text = (ROOT / file).read_text(encoding="utf-8")
    server, sockets = text[: text.index("location /ws/")], text[text.index("location /ws/") :]
    assert f"rate={limits.SOCKETS_PER_SECOND}r/s" in server
    assert f"limit_conn visitors {limits.CONNECTIONS_AT_ONCE};" in server
    assert f"limit_conn visitors {limits.SOCKETS_PER_ADDRESS};" in sockets
    assert f"burst={limits.SOCKETS_AT_ONCE} nodelay;" in sockets


def test_what_the_compose_file_starts_is_a_command_of_ours():
    compose = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))
    commands = {path.stem for path in (ROOT / "lifecycle/management/commands").glob("*.py")}
    told = [str(service.get("command", "")) for service in compose["services"].values()]
    told.append((ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8").splitlines()[-1])
    ours = set(re.findall(r"manage\.py\W+(\w+)", " ".join(told)))
    assert {"serve", "clean_sessions"} <= ours <= commands | {"migrate"}
