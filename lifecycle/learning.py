"""The addresses of the pages for learning, and what they ask the server."""

from django.urls import path

from lifecycle.views import classes, comparing, teaching

urlpatterns = [
    path("learn/", teaching.learn, name="learn"),
    path("learn/class/", classes.assemble, name="assemble"),
    path("learn/own/<slug:short>/", teaching.own_lesson, name="own_lesson"),
    path("learn/<slug:name>/", teaching.lesson, name="lesson"),
    path("class/<slug:short>/", classes.class_page, name="class"),
    path("questions/", teaching.questions, name="questions"),
    path("notes/", teaching.notes, name="notes"),
    path("true/", teaching.sayings, name="sayings"),
    path("compare/", comparing.compare_page, name="compare"),
    path("compare/<slug:short>/", comparing.compare_page, name="compared"),
    path("api/classes", classes.make_class),
    path("api/compare", comparing.compare),
    path("api/compare/link", comparing.link),
    path("api/scenes/<slug:name>/verdicts", teaching.verdicts),
]
