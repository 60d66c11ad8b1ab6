"""Who hears of what happens to a dossier."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone

from partnerships.document.schema import LABELS
from partnerships.models import (
    Action,
    Decision,
    DecisionLetter,
    Dossier,
    DossierEvent,
    LocalAuthorityMember,
    Message,
    Visibility,
    stand_ins,
)
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify, written
from partnerships.permissions import needs_countersign

User = get_user_model()


def people_of(authorities):
    """The active members of any of `authorities`."""
    active = LocalAuthorityMember.objects.active().filter(authority__in=authorities)
    return User.objects.filter(Exists(active.filter(user=OuterRef("pk"))), is_active=True)


def _with_officer_who_entered(people, dossier):
    if not dossier.is_entered_by_officer:
        return people
    return people | User.objects.filter(is_active=True, pk=dossier.created_by_id)


def writers_of(dossier: Dossier):
    """The people of the lead authority, and the officer who entered the file."""
    return _with_officer_who_entered(people_of([dossier.lead_authority_id]), dossier)


def members_of(dossier: Dossier):
    """The people of all the authorities of `dossier`, and the officer who entered it."""
    linked = dossier.dossier_authorities.values("authority")
    return _with_officer_who_entered(people_of(linked), dossier)


def co_members_of(dossier: Dossier):
    """The people of the authorities that are not the lead one."""
    others = dossier.dossier_authorities.filter(is_lead=False).values("authority")
    return people_of(others).exclude(pk__in=writers_of(dossier).values("pk"))


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
    return leads().exclude(pk__in=members_of(dossier).values("pk"))


def countersigners_of(dossier: Dossier):
    """Who may countersign the decision that stands, where its kind asks for it."""
    decision = dossier.decisions.standing().first()
    if decision is None or not needs_countersign(dossier):
        return User.objects.none()
    theirs = {dossier.reviewer_id, holder_of(dossier), decision.decided_by_id}
    return leads().exclude(pk__in=members_of(dossier).values("pk")).exclude(pk__in=theirs)


@dataclass(frozen=True)
class Side:
    """People who hear of a step, the page they go to, how their mail is named: for the step, with
    a suffix, or by a name of its own; whether the one who acts hears of it too.
    """

    people: Callable
    page: str = "dossier_detail"
    suffix: str = ""
    name: str = ""
    spares_who_acts: bool = False


MEMBERS, WRITERS = Side(members_of), Side(writers_of)
CO_MEMBERS = Side(co_members_of, suffix="_co_authority")
OFFICERS = Side(officers_of, "review_detail", "_officer")
COUNTERSIGNERS = Side(countersigners_of, "decision_detail", name="to_countersign")
OTHER_OFFICERS = Side(officers_of, "review_detail", "_officer", spares_who_acts=True)
HEARD_BY = {
    Action.SUBMIT: (WRITERS, CO_MEMBERS, OFFICERS),
    Action.WITHDRAW: (MEMBERS, OFFICERS),
    Action.START_REVIEW: (MEMBERS,),
    Action.REQUEST_CHANGES: (WRITERS,),
    Action.DECIDE: (COUNTERSIGNERS,),
    Action.CORRECT_DECISION: (COUNTERSIGNERS,),
    Action.SETTLE: (COUNTERSIGNERS,),
    Action.COUNTERSIGN: (OTHER_OFFICERS,),
    Action.TAKE_BACK: (OTHER_OFFICERS,),
    Action.RELEASE: (MEMBERS,),
    Action.REOPEN: (MEMBERS, OFFICERS),
    Action.SHARE: (CO_MEMBERS,),
    Action.DECLINE: (WRITERS, OFFICERS),
    Action.EXPIRE: (WRITERS,),
    Action.REMIND_AUTHORITY: (WRITERS,),
}


def decision_context(decision: Decision | None) -> dict:
    """What a mail says of a decision; its letter has an address once it left."""
    letter = DecisionLetter.objects.filter(decision=decision).first() if decision else None
    link = address("letter_download", decision.dossier.uuid, letter.uuid) if letter else ""
    return {"decision": decision, "letter_link": link}


def release_mail(decision: Decision) -> tuple[str, str, int]:
    """(subject, text, how many recipients) of the mail that will tell of a decision."""
    dossier = decision.dossier
    people = list(members_of(dossier))
    context = {
        "dossier": dossier,
        "recipient": people[0] if people else User(first_name="…"),
        "link": address("dossier_detail", dossier.uuid),
        **decision_context(decision),
    }
    return *written("release", context), len(people)


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
        **decision_context(dossier.decisions.standing().first()),
        "reason": event.content.get("reason", ""),
        "messages": dossier.messages.filter(
            uuid__in=event.content.get("messages", ()), visibility=Visibility.SHARED
        ),
    }
    cause = f"{dossier.reference}:{event.sequence}:{event.action}"
    for side in sides:
        link = address(side.page, dossier.uuid)
        people = side.people(dossier)
        if side.spares_who_acts:
            people = people.exclude(pk=by.pk)
        template = side.name or f"{event.action}{side.suffix}"
        notify(cause, people, template, link=link, **context)


def announce_message(message: Message) -> None:
    """Tell the other side of a shared message, and the other officers of none."""
    if message.visibility != Visibility.SHARED:
        return
    dossier, cause = message.dossier, f"message:{message.uuid}"
    about = LABELS.get(message.field_path.partition(".")[0], "")
    for side in (MEMBERS, OFFICERS):
        people = side.people(dossier).exclude(pk=message.author_id)
        link = f"{address(side.page, dossier.uuid)}#message-{message.uuid}"
        context = {"dossier": dossier, "message": message, "about": about, "link": link}
        notify(cause, people, f"message{side.suffix}", **context)


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
