"""Who hears of what happens to a dossier."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone

from partnerships.document.schema import LABELS
from partnerships.models import (
    Dossier,
    DossierEvent,
    LocalAuthorityMember,
    Message,
    Visibility,
    stand_ins,
)
from partnerships.notifications.outbox import address, notify

User = get_user_model()


def _people_of(authorities):
    active = LocalAuthorityMember.objects.active().filter(authority__in=authorities)
    return User.objects.filter(Exists(active.filter(user=OuterRef("pk"))), is_active=True)


def _with_officer_who_entered(people, dossier):
    if not dossier.is_entered_by_officer:
        return people
    return people | User.objects.filter(is_active=True, pk=dossier.created_by_id)


def writers_of(dossier: Dossier):
    """The people of the lead authority, and the officer who entered the file."""
    return _with_officer_who_entered(_people_of([dossier.lead_authority_id]), dossier)


def members_of(dossier: Dossier):
    """The people of all the authorities of `dossier`, and the officer who entered it."""
    linked = dossier.dossier_authorities.values("authority")
    return _with_officer_who_entered(_people_of(linked), dossier)


def co_members_of(dossier: Dossier):
    """The people of the authorities that are not the lead one."""
    others = dossier.dossier_authorities.filter(is_lead=False).values("authority")
    return _people_of(others).exclude(pk__in=writers_of(dossier).values("pk"))


def holder_of(dossier: Dossier) -> int | None:
    """Key of the reviewer of `dossier`, or of who stands in for them today."""
    if dossier.reviewer_id is None:
        return None
    return stand_ins(timezone.localdate()).get(dossier.reviewer_id, dossier.reviewer_id)


def officers_of(dossier: Dossier):
    """Who has `dossier` in hand, where there is one; else those who lead the review, and may."""
    reviewer = User.objects.filter(is_active=True, pk=holder_of(dossier))
    if reviewer.exists():
        return reviewer
    leads = User.objects.with_perm("partnerships.lead_review", include_superusers=False)
    return leads.exclude(pk__in=members_of(dossier).values("pk"))


@dataclass(frozen=True)
class Side:
    """People who hear of a step, the page they go to, how their mail is named."""

    people: Callable
    page: str = "dossier_detail"
    suffix: str = ""


MEMBERS, WRITERS = Side(members_of), Side(writers_of)
CO_MEMBERS = Side(co_members_of, suffix="_co_authority")
OFFICERS = Side(officers_of, "review_detail", "_officer")
HEARD_BY = {
    "submit": (WRITERS, CO_MEMBERS, OFFICERS),
    "withdraw": (MEMBERS, OFFICERS),
    "start_review": (MEMBERS,),
    "request_changes": (WRITERS,),
    "release": (MEMBERS,),
    "reopen": (MEMBERS, OFFICERS),
    "share": (CO_MEMBERS,),
    "decline": (WRITERS, OFFICERS),
    "expire": (WRITERS,),
    "remind_authority": (WRITERS,),
}


def announce(event: DossierEvent, *, by) -> None:
    """Tell of a step to those it concerns, each with the link to their own page of the dossier."""
    dossier, sides = event.dossier, HEARD_BY.get(event.action, ())
    if not sides:
        return
    context = {
        "dossier": dossier,
        "dossiers": [dossier],
        "by": by,
        "declined": dossier.dossier_authorities.filter(answer="declined", answered_by=by.pk),
        "decision": dossier.decisions.standing().first(),
        "messages": dossier.messages.filter(
            uuid__in=event.content.get("messages", ()), visibility=Visibility.SHARED
        ),
    }
    cause = f"{dossier.reference}:{event.sequence}:{event.action}"
    for side in sides:
        link = address(side.page, dossier.uuid)
        template = f"{event.action}{side.suffix}"
        notify(cause, side.people(dossier), template, link=link, **context)


def announce_message(message: Message) -> None:
    """Tell the other side of a shared message, and the other officers of none."""
    if message.visibility != Visibility.SHARED:
        return
    dossier, cause = message.dossier, f"message:{message.uuid}"
    about = LABELS.get(message.field_path.partition(".")[0], "")
    for side in (MEMBERS, OFFICERS):
        people = side.people(dossier).exclude(pk=message.author_id)
        link = f"{address(side.page, dossier.uuid)}#message-{message.uuid}"
        notify(cause, people, "message", dossier=dossier, message=message, about=about, link=link)


def announce_hand_over(dossiers: list[Dossier], *, by, to) -> None:
    """Tell, once for all the files, who follows them now and who did, `dossiers` being as they
    were before.
    """
    first = dossiers[0]
    cause = f"hand_over:{first.reference}:{first.last_sequence}"
    people = {dossier.in_charge for dossier in dossiers} | {to}
    told = [person for person in people - {None, by} if person.is_active]
    link = address("workspace")
    notify(cause, told, "hand_over", dossiers=dossiers, by=by, to=to, link=link)
