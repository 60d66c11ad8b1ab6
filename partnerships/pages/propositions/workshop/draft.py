"""Writing the next text of a proposition."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cncd_portal.accounts.decorators import answers_without_session
from cncd_portal.typed_text import keeps_text_as_typed
from partnerships.document.buffer import settle, value_digest, write
from partnerships.pages.components.signed_out_fields import (
    Typed,
    discard_stored_fields,
    store_fields,
    stored_fields,
)
from partnerships.pages.propositions.workshop.access import curated_proposal_or_404, curators_only
from partnerships.pages.propositions.workshop.draft_page import (
    DraftPage,
    draft_url,
    typed_content,
)
from partnerships.pages.propositions.workshop.text_form import ProposalTextForm
from proposals.drafting import (
    CONFLICT,
    DraftChanged,
    DraftFull,
    NoDraft,
    begin_draft,
    discard_draft,
    editing_draft,
)
from proposals.models import Proposal, ProposalDraft

# What a button of the page leads to; the others come back to it.
LEADING_TO = {"publish": "workshop_publish", "view": "workshop_draft_preview"}


def _no_draft_left():
    return _("Ce brouillon a été publié ou abandonné entre-temps.")


def _draft_of(proposal):
    return ProposalDraft.objects.filter(proposal=proposal).select_related("written_by").first()


def _store_until_sign_in(request, number):
    """Keeps what was sent after the session ended, in the new session, until sign-in."""
    typed = typed_content(request.POST)
    if typed.fields and Proposal.objects.filter(number=number).exists():
        store_fields(request, typed)
        messages.warning(
            request,
            _(
                "Votre session était terminée. Ce que vous avez écrit est gardé\u202f: "
                "connectez-vous pour le retrouver et l’enregistrer."
            ),
        )
    return redirect_to_login(request.path)


def _context(page):
    proposal = page.draft.proposal
    return {
        "proposal": proposal,
        "draft": page.draft,
        "page": page,
        "edits": page.edits,
        "typed_names": " ".join(page.typed.fields),
        "back": draft_url(proposal),
        "autosave": draft_url(proposal, "workshop_draft_autosave"),
    }


def _render_draft(request, page, status=200):
    template = "partnerships/propositions/workshop/draft.html"
    return render(request, template, _context(page), status=status)


def _render_typed(request, proposal, typed, error, status):
    """Shows what was typed and could not be saved."""
    form = ProposalTextForm({})
    context = {
        "proposal": proposal,
        "error": error,
        "typed_texts": [(form[name].label, text) for name, text in typed.fields.items() if text],
        "has_draft": _draft_of(proposal) is not None,
    }
    template = "partnerships/propositions/workshop/draft_not_saved.html"
    return render(request, template, context, status=status)


def _settle(typed, command, posted):
    """Keeps one of the texts of a field: « take:<name>:<digests> » or « keep:<name>:<digests> »."""
    name, _colon, rest = command.partition(":")
    path, _colon, shown = rest.partition(":")
    if name in ("take", "keep"):
        field = value_digest(posted.get(path, ""))
        digests = (f"{field} {shown}" if name == "keep" else f"{shown} {field}").split()
        settle(typed, path, digests[0], digests)


def _save(request, proposal):
    typed, command = typed_content(request.POST), request.POST.get("do", "")
    if request.POST.get("person") not in (None, str(request.user.journal_id)):
        error = _(
            "Une autre personne s’est connectée dans ce navigateur depuis que la page est ouverte."
        )
        return _render_typed(request, proposal, typed, error, 409)
    try:
        with editing_draft(proposal, request.user) as draft:
            write(draft.typed, typed.fields, typed.base_digests)
            _settle(draft.typed, command, typed.fields)
    except NoDraft:
        return _render_typed(request, proposal, typed, _no_draft_left(), 409)
    except DraftFull:
        error = _("Ce brouillon est trop long\u202f: raccourcissez un texte.")
        return _render_typed(request, proposal, typed, error, 422)
    discard_stored_fields(request, request.path, typed.fields)
    if command in LEADING_TO:
        return redirect(draft_url(proposal, LEADING_TO[command]))
    if any(CONFLICT + name in draft.typed for name in typed.fields):
        messages.warning(
            request,
            _("Une autre personne a écrit dans le même champ\u202f: les deux textes restent."),
        )
    elif command != "preview":
        messages.success(request, _("Le brouillon est enregistré."))
    target = "#apercu" if command == "preview" else ""
    return redirect(f"{draft_url(proposal)}{target}")


@curators_only
def _show_or_save(request, number):
    proposal = curated_proposal_or_404(number)
    if request.method == "POST":
        return _save(request, proposal)
    draft, stored = _draft_of(proposal), stored_fields(request).get(request.path)
    if draft is None and stored:
        return _render_typed(request, proposal, stored, _no_draft_left(), 200)
    if draft is None:
        context = {"proposal": proposal}
        return render(request, "partnerships/propositions/workshop/draft_none.html", context)
    draft.proposal = proposal
    if stored:
        messages.info(
            request,
            _(
                "Ce que vous aviez écrit avant la fin de votre session est de nouveau dans cette "
                "page\u202f: relisez, puis enregistrez."
            ),
        )
    page = DraftPage(
        draft, request.user, typed=stored or Typed(), is_checked="verifier" in request.GET
    )
    return _render_draft(request, page)


@keeps_text_as_typed
@answers_without_session
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_draft(request, number):
    """The draft of a text. Open to a POST without a session, so that nothing typed is lost."""
    if not request.user.is_authenticated:
        return _store_until_sign_in(request, number)
    return _show_or_save(request, number)


@curators_only
@require_safe
def workshop_draft_help(request, number):
    """What follows each save: the preview, and what is wrong in each field."""
    proposal = curated_proposal_or_404(number)
    draft = _draft_of(proposal)
    page = None
    if draft:
        draft.proposal = proposal
        is_checked = "verifier" in request.GET
        page = DraftPage(draft, request.user, typed=Typed(), is_checked=is_checked)
    return render(request, "partnerships/propositions/workshop/_draft_help.html", {"page": page})


@curators_only
@require_POST
def workshop_draft_begin(request, number):
    """Begins a draft from the text in force; a second click finds it begun."""
    proposal = curated_proposal_or_404(number)
    begin_draft(proposal, by=request.user)
    return redirect(draft_url(proposal))


@curators_only
@require_POST
def workshop_draft_discard(request, number):
    """Gives the draft up, unless somebody wrote in it since the page was read."""
    proposal = curated_proposal_or_404(number)
    try:
        discard_draft(proposal, request.POST.get("version", ""), by=request.user)
    except DraftChanged:
        messages.error(
            request,
            _(
                "Le brouillon a changé depuis que cette page est ouverte\u202f: relisez-le avant "
                "de l’abandonner."
            ),
        )
    except NoDraft:
        messages.info(request, _("Il n’y a plus de brouillon."))
    else:
        messages.success(
            request, _("Le brouillon est abandonné. Le texte en vigueur n’a pas changé.")
        )
    return redirect(draft_url(proposal))
