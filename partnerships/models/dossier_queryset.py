"""Querysets of dossiers: which ones a person may read, write or instruct, and by state.

Access rules are written here once, for many rows; `permissions` applies the same querysets to one.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone

from partnerships.models.absence import officers_covered_by
from partnerships.models.dossier_status import EDITABLE, TO_DECIDE, DossierStatus
from partnerships.models.own_authorities import authorities_of
from partnerships.models.working_days import add_working_days


def has_member(user, path: str = "") -> Q:
    """Returns the condition that `user` is an active member of an authority of the dossier.

    `path`: lookup prefix of the dossier. The sub-query starts from the user's few memberships, so
    that it stays fast on many dossiers.
    """
    shares = apps.get_model("partnerships", "DossierAuthority").objects
    own = shares.filter(authority__in=authorities_of(user)).order_by()
    return Q((f"{path}pk__in", own.values("dossier")))


def is_entered_by(user, path: str = "") -> Q:
    """Returns the condition that `user` is the officer who entered the dossier at `path`."""
    return Q((f"{path}is_entered_by_officer", True), (f"{path}created_by", user.pk))


def is_begun() -> Exists:
    """Returns the condition that the draft was begun by someone who is not of its authority yet.

    It has no part of an authority (`workflow.creation`): nobody but its author reads it.
    """
    shares = apps.get_model("partnerships", "DossierAuthority").objects
    return ~Exists(shares.filter(dossier=OuterRef("pk"), is_lead=True))


def is_begun_by(user) -> Q:
    return Q(created_by=user.pk, submission_count=0) & is_begun()


def is_own_of(user, path: str = "") -> Q:
    """Returns the condition that `user` represents the authorities of the dossier at `path`.

    They are a member of one, or the officer who entered the dossier: they may not instruct it.
    """
    return has_member(user, path) | is_entered_by(user, path)


def is_to_settle() -> Q:
    """Returns the condition that the decision would overwrite a later publication, with differences
    that nobody settled.
    """
    decisions = apps.get_model("partnerships", "Decision").objects.standing().favourable()
    unsettled = decisions.filter(dossier=OuterRef("pk"), settlement__isnull=True)
    is_outdated = Q(partnership__isnull=False) & ~Q(partnership__current_version=F("base_version"))
    return Q(Exists(unsettled)) & is_outdated


class DossierQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Dossiers that `user` may read: those of their authorities, and drafts that they began
        while their request to join waits.

        A reviewer also reads the unarchived dossiers deposited or entered by an officer. Erased
        dossiers are never included.
        """
        visible = has_member(user) | is_begun_by(user)
        if user.has_perm("partnerships.review_dossier"):
            read = Q(submission_count__gt=0) | Q(is_entered_by_officer=True)
            visible |= read & Q(archived_at__isnull=True)
        return self.filter(visible, erased_at__isnull=True)

    def archived_for(self, user):
        """Archived dossiers, erased ones included, that `user` reads as a lead reviewer."""
        return self.review_led_by(user).filter(archived_at__isnull=False)

    def of_member(self, user):
        """Dossiers of the user's own authorities only, whatever else they may read."""
        return self.filter(has_member(user), erased_at__isnull=True)

    def of_person(self, user):
        """Dossiers of the user's authorities, and drafts that they began while they wait."""
        return self.filter(has_member(user) | is_begun_by(user), erased_at__isnull=True)

    def own_of(self, user):
        """Dossiers that `user` may not instruct, as a member, as the officer who entered them, or
        as the person who began them.
        """
        return self.filter(is_own_of(user) | is_begun_by(user))

    def with_is_begun(self):
        """Reads `is_begun`, and `is_requested`: whether its author still waits to join the lead
        authority.
        """
        members = apps.get_model("partnerships", "LocalAuthorityMember").objects
        request = members.pending().filter(
            user=OuterRef("created_by"), authority=OuterRef("lead_authority")
        )
        return self.annotate(is_begun=is_begun(), is_requested=Exists(request))

    def begun_by(self, user):
        """Drafts that `user` began while their request to join the authority waits."""
        return self.filter(is_begun_by(user))

    def written_by(self, user):
        """Dossiers that `user` writes: those that they deposit, and drafts that they began."""
        return self.filter(self._is_submitted_by(user) | is_begun_by(user))

    def submitted_by(self, user):
        """Dossiers that `user` writes and deposits: led by their authorities, or entered by them as
        an officer. The other authorities of a dossier only read it.
        """
        return self.filter(self._is_submitted_by(user))

    @staticmethod
    def _is_submitted_by(user) -> Q:
        written = Q(lead_authority__in=authorities_of(user)) & ~Q(is_begun())
        if user.has_perm("partnerships.review_dossier"):
            written |= is_entered_by(user)
        return written

    def editable_by(self, user):
        """Active dossiers that `user` writes and that are drafts or sent back for changes."""
        return self.active().written_by(user).filter(status__in=EDITABLE)

    def reviewable_by(self, user):
        """Dossiers that `user` may instruct: not of their authorities, nor entered by them."""
        if not user.has_perm("partnerships.review_dossier"):
            return self.none()
        return self.filter(~is_own_of(user))

    def instructed_by(self, user):
        """Dossiers that `user` instructs today: their own and those of absent colleagues."""
        return self.reviewable_by(user).filter(reviewer__in=list(officers_covered_by(user)))

    def review_led_by(self, user):
        """Dossiers that `user` may instruct as a lead reviewer."""
        if not user.has_perm("partnerships.lead_review"):
            return self.none()
        return self.reviewable_by(user)

    def countersignable_by(self, user):
        """Dossiers whose decision `user` may countersign.

        That is a lead reviewer who neither took the decision nor instructs the dossier.
        """
        if not user.has_perm("partnerships.lead_review"):
            return self.none()
        decisions = apps.get_model("partnerships", "Decision").objects.standing()
        decided = decisions.filter(dossier=OuterRef("pk"), decided_by=user.pk)
        led = self.review_led_by(user).exclude(reviewer__in=list(officers_covered_by(user)))
        return led.filter(~Exists(decided))

    def to_countersign_by(self, user):
        """Dossiers whose decision waits for a countersignature that `user` may give now: what is
        to settle first would be countersigned again.
        """
        decisions = apps.get_model("partnerships", "Decision").objects.awaiting_countersign()
        rows = self.countersignable_by(user).filter(status=DossierStatus.DECIDED)
        return rows.filter(pk__in=decisions.order_by().values("dossier")).exclude(is_to_settle())

    def active(self):
        """Neither in the bin nor in the archives."""
        return self.filter(discarded_at__isnull=True, archived_at__isnull=True)

    def deposited(self):
        """Dossiers that officers read: deposited at least once, even if withdrawn; not archived."""
        return self.filter(submission_count__gt=0, archived_at__isnull=True)

    def open(self):
        return self.active().exclude(status=DossierStatus.CLOSED)

    def late_to_decide(self):
        """Dossiers without a decision whose last day has passed, in Paris."""
        return self.filter(status__in=TO_DECIDE, due_on__lt=timezone.localdate())

    def late_to_release(self):
        """Decided dossiers, not notified, whose last day has passed."""
        return self.filter(status=DossierStatus.DECIDED, due_on__lt=timezone.localdate())

    def due_within(self, working_days: int):
        """Dossiers to decide within that many working days from today, not late yet."""
        today = timezone.localdate()
        days = (today, add_working_days(today, working_days))
        return self.filter(status__in=TO_DECIDE, due_on__range=days)

    def with_decision(self):
        """Reads the decision in force of each, for `state_label`, in one more query."""
        decisions = apps.get_model("partnerships", "Decision").objects.standing()
        return self.prefetch_related(
            Prefetch("decisions", queryset=decisions, to_attr="standing_decisions")
        )

    def for_list(self):
        return self.select_related("lead_authority", "reviewer", "partnership", "in_charge")
