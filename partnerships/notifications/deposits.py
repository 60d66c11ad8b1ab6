"""Who hears that several files were deposited in one act: one mail a person for all of them."""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model

from partnerships.models import Dossier, DossierAuthority
from partnerships.notifications.outbox import address, notify

User = get_user_model()


def _belonging(dossiers):
    """dossier → people of its authorities, by key."""
    links = DossierAuthority.objects.filter(
        dossier__in=dossiers,
        authority__members__status="active",
        authority__members__user__is_active=True,
    )
    people = defaultdict(set)
    for dossier, person in links.values_list("dossier", "authority__members__user").distinct():
        people[dossier].add(person)
    return people


def _heard_by_officers(dossiers, belonging):
    """(dossier, officer) as for a deposit alone: its reviewer, or who leads and is not of it."""
    leads = User.objects.with_perm("partnerships.lead_review", include_superusers=False)
    leads = set(leads.values_list("pk", flat=True))
    for dossier in dossiers:
        told = {dossier.reviewer_id} if dossier.reviewer_id else leads - belonging[dossier.pk]
        yield from ((dossier, officer) for officer in told)


def _tell(cause, heard, template, **context):
    dossiers_of = defaultdict(list)
    for dossier, person in heard:
        dossiers_of[person].append(dossier)
    people = User.objects.filter(is_active=True, pk__in=dossiers_of).order_by("pk")
    for person in people:
        dossiers = dossiers_of[person.pk]
        notify(cause, [person], template, dossiers=dossiers, **context)


def announce_deposits(cause: str, dossiers: Iterable[Dossier], *, by) -> None:
    """Tell once of the deposit of all `dossiers`, of one lead authority, which nobody heard of."""
    dossiers = list(dossiers)
    belonging = _belonging(dossiers)
    members = [(dossier, person) for dossier in dossiers for person in belonging[dossier.pk]]
    authority = dossiers[0].lead_authority
    context = {"by": by, "authority": authority}
    _tell(cause, members, "deposits", link=address("workspace"), **context)
    officers = _heard_by_officers(dossiers, belonging)
    _tell(cause, officers, "deposits_officer", link=address("queue"), **context)
