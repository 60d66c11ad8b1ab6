"""Compresses pages, except what compression could betray (BREACH)."""

import re

from django.middleware.gzip import GZipMiddleware

COMPRESSED_TYPES = ("text/", "application/json", "application/javascript", "image/svg+xml")
# Pages that may show a secret that stays the same: links of mails, codes of an account. The token
# of a form, elsewhere, is masked anew by Django each time.
WITH_SECRETS = ("/avis/", "/compte/", "/invitation/", "/signaler/adresse/")
GZIP = re.compile(r"(?<![\w-])gzip(?![\w-])(?!\s*;\s*q=0(\.0*)?\s*(,|$))")


def takes_gzip(request) -> bool:
    return bool(GZIP.search(request.headers.get("Accept-Encoding", "")))


class CompressionMiddleware(GZipMiddleware):
    """Compresses texts; adds a random number of bytes, so that lengths tell little."""

    def process_response(self, request, response):
        kind = response.get("Content-Type", "")
        if (
            response.streaming
            or not takes_gzip(request)
            or not kind.startswith(COMPRESSED_TYPES)
            or request.path.startswith(WITH_SECRETS)
        ):
            return response
        return super().process_response(request, response)
