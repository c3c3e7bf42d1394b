"""The addresses of the sockets."""

from django.urls import path

from lifecycle.live.consumer import StageConsumer

websocket_urlpatterns = [path("ws/s/<slug:token>/", StageConsumer.as_asgi())]
