"""Every address: pages and HTTP here, sockets in `sockets`."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import JavaScriptCatalog, set_language

urlpatterns = [
    path("", include("lifecycle.urls")),
    path("jsi18n/", JavaScriptCatalog.as_view(packages=["lifecycle"]), name="jsi18n"),
    path("language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
]

handler400 = "lifecycle.views.trouble.bad_request"
handler404 = "lifecycle.views.trouble.not_found"
handler500 = "lifecycle.views.trouble.failed"
