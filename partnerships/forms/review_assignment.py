"""In whose hands a file is, as its page says it."""

from functools import cached_property

from partnerships.models import Dossier
from partnerships.notifications.dossier import holder_of
from partnerships.workflow.officers import User


class ReviewAssignment:
    def __init__(self, dossier: Dossier, user):
        self.dossier, self.user = dossier, user

    @cached_property
    def stand_in(self):
        """Who has the file today while its reviewer is away; None where the reviewer is there."""
        holder = holder_of(self.dossier)
        return None if holder == self.dossier.reviewer_id else User.objects.get(pk=holder)
