"""Who holds a dossier, and to whom it may be assigned, for its page."""

from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import Dossier
from partnerships.models.absence import away_until
from partnerships.notifications.dossier import holder_of
from partnerships.permissions import is_member
from partnerships.sort_key import person_key
from partnerships.workflow.officers.officers import AssignmentCheck, User, officers


def why_not_reviewed(user, dossier: Dossier) -> str:
    """Returns why an officer who may read this dossier may never review it."""
    if is_member(user, dossier):
        return _(
            "Vous êtes membre d’une collectivité de ce dossier\u202f: vous le lisez ici comme "
            "elle, et un autre instructeur en décide."
        )
    return _("Vous avez saisi ce dossier\u202f: un autre instructeur en décide.")


class ReviewAssignment:
    def __init__(self, dossier: Dossier, user):
        self.dossier, self.user = dossier, user

    @cached_property
    def stand_in(self):
        """Who holds the dossier while its reviewer is away; None when the reviewer is present."""
        holder = holder_of(self.dossier)
        return None if holder == self.dossier.reviewer_id else User.objects.get(pk=holder)

    @property
    def holder(self):
        return self.stand_in or self.dossier.reviewer

    @cached_property
    def choices(self):
        """(officer, note on their absence) for those who may receive the dossier."""
        people = sorted(officers(), key=person_key)
        assignment_check = AssignmentCheck([self.dossier], people)
        away = away_until(timezone.localdate())
        return [
            (each, _("absent jusqu’au %(day)s") % {"day": f"{away[each.pk]:%d/%m/%Y}"})
            if each.pk in away
            else (each, "")
            for each in people
            if not assignment_check.refusal(each, self.dossier)
        ]
