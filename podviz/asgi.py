"""The ASGI application: Django for HTTP, Channels for sockets from our own pages only."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podviz.settings")
http = get_asgi_application()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from channels.sessions import CookieMiddleware  # noqa: E402

from lifecycle.live.routing import websocket_urlpatterns  # noqa: E402

sockets = CookieMiddleware(URLRouter(websocket_urlpatterns))
application = ProtocolTypeRouter({"http": http, "websocket": AllowedHostsOriginValidator(sockets)})
