"""The ASGI application: static files, Django for HTTP, Channels for sockets from our own pages."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podviz.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from channels.sessions import CookieMiddleware  # noqa: E402

from lifecycle.limits import DJANGO_THREADS  # noqa: E402
from lifecycle.live.routing import websocket_urlpatterns  # noqa: E402
from podviz.static_files import StaticFiles  # noqa: E402
from podviz.workers import Handler, Workers  # noqa: E402

static_files = StaticFiles(Workers(Handler(), DJANGO_THREADS))
sockets = CookieMiddleware(URLRouter(websocket_urlpatterns))
application = ProtocolTypeRouter(
    {"http": static_files, "websocket": AllowedHostsOriginValidator(sockets)}
)
