"""Static files from their places in the source tree, with no collecting before a start."""

from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):
    """WhiteNoise, answering with whole files: all are small, and ASGI can't stream them."""

    @staticmethod
    def serve(static_file, request):
        """The file, or what a conditional or partial request gets instead of it."""
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file as file:
                body = file.read()
        response = HttpResponse(body, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response

    def immutable_file_test(self, path: str, url: str) -> bool:
        """Whether browsers may keep the file: its address has the version of them all."""
        return not self.autorefresh
