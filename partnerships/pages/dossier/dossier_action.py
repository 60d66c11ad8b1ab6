from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from partnerships.document.steps import LAST_STEP
from partnerships.models import Action, ChangeRequestStatus, LocalAuthority, Partnership
from partnerships.pages.components.access import own_dossier_or_404, sequence_seen
from partnerships.pages.components.step_state import step_url
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Invalid, Refused
from partnerships.workflow.transitions import TRANSITIONS

# The actions of members and their success messages; officers act on the review page.
SUCCESS_MESSAGES = {
    Action.SUBMIT: _(
        "Le dossier est déposé. L’administration l’instruit\u202f: vous serez prévenu."
    ),
    Action.WITHDRAW: _("Le dépôt est retiré\u202f: vous pouvez de nouveau écrire dans le dossier."),
    Action.DISCARD: _("Le dossier est dans la corbeille."),
    Action.RESTORE: _("Le dossier est sorti de la corbeille."),
    Action.REBASE: _("Le dossier repart de la version publiée\u202f: relisez-le."),
    Action.SHARE: _(
        "Le brouillon est montré aux autres collectivités\u202f: elles sont prévenues."
    ),
    Action.CONFIRM: _("Votre part est confirmée\u202f: merci."),
}


def _add_success_message(request, dossier, action):
    """Adds the success message of an action.

    If the request came from an old page and the dossier has moved on since, says so instead.
    """
    target = TRANSITIONS[Action(action)].target
    unanswered = dossier.change_requests.filter(status=ChangeRequestStatus.SENT).count()
    if target and dossier.status != target:
        messages.info(request, _("C’était déjà fait, et le dossier a avancé depuis."))
    else:
        messages.success(request, str(SUCCESS_MESSAGES[action]))
    if action == Action.SUBMIT and unanswered:
        text = ngettext(
            "Une demande de l’administration reste sans réponse\u202f: répondez-y ci-dessous.",
            "%(count)s demandes de l’administration restent sans réponse\u202f: répondez-y "
            "ci-dessous.",
            unanswered,
        )
        messages.warning(request, text % {"count": unanswered})


def _redirect_after(dossier, action):
    if action == Action.DISCARD:
        return redirect("partnerships:dossier_bin")
    if action == Action.REBASE:
        return redirect(step_url(dossier, LAST_STEP))
    return redirect(dossier)


@require_POST
def dossier_action(request, uuid, action):
    dossier = own_dossier_or_404(request.user, uuid)
    if action not in SUCCESS_MESSAGES:
        raise Http404
    seen = sequence_seen(request)
    try:
        dossier = perform(Action(action), dossier, by=request.user, seen=seen)
    except Invalid as invalid:
        messages.error(request, str(invalid))
        return redirect(step_url(dossier, LAST_STEP, "verifier=1"))
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(dossier)
    _add_success_message(request, dossier, action)
    return _redirect_after(dossier, action)


@require_POST
def dossier_amend(request, public_id):
    """Opens the amendment of a published partnership, or redirects to the one under way."""
    partnership = get_object_or_404(
        Partnership.objects.visible_to(request.user).select_related("lead_authority__successor"),
        public_id=public_id,
    )
    if Partnership.objects.claimable_by(request.user).filter(pk=partnership.pk).exists():
        return redirect("partnerships:claim", public_id)
    authority = partnership.lead_authority.current
    is_member = LocalAuthority.objects.of_member(request.user).filter(pk=authority.pk).exists()
    try:
        dossier = create_amendment(partnership, request.user, is_entered_by_officer=not is_member)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(partnership)
    return redirect(dossier)
