"""What the first visitor would wait for, done before anybody comes.

Modules are imported, templates compiled and files packed when they are first needed; a
server does all that before it listens.
"""

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from lifecycle import limits, scenes
from lifecycle.edition import edition
from lifecycle.live.clock import wall_ms
from lifecycle.sessions.frames import opened_frame
from lifecycle.sessions.journal import ROOT, Journal
from lifecycle.sessions.playback import Playback
from lifecycle.sessions.replay import Tape
from podviz import bundle
from podviz.modules import needed_by
from podviz.static_files import StaticFiles


def warm(static_files: StaticFiles) -> None:
    """Do once whatever the first page and its session ask for."""
    packed = [path for path in bundle.files() if not path.endswith(".map")]
    static_files.warm(packed or needed_by("js/stage.js"))
    styles = (settings.BASE_DIR / "static" / "css").glob("*.css")
    static_files.warm(f"css/{style.name}" for style in styles)
    get_template("stage.html")
    _ = get_resolver().url_patterns
    scene = scenes.scene(scenes.first())
    if scene is not None:
        journal = Journal(scene)
        Tape(journal, limits.RECORDS).compute(ROOT, scene.until_ms)
        opened_frame(
            token="",
            host=False,
            locked=True,
            journal=journal,
            branch=ROOT,
            playback=Playback(),
            wall_ms=wall_ms(),
            edition=edition(),
        )
