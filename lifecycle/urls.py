"""The addresses of pages and of the HTTP interface."""

from django.urls import include, path

from lifecycle.views import (
    api,
    conformance,
    counters,
    embeds,
    files,
    handover,
    health,
    offline,
    pages,
    pictures,
)

urlpatterns = [
    path("", pages.first, name="first"),
    path("scenes/", pages.library, name="library"),
    path("new/", pages.new, name="new"),
    path("conformance/", conformance.page, name="conformance"),
    path("s/<slug:token>/", pages.session, name="session"),
    path("s/<slug:token>/host/<str:key>/", handover.claim, name="claim"),
    path("l/<slug:short>", pages.short_link, name="short_link"),
    path("l/<slug:short>/picture.png", pictures.picture, name="picture"),
    path("embed/<slug:short>/", embeds.embed, name="embed"),
    path("api/sessions", api.sessions),
    path("api/sessions/<slug:token>/handover", handover.offer),
    path("api/sessions/<slug:token>/scenario.yaml", files.scenario_file),
    path("api/sessions/<slug:token>/export/<slug:form>", files.export),
    path("api/sessions/<slug:token>/offline.html", offline.offline),
    path("api/oembed", embeds.oembed, name="oembed"),
    path("api/check", api.check),
    path("api/links", api.make_link),
    path("api/scenes", api.list_scenes),
    path("api/scenes/<slug:name>", api.read_scene),
    path("api/schema", api.schema),
    path("api/schema/scenario", api.scenario_schema),
    path("", include("lifecycle.learning")),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", counters.counters),
]
