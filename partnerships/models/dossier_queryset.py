"""Which dossiers: those that a person may read, write or instruct, and those of a state.

A rule on who may do what is told here, of many; `permissions` asks the same queryset of one.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from partnerships.models.absence import hands_of
from partnerships.models.dossier_status import EDITABLE, DossierStatus
from partnerships.models.instruction_rule import InstructionRule
from partnerships.models.membership import LocalAuthorityMember
from partnerships.models.working_days import add_working_days, last_working_day


def has_member(user, path: str = "") -> Q:
    """A condition on the dossier at `path`: `user` is an active member of one of its authorities.

    It begins with the few authorities of the person: many rows ask it of many dossiers.
    """
    own = LocalAuthorityMember.objects.active_of(user)
    own = own.filter(authority__dossier_authorities__isnull=False)
    return Q((f"{path}pk__in", own.values("authority__dossier_authorities__dossier")))


def is_entered_by(user, path: str = "") -> Q:
    """A condition on the dossier at `path`: `user` is the officer who entered it."""
    return Q((f"{path}is_entered_by_officer", True), (f"{path}created_by", user.pk))


def is_own_of(user, path: str = "") -> Q:
    """A condition on the dossier at `path`: `user` stands on the side of its authorities, as a
    member or as the officer who entered it. Such a person never instructs it.
    """
    return has_member(user, path) | is_entered_by(user, path)


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Dossiers of the user's authorities, and for a reviewer every one deposited or entered
        by an officer, out of the archives. Never what is erased.
        """
        visible = has_member(user)
        if user.has_perm("partnerships.review_dossier"):
            read = Q(submission_count__gt=0) | Q(is_entered_by_officer=True)
            visible |= read & Q(archived_at__isnull=True)
        return self.filter(visible, erased_at__isnull=True)

    def archived_for(self, user):
        """The archives, erased files included, of those that a lead reviewer may instruct."""
        return self.review_led_by(user).filter(archived_at__isnull=False)

    def of_member(self, user):
        """Dossiers of the user's own authorities, whatever else they may see."""
        return self.filter(has_member(user), erased_at__isnull=True)

    def own_of(self, user):
        """Those on whose authorities' side `user` stands."""
        return self.filter(is_own_of(user))

    def written_by(self, user):
        """Dossiers that `user` writes: led by one of their authorities, or entered by them as an
        officer. The other authorities of a dossier read it.
        """
        own = LocalAuthorityMember.objects.active_of(user)
        written = Q(Exists(own.filter(authority=OuterRef("lead_authority"))))
        if user.has_perm("partnerships.review_dossier"):
            written |= is_entered_by(user)
        return self.filter(written)

    def editable_by(self, user):
        """Of those that `user` writes, the drafts, and the files sent back."""
        return self.active().written_by(user).filter(status__in=EDITABLE)

    def reviewable_by(self, user):
        """Files that `user` may instruct, and so neither of their authorities nor entered by
        them.
        """
        if not user.has_perm("partnerships.review_dossier"):
            return self.none()
        return self.filter(~is_own_of(user))

    def in_hands_of(self, user):
        """Files that `user` instructs today, theirs or those of a colleague who is away."""
        return self.reviewable_by(user).filter(reviewer__in=list(hands_of(user)))

    def review_led_by(self, user):
        """Files whose instruction `user` leads."""
        if not user.has_perm("partnerships.lead_review"):
            return self.none()
        return self.reviewable_by(user)

    def countersignable_by(self, user):
        """Files whose decision `user` may countersign: who leads the review, and neither decided
        of the file nor instructs it.
        """
        if not user.has_perm("partnerships.lead_review"):
            return self.none()
        decisions = apps.get_model("partnerships", "Decision").objects.standing()
        decided = decisions.filter(dossier=OuterRef("pk"), decided_by=user.pk)
        led = self.review_led_by(user).exclude(reviewer__in=list(hands_of(user)))
        return led.filter(~Exists(decided))

    def needing_countersign(self):
        """Those of which two people decide."""
        rules = InstructionRule.objects.needing_countersign()
        return self.filter(kind__in=rules.values("kind"))

    def active(self):
        """Neither in the bin nor in the archives."""
        return self.filter(discarded_at__isnull=True, archived_at__isnull=True)

    def deposited(self):
        """What officers read: deposited once at least, even if withdrawn since; not archived."""
        return self.filter(submission_count__gt=0, archived_at__isnull=True)

    def open(self):
        return self.active().exclude(status=DossierStatus.CLOSED)

    def late(self):
        """Those whose last day to decide is passed: a working day has begun since."""
        return self.filter(due_on__lt=last_working_day(timezone.localdate()))

    def due_within(self, working_days: int):
        """Those to decide by that many working days from today, and not late."""
        today = timezone.localdate()
        soon = (last_working_day(today), add_working_days(today, working_days))
        return self.filter(due_on__range=soon)

    def for_list(self):
        return self.select_related("lead_authority", "reviewer", "partnership", "in_charge")
