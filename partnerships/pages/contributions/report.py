"""« Signaler une erreur »: anyone, without an account, about a page of the portal."""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from partnerships.models import Facet, ReportSubject, ReportTopic
from partnerships.pages.components.throttle import Throttle
from partnerships.pages.contributions.report_form import ReportForm
from partnerships.registry.codes.other import current_profile
from partnerships.reports.sending import send_report, sent_report
from partnerships.reports.subject import Subject, find_subject
from partnerships.workflow.refusals import Refused

# Kind of the subject, as the address of the form names it.
KINDS = {
    "fiche": ReportSubject.PARTNERSHIP,
    "collectivite": ReportSubject.AUTHORITY,
    "partenaire": ReportSubject.PARTNER,
    "pays": ReportSubject.COUNTRY,
    "region": ReportSubject.REGION,
    "departement": ReportSubject.DEPARTEMENT,
    "proposition": ReportSubject.PROPOSAL,
}
KIND_OF = {subject: kind for kind, subject in KINDS.items()}
# The kinds that are facets of the registry: other codes name their rows too.
OTHER_CODES = KINDS.keys() & set(Facet.values)
# In the address of the form: that something is missing, and in which part of the page, if any.
MISSING = "manque"
REPORTS_MAX, REPORTS_SECONDS = 10, 60 * 60
ADDRESS_MAX, ADDRESS_SECONDS = 3, 24 * 60 * 60
# Of all who are not signed in: officers read each report.
ALL_MAX, ALL_SECONDS = 200, 60 * 60


class TooMany(Refused):
    """Too many reports were sent."""


def _subject_or_404(kind: str, key: str) -> Subject:
    if kind and kind not in KINDS:
        raise Http404
    subject = find_subject(KINDS[kind] if kind else ReportSubject.SITE, key)
    if subject is None and kind in OTHER_CODES and (current := current_profile(Facet(kind), key)):
        subject = find_subject(KINDS[current[0]], current[1])
    if subject is None or not subject.is_public:
        raise Http404
    return subject


def _limits(request, report) -> list[tuple[Throttle, str]]:
    """Returns each limit, and what it says once it is reached: of the sender, of all who are not
    signed in, of the address that would receive the mail of confirmation.
    """
    user = request.user
    who = user.pk if user.is_authenticated else get_adapter(request).get_client_ip(request)
    of_sender = Throttle(f"report:{who}", most=REPORTS_MAX, seconds=REPORTS_SECONDS)
    text = _(
        "Beaucoup de signalements viennent d’ici depuis une heure\u202f: gardez cette "
        "page ouverte, et renvoyez-la plus tard."
    )
    limits = [(of_sender, text)]
    if user.is_authenticated:
        return limits
    text = _(
        "Le portail reçoit en ce moment trop de signalements pour les lire tous\u202f: gardez "
        "cette page ouverte, et renvoyez-la dans une heure. Avec un compte, il part aussitôt."
    )
    limits.append((Throttle("report-all", most=ALL_MAX, seconds=ALL_SECONDS), text))
    if report.email:
        address = sha256(report.email.lower().encode()).hexdigest()
        of_address = f"report-address:{address}"
        text = _(
            "Cette adresse a déjà reçu plusieurs demandes de confirmation "
            "aujourd’hui\u202f: laissez-la vide, ou renvoyez demain."
        )
        limits.append((Throttle(of_address, most=ADDRESS_MAX, seconds=ADDRESS_SECONDS), text))
    return limits


def _send(request, subject, report):
    """Sends the report once, counts it and thanks."""
    if not sent_report(report):
        limits = _limits(request, report)
        for throttle, text in limits:
            if throttle.is_reached:
                raise TooMany(text)
        send_report(report, subject, by=request.user)
        for throttle, _text in limits:
            throttle.count()
    if request.user.is_authenticated:
        text = _("Merci, votre signalement est arrivé. La réponse vous parviendra par courriel.")
    elif report.email:
        text = _(
            "Merci, votre signalement est arrivé. Pour recevoir la réponse, ouvrez le lien du "
            "courriel qui part vers %(email)s."
        ) % {"email": report.email}
    else:
        text = _("Merci, votre signalement est arrivé. Sans adresse, aucune réponse ne suivra.")
    messages.success(request, text)
    return redirect(subject.address)


def _chosen(missing: str | None) -> dict[str, str]:
    """The choices already made where a page says what it lacks."""
    return {} if missing is None else {"topic": ReportTopic.MISSING, "part": missing}


# No request to forge: the token of the form is signed and bound to who is signed in. So the form
# needs no cookie, and a session that ended loses nothing.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_create(request, kind="", key=""):
    subject = _subject_or_404(kind, key)
    if request.method != "POST" and key != subject.key:
        address = reverse("partnerships:report_create", args=[KIND_OF[subject.kind], subject.key])
        query = request.GET.urlencode()
        return redirect(f"{address}?{query}" if query else address)
    is_sent, status = request.method == "POST", 200
    form = ReportForm(
        request.POST if is_sent else None,
        subject=subject,
        user=request.user,
        initial=_chosen(request.GET.get(MISSING)),
    )
    if is_sent:
        status = 422
        if form.is_valid():
            try:
                return _send(request, subject, form.report)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 429 if isinstance(refused, TooMany) else 422
    context = {"subject": subject, "form": form}
    response = render(request, "partnerships/contributions/report.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
