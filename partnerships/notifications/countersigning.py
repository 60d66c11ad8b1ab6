"""Notifies decisions to countersign and countersigned ones: one mail per person for many."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.utils import timezone

from cncd_portal.site_address import absolute_address
from partnerships.models import Action, Decision, Dossier, stand_ins
from partnerships.notifications.dossier import officers_of
from partnerships.notifications.lists import to_countersign_address
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify

User = get_user_model()


def announce_to_countersign(cause: str, decisions: list[Decision], *, by) -> None:
    """Tells each lead reviewer, but `by`, of the decisions that they may countersign; one query per
    lead reviewer. `decisions` have their dossiers selected.
    """
    for person in leads().exclude(pk=by.pk).order_by("pk"):
        keys = Dossier.objects.filter(pk__in=[decision.dossier_id for decision in decisions])
        theirs = set(keys.order_by().countersignable_by(person).values_list("pk", flat=True))
        mine = [decision for decision in decisions if decision.dossier_id in theirs]
        if not mine:
            continue
        dossiers = [decision.dossier for decision in mine]
        one = address("decision_detail", dossiers[0].uuid)
        link = one if len(mine) == 1 else absolute_address(to_countersign_address())
        context = {"decisions": mine, "dossiers": dossiers}
        notify(cause, [person], "to_countersign", by=by, link=link, **context)


def announce_countersigned(cause: str, action: Action, dossiers: list[Dossier], *, by) -> None:
    """Tells whoever instructs each of `dossiers` today, but `by`, that they may notify it, or not
    any more. `action`: COUNTERSIGN or UNCOUNTERSIGN.
    """
    away = stand_ins(timezone.localdate())
    holder_of = {each: away.get(each.reviewer_id, each.reviewer_id) for each in dossiers}
    active = User.objects.filter(is_active=True).in_bulk(set(holder_of.values()) - {None})
    theirs = defaultdict(list)
    for dossier, holder in holder_of.items():
        for person in [active[holder]] if holder in active else officers_of(dossier):
            theirs[person].append(dossier)
    for person in sorted(theirs.keys() - {by}, key=lambda person: person.pk):
        mine = theirs[person]
        one = address("review_detail", mine[0].uuid)
        link = one if len(mine) == 1 else address("outbox")
        notify(cause, [person], f"{action}_officer", by=by, dossiers=mine, link=link)
