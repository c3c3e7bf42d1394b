"""The operator's view of what is kept; nothing here can be changed, only removed."""

from django.contrib import admin
from django.http import HttpRequest

from lifecycle.models import Link, Session


class ReadOnly(admin.ModelAdmin):
    """Journals and links are facts."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Sessions are begun on the stage."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """What was accepted stays as it was."""
        return False


@admin.register(Session)
class SessionAdmin(ReadOnly):
    """Sessions, the most recently used first."""

    list_display = ["title", "token", "created", "last_used"]
    search_fields = ["title", "token"]
    ordering = ["-last_used"]


@admin.register(Link)
class LinkAdmin(ReadOnly):
    """Short links."""

    list_display = ["short", "created"]
    search_fields = ["short"]
