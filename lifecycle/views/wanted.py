"""What a visitor wants to have played: a scene, a link, a file, manifests, in words that help."""

from typing import Any

from django.utils.translation import gettext as _

from lifecycle import journals, limits, links, scenes
from lifecycle.intake import Invalid, admit
from lifecycle.live.clock import wall_ms
from lifecycle.sessions.link import LinkError, Shared, decode
from lifecycle.sessions.scenario import Scenario, ScenarioError, to_json
from lifecycle.sessions.scenariofile import is_scenario_text, load
from lifecycle.teaching.check import check_teaching
from lifecycle.teaching.mending import to_mend
from lifecycle.views.body import Unacceptable, text_of


def wanted(body: dict[str, Any]) -> Shared:
    """The scenario that a request asks for, and where to begin; else Unacceptable."""
    shared = _source(body)
    moment_ms = body.get("moment_ms", shared.moment_ms)
    if type(moment_ms) is not int or not 0 <= moment_ms <= limits.HORIZON_MS:
        raise Unacceptable(400, _("The moment must be a number of milliseconds."))
    return shared._replace(moment_ms=moment_ms)


def _source(body: dict[str, Any]) -> Shared:
    if "scene" in body:
        scene = scene_of(text_of(body, "scene", 200))
        return Shared(to_mend(scene) if body.get("mend") is True else scene, 0)
    if "short" in body:
        payload = links.payload(text_of(body, "short", 200))
        if payload is None:
            raise Unacceptable(404, _("There is no such link."), _("Copy it again, whole."))
        return linked(payload)
    if "fork" in body:
        return _forked(text_of(body, "fork", 200), body.get("branch"))
    if "link" in body:
        return linked(text_of(body, "link", limits.LINK_LENGTH))
    if "file" in body:
        return Shared(_of_file(text_of(body, "file", limits.BODY_BYTES)), 0)
    return Shared(_admitted({k: v for k, v in body.items() if k != "moment_ms"}), 0)


def _forked(token: str, branch: Any) -> Shared:
    """What a session plays, to go on with it in one's own: what is done there stays there."""
    kept = journals.read(token)
    if kept is None:
        raise Unacceptable(404, _("There is no such session."))
    number = kept.active_branch if branch is None else branch
    if type(number) is not int or kept.journal.branch(number) is None:
        raise Unacceptable(404, _("There is no branch %(number)s.") % {"number": number})
    at_ms = kept.playback.position(wall_ms())
    return Shared(kept.journal.as_scenario(number), min(at_ms, limits.HORIZON_MS))


def _of_file(text: str) -> Scenario:
    if not is_scenario_text(text):
        return _admitted({"manifests": text})
    try:
        return _admitted(to_json(load(text, check=check_teaching)))
    except ScenarioError as error:
        raise Unacceptable(400, error.told, error.remedy) from None


def scene_of(name: str) -> Scenario:
    """The scene of that name."""
    scene = scenes.scene(name)
    if scene is None:
        raise Unacceptable(404, _("There is no such scene."), _("The library lists all of them."))
    return scene


def linked(payload: str) -> Shared:
    """What a link holds, if it can be played."""
    shared = decoded(payload)
    return shared._replace(scenario=_admitted(to_json(shared.scenario)))


def decoded(payload: str) -> Shared:
    """What a link holds."""
    try:
        return decode(payload)
    except LinkError as error:
        status = 413 if error.kind == "enormous" else 400
        raise Unacceptable(status, error.message, error.remedy, kind=error.kind) from None


def _admitted(value: dict[str, Any]) -> Scenario:
    try:
        return admit(value)
    except Invalid as invalid:
        raise Unacceptable(
            400,
            _("The API server would refuse this."),
            _("Correct the lines that are marked."),
            complaints=invalid.complaints,
        ) from None
    except ScenarioError as error:
        raise Unacceptable(400, error.told, error.remedy) from None
