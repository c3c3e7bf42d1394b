"""How much all sessions take together, and who makes room: those that nobody but their host saw."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from lifecycle.limits import IN_USE_S, ROOM_LOOKED_FOR_S
from lifecycle.live.clock import running_s
from lifecycle.models import Session

AT_ONCE = 200


class Storage:
    """Looked at now and then: adding everything up is not for every request."""

    def __init__(self) -> None:
        self._looked_s = float("-inf")
        self._full = False

    def is_full(self) -> bool:
        """Whether there is no room for another session; first, some is made."""
        if running_s() - self._looked_s >= ROOM_LOOKED_FOR_S:
            self._looked_s = running_s()
            self._full = not make_room()
        return self._full


def make_room() -> bool:
    """Forget the longest unused of those never shared until there is room; whether there is."""
    over = (Session.objects.aggregate(all=Sum("size"))["all"] or 0) - settings.STORAGE_BYTES
    idle = timezone.now() - timedelta(seconds=IN_USE_S)
    while over > 0:
        oldest = Session.objects.filter(shared=False, last_used__lt=idle).order_by("last_used")
        found = dict(oldest.values_list("pk", "size")[:AT_ONCE])
        if not found:
            return False
        Session.objects.filter(pk__in=found, shared=False).delete()
        over -= sum(found.values())
    return True


storage = Storage()
