"""The pages for learning: the course, the questions, the notes, the sayings, a lesson."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from lifecycle import classpage, limits, links, scenes, syllabus
from lifecycle.classpage import Item
from lifecycle.syllabus import said
from lifecycle.teaching.judge import Verdict
from lifecycle.teaching.played import verdicts as judged
from lifecycle.views.body import answers_in_json
from lifecycle.views.pages import stage
from lifecycle.views.wanted import scene_of
from podviz.language import translated


def shown(name: str) -> dict[str, Any]:
    """What the pages show of a scene, in the visitor's language."""
    scene = scenes.scene(name)
    assert scene is not None, name
    lesson, texts = scene.lesson, scene.translations
    return {
        "name": name,
        "title": said(scene.title, texts),
        "summary": said(scene.summary, texts),
        "question": scene.question,
        "saying": said(lesson.saying, texts),
        "source": said(lesson.source, texts),
        "verdict": lesson.verdict,
        "truth": said(lesson.truth, texts),
        "questions": len(lesson.questions),
        "fix": bool(lesson.goal),
        "seconds": scene.until_ms // 1000,
    }


def words_of(verdict: str) -> str:
    """A verdict as a reader sees it."""
    return {
        "right": _("Right"),
        "half": _("Half right"),
        "wrong": _("Wrong"),
        "outdated": _("Out of date"),
        "waits": _("Not shown yet"),
    }.get(verdict, "")


def answer_to(verdict: str) -> str:
    """A verdict as the answer to "is it true?"."""
    return {
        "right": _("True"),
        "half": _("Half true"),
        "wrong": _("Not true"),
        "outdated": _("Not any more"),
    }.get(verdict, "")


@require_safe
@ensure_csrf_cookie
def learn(request: HttpRequest) -> HttpResponse:
    """The course: chapters of scenes, with what this browser has done of them."""
    course = syllabus.course()
    texts = course.translations
    chapters = [
        {
            "title": said(chapter.title, texts),
            "about": said(chapter.about, texts),
            "scenes": [shown(name) for name in chapter.scenes],
        }
        for chapter in course.chapters
    ]
    page = {"title": said(course.title, texts), "summary": said(course.summary, texts)}
    return render(request, "teaching/learn.html", {**page, "chapters": chapters})


@require_safe
@ensure_csrf_cookie
def lesson(request: HttpRequest, name: str) -> HttpResponse:
    """The stage with one scene as a lesson: predict, play, why, mend."""
    if scenes.scene(name) is None:
        raise Http404
    return stage(request, scene=name, lesson=_lesson(request, name))


@require_safe
@ensure_csrf_cookie
def own_lesson(request: HttpRequest, short: str) -> HttpResponse:
    """The stage with a teacher's own scenario as a lesson."""
    if links.payload(short) is None:
        raise Http404
    return stage(request, short=short, lesson=_lesson(request, short))


def _lesson(request: HttpRequest, key: str) -> dict[str, str]:
    """What follows: in the class that `?class=` names, else in the course."""
    of = request.GET.get("class", "")
    page = classpage.read(of) if of else None
    if page is not None:
        item = page.after(key)
        return {"name": key, "next": address(item, of) if item else reverse("class", args=[of])}
    order = syllabus.course().scenes
    at = order.index(key) + 1 if key in order else len(order)
    following = reverse("lesson", args=[order[at]]) if at < len(order) else ""
    return {"name": key, "next": following}


def address(item: Item, of: str) -> str:
    """Where an item of a class's page is played, so that the next one follows."""
    if item.scene and scenes.scene(item.scene) is None:
        return reverse("learn")
    name, key = ("lesson", item.scene) if item.scene else ("own_lesson", item.short)
    return f"{reverse(name, args=[key])}?class={of}"


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The 25 questions, each with a short answer and its scenes."""
    found = syllabus.questions()
    asked = [
        {
            "ask": said(question.ask, found.translations),
            "answer": said(question.answer, found.translations),
            "scenes": [shown(name) for name in question.scenes],
        }
        for question in found.questions
    ]
    return render(request, "teaching/questions.html", {"questions": asked})


@require_safe
def notes(request: HttpRequest) -> HttpResponse:
    """Every statement of the five notes, with the scene that shows it or what is true today."""
    found = syllabus.notes()
    notes = [
        {
            "title": said(note.title, found.translations),
            "about": said(note.about, found.translations),
            "statements": [
                {
                    "says": said(statement.says, found.translations),
                    "verdict": statement.verdict,
                    "words": words_of(statement.verdict),
                    "truth": said(statement.truth, found.translations),
                    "scene": shown(statement.scene) if statement.scene else None,
                }
                for statement in note.statements
            ],
        }
        for note in found.notes
    ]
    counts = _counted(statement["words"] for note in notes for statement in note["statements"])
    return render(request, "teaching/notes.html", {"notes": notes, "counts": counts})


def _counted(words: Iterable[str]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return sorted(counts.items(), key=lambda item: -item[1])


@require_safe
@ensure_csrf_cookie
def sayings(request: HttpRequest) -> HttpResponse:
    """What people say, to be believed or not, and what the simulation says."""
    found = [shown(name) for name in scenes.names()]
    told = [{**scene, "words": answer_to(scene["verdict"])} for scene in found if scene["saying"]]
    return render(request, "teaching/sayings.html", {"sayings": told})


@lru_cache(maxsize=256)
def _verdicts(name: str) -> list[Verdict]:
    return judged(scene_of(name), limits.PLAYED_WHOLE_RECORDS)


@require_safe
@answers_in_json
def verdicts(request: HttpRequest, name: str) -> HttpResponse:
    """What the simulation says of each claim of a scene; played once in this process."""
    told = (msgspec.to_builtins(one, enc_hook=translated) for one in _verdicts(name))
    return JsonResponse(list(told), safe=False)
