"""The ASGI application: static files, Django for HTTP, Channels for sockets from our own pages."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podviz.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from channels.sessions import CookieMiddleware  # noqa: E402

from lifecycle.live.routing import websocket_urlpatterns  # noqa: E402
from podviz.static_files import StaticFiles  # noqa: E402

static_files = StaticFiles(http)
sockets = CookieMiddleware(URLRouter(websocket_urlpatterns))
application = ProtocolTypeRouter(
    {"http": static_files, "websocket": AllowedHostsOriginValidator(sockets)}
)
