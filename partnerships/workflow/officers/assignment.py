"""Assignment of a dossier from one officer to another."""

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import Action, Dossier
from partnerships.notifications.assignment import Assignment, announce_assignment
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused


@transaction.atomic
def assign_dossier(dossier: Dossier, *, by, to, seen: int) -> Dossier:
    """Assigns a dossier to `to`, and notifies the new and the previous reviewer.

    Raises NotAllowed or Refused.
    """
    before = dossier.reviewer
    dossier = perform(Action.ASSIGN, dossier, by=by, seen=seen, is_announced=False, to=to)
    if dossier.reviewer_id != to.pk:
        raise Refused(_("Ce dossier vient d’être confié à %(name)s.") % {"name": dossier.reviewer})
    cause = f"{dossier.reference}:{dossier.last_sequence}:assign"
    announce_assignment(cause, [Assignment(dossier, before, to)], by=by)
    return dossier
