"""Notifies the deposit of several dossiers in one act: one mail per person for all of them."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.utils import timezone

from partnerships.models import Dossier, DossierAuthority, MemberStatus, stand_ins
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify

User = get_user_model()


class _People:
    """The people concerned by some dossiers: sets of user keys by dossier key."""

    def __init__(self, dossiers):
        self.writers, self.others = defaultdict(set), defaultdict(set)
        links = DossierAuthority.objects.filter(
            dossier__in=dossiers,
            authority__members__status=MemberStatus.ACTIVE,
            authority__members__user__is_active=True,
        )
        rows = links.values_list("dossier", "is_lead", "authority__members__user").order_by("pk")
        for dossier, is_lead, person in rows:
            (self.writers if is_lead else self.others)[dossier].add(person)
        self.stand_ins = stand_ins(timezone.localdate())
        self.lead_reviewers = set(leads().values_list("pk", flat=True))

    def co_members(self, dossier):
        return self.others[dossier.pk] - self.writers[dossier.pk]

    def officers(self, dossier):
        """As for a single deposit: its reviewer, or else lead reviewers who are not members."""
        if dossier.reviewer and dossier.reviewer.is_active:
            return {self.stand_ins.get(dossier.reviewer_id, dossier.reviewer_id)}
        return self.lead_reviewers - self.writers[dossier.pk] - self.others[dossier.pk]


def announce_deposits(cause: str, dossiers: list[Dossier], *, by) -> None:
    """Notifies the deposit of all `dossiers`, of one lead authority, not notified one by one."""
    people = _People(dossiers)
    context = {"by": by, "authority": dossiers[0].lead_authority}
    for template, recipients_of, page in (
        ("deposits", lambda dossier: people.writers[dossier.pk], "workspace"),
        ("deposits_co_authority", people.co_members, "workspace"),
        ("deposits_officer", people.officers, "queue"),
    ):
        dossiers_by_person = defaultdict(list)
        for dossier in dossiers:
            for person in recipients_of(dossier):
                dossiers_by_person[person].append(dossier)
        for person in User.objects.filter(is_active=True, pk__in=dossiers_by_person).order_by("pk"):
            context["dossiers"] = dossiers_by_person[person.pk]
            notify(cause, [person], template, link=address(page), **context)
