"""Compresses pages, except what compression could betray (BREACH)."""

import re
from gzip import GzipFile
from io import BytesIO
from secrets import randbelow

from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

COMPRESSED_TYPES = ("text/", "application/json", "application/javascript", "image/svg+xml")
# Pages that may show a secret that stays the same: links of mails, codes of an account. The token
# of a form, elsewhere, is masked anew by Django each time.
WITH_SECRETS = ("/avis/", "/compte/", "/invitation/", "/signaler/adresse/")
GZIP = re.compile(r"(?<![\w-])gzip(?![\w-])(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
# Bytes below which an answer is left as it is.
SHORT = 200
# Of answers that are sent once: 4 takes half as much time again, to spare a thirteenth.
LEVEL = 2
RANDOM_BYTES = 100


def takes_gzip(request) -> bool:
    return bool(GZIP.search(request.headers.get("Accept-Encoding", "")))


def _compressed(content: bytes) -> bytes:
    """Compresses by gzip, with a name of a random length, which the browser ignores."""
    buffer = BytesIO()
    name = "a" * (1 + randbelow(RANDOM_BYTES))
    with GzipFile(name, "wb", LEVEL, buffer, mtime=0) as file:
        file.write(content)
    return buffer.getvalue()


class CompressionMiddleware(MiddlewareMixin):
    """Compresses texts; adds a random number of bytes, so that lengths tell little."""

    def process_response(self, request, response):
        kind = response.get("Content-Type", "")
        if (
            response.streaming
            or response.has_header("Content-Encoding")
            or len(response.content) < SHORT
            or not takes_gzip(request)
            or not kind.startswith(COMPRESSED_TYPES)
            or request.path.startswith(WITH_SECRETS)
        ):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        compressed = _compressed(response.content)
        if len(compressed) < len(response.content):
            response.content = compressed
            response["Content-Length"] = str(len(compressed))
            response["Content-Encoding"] = "gzip"
            if response.get("ETag", "").startswith('"'):
                response["ETag"] = f"W/{response['ETag']}"
        return response
