"""Records the use of a session, which prolongs it: rarely, and never at the cost of a page."""

from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.core.exceptions import BadRequest
from django.utils import timezone

from cncd_portal.accounts.last_person import remember_person
from cncd_portal.accounts.middleware import acts_for_the_ministry
from cncd_portal.accounts.sessions import SEEN_EVERY, Session, end_of_session
from cncd_portal.client_address import client_address
from cncd_portal.database import quiet_write


class SessionMiddleware(DjangoSessionMiddleware):
    """Records the use of a session once in SEEN_EVERY at most; no query decides when.

    A request that a script makes by itself does not count as use: a page left open would never be
    signed out.
    """

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if request.session.is_new_sign_in:
            remember_person(response, request.user)
        if not is_automatic(request):
            record_use(request)
        return response


def is_automatic(request) -> bool:
    """Whether a script asks by itself: the view says so, or htmx, with which pages poll."""
    return getattr(request, "is_automatic", False) or "HX-Request" in request.headers


def record_use(request) -> None:
    """Writes when, where and with which browser the session was used, and its new end."""
    store, now = request.session, timezone.now()
    row = store.row
    if row is None or row.user_id is None or row.session_key != store.session_key:
        return
    if not store.is_new_sign_in and now - row.seen_at < SEEN_EVERY:
        return
    with quiet_write():
        is_staff = acts_for_the_ministry(request.user)
        Session.objects.filter(pk=row.pk).update(
            seen_at=now,
            expire_date=end_of_session(row.begun_at, now, is_staff=is_staff),
            address=_address(request),
            browser=request.headers.get("User-Agent", "").replace("\x00", "")[:200],
        )


def _address(request) -> str | None:
    try:
        return client_address(request)
    except BadRequest:
        return None
