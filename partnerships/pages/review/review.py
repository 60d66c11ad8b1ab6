from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.document.projection import deposited_buffer
from partnerships.identifiers import is_uuid, uuid_of
from partnerships.models import Action, Dossier, Visibility
from partnerships.notifications.reading import mark_dossier_read
from partnerships.pages.components.access import deposited_or_404, sequence_seen
from partnerships.pages.components.exchanges.conversation import is_subject, unread
from partnerships.pages.components.exchanges.unsent_message import (
    discard_unsent,
    store_until_sign_in,
    unsent_messages,
)
from partnerships.pages.components.review_address import review_address
from partnerships.pages.decisions.messages_to_see import refuse_act_unshown
from partnerships.pages.decisions.review_decision import ONE_GO, decision_details
from partnerships.pages.decisions.without_appeal import refuse_act_without_appeal
from partnerships.pages.review.review_assignment import why_not_reviewed
from partnerships.pages.review.review_exchanges import MESSAGE_BOX
from partnerships.pages.review.review_page import ACTIONS, ReviewPage
from partnerships.permissions import may_review
from partnerships.workflow.messages import mark_read, post_message
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused
from partnerships.workflow.transitions import awaits_countersign

# The page displays documents in frames.
allows_file_frames = csp_update({"frame-src": [SELF]})
DONE = {
    Action.START_REVIEW: _("Vous instruisez ce dossier."),
    Action.REQUEST_CHANGES: _("Vos demandes sont envoyées à la collectivité."),
    Action.ACCEPT: _("Le dossier est accepté et publié\u202f; la collectivité est prévenue."),
    Action.RESERVE: _(
        "Le dossier est accepté avec réserves et publié\u202f; la collectivité est prévenue."
    ),
    Action.REJECT: _("Le dossier est refusé\u202f; la collectivité est prévenue."),
    Action.DECIDE: _(
        "La décision est prise\u202f; la collectivité ne la connaît pas encore. Il vous reste à la "
        "notifier."
    ),
    Action.TAKE_BACK: _("La décision est reprise\u202f: le dossier est de nouveau en instruction."),
    Action.REOPEN: _("Le dossier est rouvert\u202f: vous l’instruisez."),
    Action.COMPARE_PARTNERS: _(
        "Votre réponse est au journal\u202f: ce sont deux partenaires différents."
    ),
    Action.REMIND_AUTHORITY: _("La collectivité est relancée."),
}

TO_COUNTERSIGN = _(
    "Décision prise\u202f: un responsable doit la contresigner, puis vous la notifierez."
)

SENT = {
    Visibility.SHARED: _("Envoyé\u202f: la collectivité peut le lire."),
    Visibility.INTERNAL: _("Gardé entre instructeurs\u202f: la collectivité ne le lit pas."),
}


def show_review(request, dossier, status=200, **refused):
    """Renders the page of a dossier. `refused`: the `typed`, `error` and `action` of a refused
    act, for ReviewPage.
    """
    unsent = unsent_messages(request, dossier.uuid)
    page = ReviewPage(dossier, request.user, unsent=unsent, query=request.GET, **refused)
    context = {"page": page, "dossier": dossier, "reading": page.reading}
    mark_dossier_read(request.user, dossier)
    response = render(request, "partnerships/review/review_detail.html", context, status=status)
    mark_read(unread(page.exchanges.messages), by=request.user, as_officer=True)
    return response


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
@allows_file_frames
def review_detail(request, uuid):
    dossier = deposited_or_404(request, uuid)
    if not may_review(request.user, dossier):
        messages.info(request, why_not_reviewed(request.user, dossier))
        return redirect(dossier)
    return show_review(request, dossier)


def subject_or_blank(dossier: Dossier, path: str) -> str:
    """Returns `path` when it exists in the last deposit, else "" for the whole dossier."""
    buffer = deposited_buffer(dossier.submissions.first().document)
    return path if is_subject(path, buffer) else ""


def _details(dossier, action, data):
    if action == Action.REQUEST_CHANGES:
        new_request = (subject_or_blank(dossier, data.get("field", "")), data.get("body", ""))
        shown = [uuid for uuid in data.getlist("requests") if is_uuid(uuid)]
        return {"messages": [new_request], "requests": shown}
    if action == Action.DECIDE or action in ONE_GO:
        return decision_details(data, action)
    if action == Action.COMPARE_PARTNERS:
        return {"item": data.get("item", ""), "partners": data.getlist("partners")}
    if action in (Action.TAKE_BACK, Action.REOPEN):
        return {"reason": data.get("reason", "")}
    return {}


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_POST
@allows_file_frames
def review_action(request, uuid, action):
    dossier = deposited_or_404(request, uuid)
    if action not in (*ACTIONS, Action.COMPARE_PARTNERS) or not may_review(request.user, dossier):
        raise Http404
    seen = sequence_seen(request)
    try:
        details = _details(dossier, action, request.POST)
        refuse_act_without_appeal(action, dossier, by=request.user, data=request.POST)
        refuse_act_unshown(action, dossier, by=request.user, data=request.POST)
        perform(Action(action), dossier, by=request.user, seen=seen, **details)
    except Refused as refused:
        dossier.refresh_from_db()
        return show_review(
            request, dossier, status=409, typed=request.POST, error=str(refused), action=action
        )
    is_to_countersign = action == Action.DECIDE and awaits_countersign(dossier)
    messages.success(request, TO_COUNTERSIGN if is_to_countersign else DONE[action])
    return redirect(review_address(request, uuid))


def _send(request, dossier):
    """Posts the message of the box. Raises Refused."""
    data = request.POST
    if data.get("visibility", "") not in Visibility.values:
        raise Refused(_("Dites à qui ce message s’adresse."))
    message = post_message(
        dossier,
        by=request.user,
        body=data.get("body", ""),
        visibility=data["visibility"],
        field_path=subject_or_blank(dossier, data.get("field_path", "")),
        uuid=uuid_of(data.get("token", "")),
    )
    discard_unsent(request, dossier.uuid, "")
    return message


@answers_without_session
@require_POST
@allows_file_frames
def review_message(request, uuid):
    """Posts a message. Accepts a POST without a session, so that the text is not lost."""
    if not request.user.is_authenticated:
        data = request.POST
        store_until_sign_in(request, uuid, "", data.get("body", ""), data.get("field_path", ""))
        return redirect_to_login(review_address(request, uuid))
    if not request.user.has_perm("partnerships.review_dossier"):
        raise PermissionDenied
    dossier = deposited_or_404(request, uuid)
    if not may_review(request.user, dossier):
        raise Http404
    try:
        message = _send(request, dossier)
    except Refused as refused:
        return show_review(
            request, dossier, status=409, typed=request.POST, error=str(refused), action=MESSAGE_BOX
        )
    messages.success(request, SENT[message.visibility], extra_tags=str(message.uuid))
    return redirect(review_address(request, uuid, f"#message-{message.uuid}"))
