"""The secret link to an officer's due dates: the page that makes it, and the calendar it serves."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cncd_portal.site_address import absolute_address
from partnerships.identifiers import number_of
from partnerships.models import CalendarFeed
from partnerships.pages.components.throttle import wrong_links
from partnerships.pages.queue.calendar.calendar_file import (
    MOST_EVENTS,
    calendar_file,
    due_dossiers,
)
from partnerships.workflow.link import draw_token
from partnerships.workflow.officers.calendar_link import make_link, officer_of, revoke_link
from partnerships.workflow.refusals import Refused

HEADERS = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'inline; filename="echeances.ics"',
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-Content-Type-Options": "nosniff",
}


def _signer(user):
    return Signer(salt=f"calendar-link-{user.pk}")


class CalendarPage:
    """The link of `user`; `token`: the one that was just made, shown only this time."""

    most = MOST_EVENTS

    def __init__(self, user, token: str = ""):
        self.user, self.token = user, token

    @cached_property
    def feed(self) -> CalendarFeed | None:
        return CalendarFeed.objects.filter(user=self.user).first()

    @property
    def has_link(self) -> bool:
        return bool(self.feed and self.feed.token_digest)

    @property
    def seen(self) -> int:
        return self.feed.version if self.feed else 0

    @cached_property
    def count(self) -> int:
        return due_dossiers(self.user).count()

    @property
    def next_token(self) -> str:
        """The token that the button sends, drawn with the page: a double click makes one link."""
        return _signer(self.user).sign(draw_token())

    @property
    def link(self) -> str:
        return absolute_address(reverse("partnerships:calendar_feed", args=[self.token]))


def _show(request, status=200, token=""):
    context = {"page": CalendarPage(request.user, token)}
    response = render(request, "partnerships/queue/calendar.html", context, status=status)
    response["Cache-Control"] = HEADERS["Cache-Control"]
    return response


def _make(request, seen):
    try:
        token = _signer(request.user).unsign(request.POST.get("token", ""))
    except BadSignature:
        raise Refused(
            _("Le lien n’est pas fait\u202f: utilisez le bouton de cette page.")
        ) from None
    make_link(request.user, token, seen=seen)
    return _show(request, token=token)


def _revoke(request, seen):
    revoke_link(request.user, seen=seen)
    messages.success(request, _("Le lien ne répond plus."))
    return redirect("partnerships:calendar")


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """The user's link; a POST makes one, shown once, or revokes it (`act`: « revoke »)."""
    if request.method != "POST":
        return _show(request)
    seen = number_of(request.POST.get("seen", "")) or 0
    try:
        return (_revoke if request.POST.get("act") == "revoke" else _make)(request, seen)
    except Refused as refused:
        messages.error(request, str(refused))
        return _show(request, status=409)


@login_not_required
@require_safe
def calendar_feed(request, token):
    """The due dates of the owner of the link, for anyone who has it; wrong links are limited per
    address.
    """
    request.user = AnonymousUser()
    tries = wrong_links(request, "calendar")
    if tries.is_reached:
        return render(request, "429.html", status=429)
    officer = officer_of(token)
    if officer is None:
        tries.count()
        raise Http404
    return HttpResponse(calendar_file(officer), headers=HEADERS)
