"""Keeps the public pages of visitors who are not signed in, and tells proxies how long they may.

The key of a page is made of the version of all that it may read, its address, its host, its
language and the settings that change it. A request with a session or a message is answered apart.
What a form sends empty leaves the address.
"""

import gzip
import hashlib
import logging
from contextlib import ExitStack
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse, QueryDict
from django.http.response import ResponseHeaders
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language

from cncd_portal.compression import takes_gzip
from cncd_portal.database import is_unavailable
from cncd_portal.headers import is_for_one_person
from cncd_portal.kept_pages.release import release
from cncd_portal.kept_pages.store import KeptPage, PageStore
from partnerships.publication.public_version import public_version
from proposals.models import Proposal

logger = logging.getLogger(__name__)
# Seconds that a proxy may keep a page; browsers ask each time, since who signs in sees another.
PROXY_SECONDS = 50
# Of pages that are kept, and sent many times: 9 takes up to twice as long, to spare a hundredth.
LEVEL = 6
# Answers that proxies may keep: a fault is asked again, by the one who met it.
SHARED = (
    HTTPStatus.OK,
    HTTPStatus.MOVED_PERMANENTLY,
    HTTPStatus.FOUND,
    HTTPStatus.NOT_FOUND,
)
# Settings that change what pages show.
SHOWN_SETTINGS = ("CLAMAV_URL", "DEMONSTRATION", "PROPOSALS_SHOW_WORKING", "SITE_URL")


def known_query(data: QueryDict, names: tuple[str, ...]) -> QueryDict:
    """Returns the parameters `names` of `data` in that order, without empty or blank values."""
    known = QueryDict(mutable=True)
    for name in names:
        if values := [value for value in data.getlist(name) if value.strip()]:
            known.setlist(name, values)
    known._mutable = False
    return known


def valid_until(now: datetime) -> datetime:
    """Returns when pages computed at `now` change by themselves: at midnight in Paris, or when a
    proposition appears or disappears.
    """
    local = timezone.localtime(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    midnight = timezone.make_aware(midnight + timedelta(days=1))
    change = Proposal.objects.next_change(now)
    return min(midnight, change) if change else midnight


class KeptPagesMiddleware:
    """Stands outside the sessions, whose headers it removes from public pages."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.store = PageStore(settings.KEPT_PAGES_DIR, settings.KEPT_PAGES_MAX_BYTES)

    def __call__(self, request):
        # The lock of a page that is being computed, held until it is kept.
        with ExitStack() as request.turn:
            response = self.get_response(request)
            if hasattr(request, "page_key"):
                response = self._shared(request, response)
        return response

    def process_view(self, request, view, args, kwargs):
        names = getattr(view, "public_query", None)
        if names is None or request.method not in ("GET", "HEAD"):
            return None
        sent = [value for name in names for value in request.GET.getlist(name)]
        request.GET = known_query(request.GET, names)
        request.META["QUERY_STRING"] = request.GET.urlencode()
        if not all(value.strip() for value in sent):
            return redirect(request.get_full_path())
        if is_for_one_person(request):
            return None
        request.page_key, request.valid_until = "", None
        if settings.DEBUG or not self.store.most_bytes:
            return None
        return self._from_store(request, view.reads_rows)

    def _from_store(self, request, reads_rows):
        """Returns the kept page; None, with its lock held, if this request has to compute it. Where
        the database does not answer, nothing is kept: a page that needs no row is computed.
        """
        now = timezone.now()
        try:
            request.public_version = public_version() if reads_rows else None
        except (DatabaseError, InterfaceError) as error:
            if not is_unavailable(error):
                raise
            logger.warning("the version of public pages was not read", exc_info=True)
            return None
        key = request.page_key = _key(request, request.public_version)
        page = self._valid(key, now)
        if page is None:
            request.turn.enter_context(self.store.turn(key))
            page = self._valid(key, now)
        if page is None:
            request.valid_until = valid_until(now) if reads_rows else now + timedelta(days=1)
            return None
        request.page_key = ""
        return _answer(request, page)

    def _valid(self, key, now):
        page = self.store.read(key)
        return page if page and now.timestamp() < page.until else None

    def _shared(self, request, response):
        """Returns an answer that anyone may get; keeps it if it was just computed."""
        # Django gives a new one to who sent one that is damaged, whatever the page. Where none was
        # sent, the page asked for it: it is nobody else's.
        if settings.CSRF_COOKIE_NAME in request.COOKIES:
            response.cookies.pop(settings.CSRF_COOKIE_NAME, None)
        if response.cookies or response.streaming or response.status_code not in SHARED:
            response.headers.setdefault("Cache-Control", "private, no-store")
            return response
        _forget_cookie(response)
        if response.has_header("Cache-Control"):
            return response
        response["Cache-Control"] = cache_control()
        if response.status_code != HTTPStatus.OK or not request.page_key:
            return response
        page = _page(response, request.valid_until)
        self.store.write(request.page_key, page)
        return _answer(request, page)


def _key(request, version: int | None) -> str:
    parts = (
        release(),
        version,
        request.scheme,
        request.get_host(),
        request.path,
        request.META["QUERY_STRING"],
        "HX-Request" in request.headers,
        get_language(),
        *(getattr(settings, name) for name in SHOWN_SETTINGS),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _page(response, until: datetime) -> KeptPage:
    patch_vary_headers(response, ("Accept-Encoding", "HX-Request"))
    digest = hashlib.sha256(response.content).hexdigest()
    return KeptPage(
        body=gzip.compress(response.content, LEVEL, mtime=0),
        etag=f'W/"{digest[:32]}"',
        until=until.timestamp(),
        headers={name: value for name, value in response.items() if name != "Content-Length"},
    )


def _answer(request, page: KeptPage) -> HttpResponse:
    """Returns the page, compressed if the browser takes gzip, or 304 if it has it already."""
    is_compressed = takes_gzip(request)
    response = HttpResponse(page.body if is_compressed else gzip.decompress(page.body))
    response.headers = ResponseHeaders(page.headers)
    if is_compressed:
        response["Content-Encoding"] = "gzip"
    response["Content-Length"] = len(response.content)
    response["ETag"] = page.etag
    seconds = int(page.until - timezone.now().timestamp())
    response["Cache-Control"] = cache_control(max(0, min(PROXY_SECONDS, seconds)))
    changed = parse_http_date_safe(page.headers.get("Last-Modified", ""))
    return get_conditional_response(
        request, etag=page.etag, last_modified=changed, response=response
    )


def cache_control(seconds: int = PROXY_SECONDS) -> str:
    """Returns what lets proxies keep an answer so long; browsers ask each time."""
    return f"public, max-age=0, s-maxage={seconds}, must-revalidate"


def _forget_cookie(response) -> None:
    """Removes « Vary: Cookie », which Django adds although the session was empty."""
    names = [name.strip() for name in response.get("Vary", "").split(",")]
    varying = [name for name in names if name and name.lower() != "cookie"]
    if varying:
        response["Vary"] = ", ".join(varying)
    else:
        del response["Vary"]
