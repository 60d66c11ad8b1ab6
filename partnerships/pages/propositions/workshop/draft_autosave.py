from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cncd_portal.accounts.decorators import answers_without_session
from cncd_portal.typed_text import keeps_text_as_typed
from partnerships.document.buffer import write
from partnerships.pages.components.signed_out_fields import discard_stored_fields
from partnerships.pages.propositions.workshop.access import curated_proposal_or_404, curators_only
from partnerships.pages.propositions.workshop.draft_page import (
    draft_save_response,
    draft_url,
    typed_content,
)
from proposals.drafting import DraftFull, NoDraft, editing_draft
from proposals.models import ProposalDraft


def _refuse(reason, status):
    return JsonResponse({"reason": reason}, status=status)


def _poll(request, proposal):
    """Returns what changed since the version of the page, and a new CSRF token."""
    draft = ProposalDraft.objects.filter(proposal=proposal).first()
    if draft is None:
        return _refuse("closed", 409)
    is_outdated = request.GET.get("version") != draft.version
    answer = draft_save_response(draft, request.user, is_outdated=is_outdated, typed={})
    return JsonResponse({**answer, "token": get_token(request)})


def _save(request, proposal):
    typed = typed_content(request.POST)
    try:
        with editing_draft(proposal, request.user) as draft:
            is_outdated = request.POST.get("version") != draft.version
            write(draft.typed, typed.fields, typed.base_digests)
    except NoDraft:
        return _refuse("closed", 409)
    except DraftFull:
        return _refuse("full", 422)
    discard_stored_fields(request, draft_url(proposal), typed.fields)
    return JsonResponse(
        draft_save_response(draft, request.user, is_outdated=is_outdated, typed=typed.fields)
    )


@curators_only
def _answer(request, number):
    is_save = request.method == "POST"
    return (_save if is_save else _poll)(request, curated_proposal_or_404(number))


@keeps_text_as_typed
@answers_without_session
@never_cache
@require_http_methods(["GET", "POST"])
def workshop_draft_autosave(request, number):
    """Saves the fields of a draft as they are typed, without checking them.

    Open without a session, to tell the script that there is none: it cannot use a sign-in page.
    """
    sent = request.POST if request.method == "POST" else request.GET
    request.is_automatic = request.method == "GET"
    if not request.user.is_authenticated:
        return _refuse("signed_out", 401)
    if sent.get("person") != str(request.user.journal_id):
        return _refuse("other", 401)
    return _answer(request, number)
