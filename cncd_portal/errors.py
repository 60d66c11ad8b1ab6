"""Wrong turns: what may have happened, what to do."""

import logging
import re
import secrets
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpResponseBadRequest, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import requires_csrf_token

logger = logging.getLogger(__name__)


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
def bad_request(request, exception=None):
    context = {"static_root": settings.STATIC_URL}
    return HttpResponseBadRequest(render_to_string("400.html", context))


@requires_csrf_token
def server_error(request):
    """A page that needs neither the database nor the person, with what to quote."""
    reference = secrets.token_hex(4)
    logger.error("page 500 shown with reference %s for %s", reference, request.path)
    context = {
        "reference": reference,
        "at": timezone.localtime(),
        "static_root": settings.STATIC_URL,
    }
    return HttpResponseServerError(render_to_string("500.html", context))


@requires_csrf_token
def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)
