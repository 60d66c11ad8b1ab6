"""Publishing the draft of a proposition, now or later; what is scheduled."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cncd_portal.french_dates import MOMENT, french_date
from partnerships.identifiers import number_of
from partnerships.pages.propositions.workshop.access import curated_proposal_or_404, curators_only
from partnerships.pages.propositions.workshop.draft_page import draft_url
from partnerships.pages.propositions.workshop.publication_page import PublicationPage
from proposals.drafting import (
    DraftChanged,
    NoDraft,
    publish_draft,
    publish_now,
    return_to_draft,
)
from proposals.publishing import cancel_scheduled

PAGE = "workshop_publish"


def _render_publication(request, page, status=200):
    context = {"proposal": page.proposal, "page": page}
    template = "partnerships/propositions/workshop/publication.html"
    return render(request, template, context, status=status)


def _tell_published(request, text, at):
    if at is None:
        sentence = _("Le texte est publié.")
    else:
        sentence = _("Le texte est programmé pour le %(moment)s, heure de Paris.") % {
            "moment": french_date(text.effective_from, MOMENT)
        }
    messages.success(request, sentence)


def _warn_of_change(request):
    messages.error(
        request,
        _(
            "Le brouillon a changé depuis que cette page est ouverte\u202f: relisez la différence. "
            "Rien n’est publié."
        ),
    )


def _publish(request, page):
    try:
        text = publish_draft(
            page.proposal,
            request.POST.get("version", ""),
            page.checked.content,
            by=request.user,
            reason=page.form.cleaned_data["reason"],
            at=page.form.at,
        )
    except NoDraft:
        return redirect(draft_url(page.proposal, PAGE))
    except DraftChanged:
        _warn_of_change(request)
        return _render_publication(request, page, status=409)
    except ValidationError as error:
        page.form.add_refusal(error)
        return _render_publication(request, page, status=422)
    _tell_published(request, text, page.form.at)
    return redirect(draft_url(page.proposal, PAGE))


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_publish(request, number):
    """What a draft changes, and its publication; a second click finds it published."""
    proposal = curated_proposal_or_404(number)
    page = PublicationPage(proposal, request.POST if request.method == "POST" else None)
    if page.data is None:
        return _render_publication(request, page)
    if page.draft is None:
        return redirect(draft_url(proposal, PAGE))
    if not page.form.is_valid() or not page.checked.is_valid():
        return _render_publication(request, page, status=422)
    return _publish(request, page)


def _scheduled_text(number, pk):
    """Returns (proposition, text), the text None once it is cancelled."""
    proposal = curated_proposal_or_404(number)
    return proposal, proposal.texts.select_related("restores", "replacement").filter(pk=pk).first()


def _cancel(request, text):
    if "keep" in request.POST:
        cancel_scheduled(text, by=request.user)
        messages.success(request, _("La publication est annulée. Le brouillon est resté tel quel."))
    else:
        return_to_draft(text, by=request.user, replaced=request.POST.get("replaced", ""))
        messages.success(request, _("La publication est annulée. Ses mots sont dans le brouillon."))


@curators_only
@require_POST
def workshop_unschedule(request, number, pk):
    """Cancels a scheduled text; its words are the draft again, unless another one is kept."""
    proposal, text = _scheduled_text(number, pk)
    if text is None:
        messages.info(request, _("Cette publication est déjà annulée."))
        return redirect(draft_url(proposal, PAGE))
    try:
        _cancel(request, text)
    except DraftChanged:
        messages.error(
            request,
            _(
                "Un brouillon a été écrit depuis que cette page est ouverte\u202f: dites lequel "
                "des deux textes garder. Rien n’est annulé."
            ),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(draft_url(proposal, PAGE))


@curators_only
@require_POST
def workshop_publish_scheduled(request, number, pk):
    """Publishes a scheduled text at once; `instead_of`: those scheduled before it that are
    cancelled, which would take its place otherwise.
    """
    proposal, text = _scheduled_text(number, pk)
    if text is None:
        messages.info(request, _("Cette publication n’est plus programmée."))
        return redirect(draft_url(proposal, PAGE))
    keys = map(number_of, request.POST.getlist("instead_of"))
    earlier = proposal.texts.filter(effective_from__lt=text.effective_from, pk__in=keys)
    instead_of = list(earlier.scheduled(timezone.now()))
    try:
        published = publish_now(text, by=request.user, instead_of=instead_of)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _tell_published(request, published, None)
    return redirect(draft_url(proposal, PAGE))
