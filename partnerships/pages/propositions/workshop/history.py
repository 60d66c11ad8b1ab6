"""The history of a proposition, its earlier texts, and taking one of them up again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.pages.propositions.workshop.access import curated_proposal_or_404, curators_only
from partnerships.pages.propositions.workshop.draft_page import draft_url
from partnerships.pages.propositions.workshop.history_page import history_entries, text_url
from partnerships.pages.propositions.workshop.text_changes import text_changes
from proposals.drafting import DraftChanged, restore_text
from proposals.models import ProposalDraft


@curators_only
@require_safe
def workshop_history(request, number):
    proposal = curated_proposal_or_404(number)
    context = {"proposal": proposal, "entries": history_entries(proposal)}
    return render(request, "partnerships/propositions/workshop/history.html", context)


def _text_or_404(number, pk):
    """Returns a text with its proposition, and the texts before and after it, None at the ends."""
    proposal = curated_proposal_or_404(number)
    rows = proposal.texts.select_related("published_by", "restores", "replacement")
    texts = list(rows.order_by("effective_from"))
    text = get_object_or_404(proposal.texts, pk=pk)
    rank = texts.index(text)
    before = texts[rank - 1] if rank else None
    after = texts[rank + 1] if rank + 1 < len(texts) else None
    return proposal, texts[rank], before, after


@curators_only
@require_safe
def workshop_text(request, number, pk):
    """One text, whole, and what it changed of the one before it."""
    proposal, text, before, after = _text_or_404(number, pk)
    draft = ProposalDraft.objects.select_related("written_by").filter(proposal=proposal).first()
    context = {
        "proposal": proposal,
        "text": text,
        "before": before,
        "after": after,
        "changes": text_changes(before, text) if before else [],
        "draft": draft,
        "is_in_force": text == proposal.text,
        "is_scheduled": text.is_scheduled(timezone.now()),
    }
    return render(request, "partnerships/propositions/workshop/text.html", context)


@curators_only
@require_POST
def workshop_restore(request, number, pk):
    """Makes a draft of an earlier text, which is published as any other one."""
    proposal = curated_proposal_or_404(number)
    text = get_object_or_404(proposal.texts.select_related("proposal"), pk=pk)
    try:
        restore_text(text, by=request.user, replaced=request.POST.get("replaced", ""))
    except DraftChanged:
        messages.error(
            request,
            _(
                "Un brouillon a été écrit depuis que cette page est ouverte\u202f: relisez ce "
                "qu’il deviendrait. Rien n’est changé."
            ),
        )
        return redirect(text_url(text))
    messages.success(request, _("Ce texte est dans le brouillon\u202f: comparez, puis publiez-le."))
    return redirect(draft_url(proposal, "workshop_publish"))
