"""The progress of a proposition, written by curators: a new note, the withdrawal of another."""

import logging

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.pages.components.signed_out_fields import (
    Typed,
    store_fields,
    take_stored_fields,
)
from partnerships.pages.propositions.workshop.access import (
    CURATE,
    curated_proposal_or_404,
    curators_only,
)
from partnerships.pages.propositions.workshop.note_form import NoteForm
from partnerships.pages.propositions.workshop.note_page import NotePage
from partnerships.pages.propositions.workshop.note_recording import record_note_with_files
from proposals.models import ProgressNote, Proposal
from proposals.progress import withdraw_note

logger = logging.getLogger(__name__)
CSRF = "csrfmiddlewaretoken"


def _show(request, proposal, form=None, refused=None, status=200):
    context = {
        "proposal": proposal,
        "form": form or NoteForm(proposal, request.user),
        "page": NotePage(proposal, refused),
    }
    return render(request, "partnerships/propositions/workshop/note.html", context, status=status)


def _store_until_sign_in(request, number):
    """Keeps in the new session what was typed, for the person whose page sent it."""
    if Proposal.objects.filter(number=number).exists():
        fields = {name: text for name, text in request.POST.items() if name != CSRF}
        store_fields(request, Typed(fields))
        messages.warning(
            request,
            _(
                "Votre session était terminée. Ce que vous avez écrit est gardé, sauf les "
                "fichiers\u202f: connectez-vous pour le retrouver et l’enregistrer."
            ),
        )


def _show_with_stored(request, proposal):
    """Shows the form, with what was typed before the sign-in."""
    typed = take_stored_fields(request, request.path)
    if typed:
        messages.info(
            request,
            _(
                "Ce que vous aviez écrit avant la fin de votre session est de nouveau dans cette "
                "page\u202f: relisez, puis enregistrez."
            ),
        )
    return _show(request, proposal, NoteForm(proposal, request.user, typed or None))


def _record(request, form) -> int:
    """Records the note of the form. Returns the status of the answer: 302, or of the refusal that
    the form then shows.
    """
    if not form.is_valid():
        return 422
    note = form.as_note
    sent = [(row.evidence, row.cleaned_data.get("file")) for row in form.filled]
    try:
        saved = record_note_with_files(note, sent)
    except ValidationError as error:
        form.add_refusal(error)
        return 422
    except OSError:
        logger.exception("the store does not answer")
        form.add_error(
            None, _("Un fichier n’a pas pu être gardé\u202f: réessayez dans un instant.")
        )
        return 503
    if saved is note:
        messages.success(request, _("Le point est enregistré\u202f: il est public."))
    else:
        messages.info(request, _("Ce point était déjà enregistré."))
    return 302


@answers_without_session
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_note(request, number):
    """Shows the notes of a proposition, and records a new one. Accepts a POST without a session:
    the text waits in the next one.
    """
    if not request.user.is_authenticated:
        if request.method == "POST":
            _store_until_sign_in(request, number)
        return redirect_to_login(request.path)
    if not request.user.has_perm(CURATE):
        raise PermissionDenied
    proposal = curated_proposal_or_404(number)
    if request.method != "POST":
        return _show_with_stored(request, proposal)
    form = NoteForm(proposal, request.user, request.POST, request.FILES)
    status = _record(request, form)
    if status == 302:
        return redirect("proposals:workshop_note", number)
    return _show(request, proposal, form, status=status)


@curators_only
@require_POST
def workshop_note_withdraw(request, number, uuid):
    proposal = curated_proposal_or_404(number)
    note = get_object_or_404(ProgressNote, proposal=proposal, uuid=uuid)
    reason = request.POST.get("reason", "")
    if not note.withdrawn_at and not reason.strip():
        error = _("Dites pourquoi\u202f: ce motif reste dans l’atelier, avec le point.")
        return _show(request, proposal, refused=(note, reason, error), status=422)
    try:
        withdraw_note(note, by=request.user, reason=reason)
    except ValidationError as error:
        refused = (note, reason, " ".join(error.messages))
        return _show(request, proposal, refused=refused, status=422)
    messages.success(request, _("Le point est retiré\u202f: plus personne d’autre ne le lit."))
    return redirect("proposals:workshop_note", number)
