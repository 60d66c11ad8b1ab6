"""Wrong turns: what may have happened, what to do."""

import logging
import re
import secrets
import sys
from http import HTTPStatus
from urllib.parse import unquote

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseBadRequest, HttpResponseServerError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import requires_csrf_token

from cncd_portal.database import QUIET_MILLISECONDS, is_unavailable, short_waits
from cncd_portal.sessions.act_names import page_above

logger = logging.getLogger(__name__)
# A text longer than this, or of several lines, is shown; shorter ones are sent again unseen.
LONG = 60


# Names of sections say where one was going, not what one was looking for.
SECTIONS = {"registre", "collectivites", "partenaires", "pays", "propositions", "dossiers"}
WORD = r"[^\W\d_]+([’'][^\W\d_]+)*"


def _words(path):
    """The words of an address, to search for them instead; numbers and identifiers are not."""
    words = unquote(path).replace("-", " ").replace("/", " ").split()
    wanted = [word for word in words if re.fullmatch(WORD, word) and word not in SECTIONS]
    return " ".join(wanted)[:100]


@requires_csrf_token
def not_found(request, exception=None):
    return render(request, "404.html", {"words": _words(request.path)}, status=404)


@requires_csrf_token
def forbidden(request, exception=None):
    """403, with the texts that were sent: a role may be taken away from who fills in a form."""
    typed = _typed(request) if request.method == "POST" else []
    texts = [text for _name, text, is_long in typed if is_long]
    return render(request, "403.html", {"texts": texts}, status=403)


@requires_csrf_token
def bad_request(request, exception=None):
    context = {"static_root": settings.STATIC_URL}
    return HttpResponseBadRequest(render_to_string("400.html", context))


@requires_csrf_token
def server_error(request):
    """A page that needs neither the database nor the person, with what to quote."""
    if is_unavailable(sys.exc_info()[1]):
        return unavailable(request)
    reference = secrets.token_hex(4)
    logger.error("page 500 shown with reference %s for %s", reference, request.path)
    context = {
        "reference": reference,
        "at": timezone.localtime(),
        "static_root": settings.STATIC_URL,
    }
    return HttpResponseServerError(render_to_string("500.html", context))


def _typed(request) -> list[tuple[str, str, bool]]:
    """(name, text, whether it is long) of each field that was sent, but for passwords."""
    try:
        fields = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except Exception:  # what was sent cannot be read: there is nothing to give back
        return []
    return [
        (name, text, len(text) > LONG or "\n" in text)
        for name, text in fields
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]


def unavailable(request):
    """503: the database or the disk does not answer. What was typed is in the page, to be sent
    again; files and passwords are to be given again.
    """
    logger.error("page 503 shown for %s", request.path)
    is_sent = request.method == "POST"
    context = {
        "address": request.get_full_path(),
        "typed": _typed(request) if is_sent else [],
        "is_sent": is_sent,
        "has_files": is_sent and request.content_type == "multipart/form-data",
        "csrf_token": get_token(request),
        "static_root": settings.STATIC_URL,
    }
    text = render_to_string("503.html", context)
    return HttpResponse(text, status=503, headers={"Retry-After": "30"})


@requires_csrf_token
def too_many_requests(request):
    """429; 503 where attempts cannot be counted, which allauth reports as too many."""
    with short_waits(QUIET_MILLISECONDS):
        is_counting = cache.add(f"counting:{secrets.token_hex(8)}", True, 1)
    if not is_counting:
        return unavailable(request)
    return render(request, "429.html", status=429)


@requires_csrf_token
def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


class MethodNotAllowedMiddleware:
    """Gives a 405 the page that says so, with the way back: views answer it without a word."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        context = {"page": page_above(request.path)}
        page = render(request, "405.html", context, status=HTTPStatus.METHOD_NOT_ALLOWED)
        page.headers["Allow"] = response.headers["Allow"]
        return page
