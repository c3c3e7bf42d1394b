"""The wiring: settings, addresses, the ASGI application, npm modules as static files."""
