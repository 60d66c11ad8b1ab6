"""Opinions for officers: requests, reminders, withdrawals, and the attachment of an answer."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partnerships.document.reading import read
from partnerships.models import Action, Dossier, OpinionFile
from partnerships.pages.components.access import officers_only, sequence_seen
from partnerships.pages.components.review_address import review_address
from partnerships.pages.components.stored_file import download_response
from partnerships.pages.opinions.opinion_request_form import OpinionRequestForm
from partnerships.pages.opinions.review_opinions import OPINIONS, ReviewOpinions
from partnerships.workflow.opinions.advisory_bodies import add_to_directory
from partnerships.workflow.opinions.asking import ask_opinions, remind, revoke_request
from partnerships.workflow.refusals import Refused
from partnerships.workflow.transitions import available_actions


def _reviewed_or_404(request, uuid):
    """Returns a deposited dossier that the officer may review. Raises Http404 otherwise."""
    rows = Dossier.objects.deposited().reviewable_by(request.user).for_list()
    return get_object_or_404(rows, uuid=uuid)


@transaction.atomic
def _ask(dossier, form, request):
    if form.cleaned_data.get("keeps"):
        add_to_directory(form.typed, by=request.user)
    seen = sequence_seen(request)
    ask_opinions(dossier, by=request.user, seen=seen, asks=form.asks, **form.details)


@officers_only
def opinion_request(request, uuid):
    """Asks one or several bodies for their opinion on the last deposit."""
    dossier = _reviewed_or_404(request, uuid)
    if Action.ASK_OPINION not in available_actions(dossier, request.user):
        raise Http404
    reading = read(dossier.submissions.first().document)
    may_keep = request.user.has_perm("partnerships.lead_review")
    form = OpinionRequestForm(
        request.POST or None, reading=reading, may_keep=may_keep, decided_by=dossier.due_on
    )
    if form.is_valid():
        try:
            _ask(dossier, form, request)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            count = len(form.asks)
            text = ngettext("La demande est envoyée.", "%(count)s demandes sont envoyées.", count)
            messages.success(request, text % {"count": count}, extra_tags=OPINIONS)
            return redirect(review_address(request, uuid, f"#{OPINIONS}"))
    context = {
        "dossier": dossier,
        "form": form,
        "opinions": ReviewOpinions(dossier, request.user, []),
        "seen": dossier.last_sequence,
        "back": review_address(request, uuid),
    }
    return render(request, "partnerships/opinions/opinion_request.html", context)


def _remind(request, opinion):
    remind(opinion.dossier, by=request.user, opinion=opinion.uuid)
    return _("%(body)s est relancé, par un courriel avec un nouveau lien.") % {"body": opinion}


def _revoke(request, opinion):
    revoke_request(opinion, by=request.user, seen=sequence_seen(request))
    return _("La demande est retirée\u202f: %(body)s en est prévenu.") % {"body": opinion}


ACTIONS = {"relancer": _remind, "retirer": _revoke}


@officers_only
@require_POST
def opinion_action(request, uuid, opinion, action):
    dossier = _reviewed_or_404(request, uuid)
    row = get_object_or_404(dossier.opinions.visible_to(request.user), uuid=opinion)
    if action not in ACTIONS:
        raise Http404
    try:
        messages.success(request, ACTIONS[action](request, row), extra_tags=OPINIONS)
    except Refused as refused:
        messages.error(request, str(refused), extra_tags=OPINIONS)
    return redirect(review_address(request, uuid, f"#{OPINIONS}"))


@officers_only
@require_safe
def opinion_file(request, uuid, opinion):
    """Sends the attachment of an answer; officers only, even when the opinion is not
    confidential.
    """
    dossier = _reviewed_or_404(request, uuid)
    opinions = dossier.opinions.visible_to(request.user).filter(uuid=opinion)
    file = get_object_or_404(OpinionFile, opinion__in=opinions)
    return download_response(request, file, cache="private, no-store")
