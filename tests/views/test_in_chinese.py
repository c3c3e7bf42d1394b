"""What the server answers to a Chinese page: its own words are Chinese, Kubernetes' are not."""

import pytest
from asgiref.sync import sync_to_async

from lifecycle.live import consumer
from lifecycle.live.registry import Registry
from lifecycle.sessions.link import encode
from lifecycle.sessions.scenario import Scenario
from tests.live.cast import ALICE_SECRET, Browser, begin
from tests.views.test_api import POD, post

SCENE = """\
podviz: v1
until: 30s
manifests: |
  apiVersion: v1
  kind: Pod
  metadata: {name: web}
  spec: {containers: [{name: app, image: nginx}]}
"""


@pytest.mark.django_db
def test_hints_are_chinese_and_the_api_servers_answers_are_its_own(client):
    text = POD.replace("{name: app,", "{name: app, livenesProbe: {},")
    (complaint,) = post(client, "/api/check?lang=zh-hans", {"manifests": text}).json()["complaints"]
    field = "spec.containers[0].livenesProbe"
    assert complaint["message"] == f'strict decoding error: unknown field "{field}"'
    assert (complaint["hint"], complaint["lang"]) == ("是不是想写 `livenessProbe`？", "en")
    (empty,) = post(client, "/api/check?lang=zh-hans", {"manifests": " "}).json()["complaints"]
    assert (empty["message"], empty["lang"]) == ("manifest.yaml 里没有对象：它是空的", "zh-hans")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "error", "remedy"),
    [
        (
            {"file": f"{SCENE}claims: [restart of web comes]\n"},
            "scenario.yaml:8 (claims[0])：“restart of web comes”：“web”不是对象的名字。",
            "请写 Pod/web、Pod/other-namespace/web，或用 Pod/{app=web}[0] 表示多个中的第一个。",
        ),
        (
            {"file": f"{SCENE}seed: many\n"},
            "scenario.yaml:8 (seed)：这里应为 `int`，而不是 `str`。",
            "",
        ),
        (
            {"file": SCENE.replace("30s", "soon")},
            "scenario.yaml:2 (until)：“soon”不是时长：请写成 17s、1m30s 或 250ms",
            "请写成 17s 或 1m30s 这样。",
        ),
        (
            {"link": encode(Scenario(POD))[:-9]},
            "这个链接已损坏：它的内容无法解压。",
            "请重新完整复制，或向发送者索要短链接。",
        ),
        (
            {"manifests": POD, "assumptions": {"app": "runs=soon"}},
            "assumptions.app：“runs=soon”：时长写成 30s、5m 或 200ms 这样",
            "",
        ),
    ],
    ids=["claim", "type", "duration", "link", "assumption"],
)
def test_what_is_wrong_with_a_scenario_is_said_in_chinese(client, body, error, remedy):
    answer = post(client, "/api/sessions?lang=zh-hans", body).json()
    assert (answer["error"], answer["remedy"]) == (error, remedy)
    assert not any(
        "\u4e00" <= sign <= "\u9fff" for sign in str(post(client, "/api/sessions", body).json())
    )


@pytest.mark.django_db(transaction=True)
async def test_a_refused_command_is_kubectls_with_a_remedy_in_chinese(monkeypatch):
    monkeypatch.setattr(consumer, "registry", Registry())
    token = await sync_to_async(begin)(Scenario(POD))
    async with Browser(token, ALICE_SECRET, "?lang=zh-hans") as browser:
        await browser.say(do="input", atMs=1000, line="kubectl delte pod web", ask=1)
        refused = await browser.hear("refused", ask=1)
    first, _, rest = refused["message"].partition("\n")
    assert first == 'error: unknown command "delte" for "kubectl"'
    assert rest.startswith("可用的有 annotate, ")
