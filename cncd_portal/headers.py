"""What every answer says to browsers and caches, and the requests that no page is for."""

import codecs

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpResponseNotAllowed
from django.utils.datastructures import MultiValueDictKeyError

MESSAGES_COOKIE = "messages"
ONE_PERSON = "private, no-store"
ENCODINGS = {"utf-8", "ascii", "iso8859-1"}
# No page of ours asks for a device; ours alone ask for a passkey.
PERMISSIONS = ", ".join(
    [f"{name}=()" for name in ("camera", "geolocation", "microphone", "payment", "usb")]
    + [f"publickey-credentials-{name}=(self)" for name in ("create", "get")]
)


def _is_readable(request) -> bool:
    """Whether the request names no encoding, or one that a browser sends forms in."""
    named = request.content_params.get("charset", "utf-8")
    try:
        return codecs.lookup(named).name in ENCODINGS
    except LookupError:
        return False


def is_for_one_person(request) -> bool:
    """Whether the answer is for one person: a session, even an ended one, or a waiting message."""
    return bool({settings.SESSION_COOKIE_NAME, MESSAGES_COOKIE} & request.COOKIES.keys())


def _apply_policy(response, policy):
    """Gives `response` the `policy` of its view (`content_policy.py`), which django-csp writes."""
    if not policy:
        return
    response._csp_replace = policy
    if "frame-ancestors" in policy:
        del response.headers["X-Frame-Options"]
        response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")


class HeadersMiddleware:
    """Refuses TRACE and unknown encodings; keeps the pages of one person out of caches."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method == "TRACE":
            response = HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        else:
            response = self.get_response(request)
        _apply_policy(response, getattr(request, "content_policy", None))
        if is_for_one_person(request):
            response.headers.setdefault("Cache-Control", ONE_PERSON)
        # A cookie is for one person, whatever the view says of the rest.
        if response.cookies and "public" in response.get("Cache-Control", ""):
            response["Cache-Control"] = ONE_PERSON
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response

    def process_view(self, request, view, args, kwargs):
        request.content_policy = getattr(view, "content_policy", None)
        if not _is_readable(request):
            raise BadRequest("encoding")

    def process_exception(self, request, exception):
        """A field that a form of ours always sends is missing: the request is wrong, not us."""
        if isinstance(exception, MultiValueDictKeyError):
            raise BadRequest("missing field") from exception
