"""Notifies the steps of a dossier, its messages and its handovers."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone

from partnerships.document.accepted import judged_contributions, judged_text
from partnerships.document.schema import FIELD_LABELS
from partnerships.models import (
    Action,
    Decision,
    DecisionLetter,
    Dossier,
    DossierEvent,
    LocalAuthorityMember,
    Message,
    PartAnswer,
    Visibility,
    stand_ins,
)
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify, render_mail

User = get_user_model()


def people_of(authorities):
    """Returns the active members of any of `authorities`."""
    active = LocalAuthorityMember.objects.active().filter(authority__in=authorities)
    return User.objects.filter(Exists(active.filter(user=OuterRef("pk"))), is_active=True)


def _with_officer_who_entered(people, dossier):
    if not dossier.is_entered_by_officer:
        return people
    return people | User.objects.filter(is_active=True, pk=dossier.created_by_id)


def _author_alone(dossier, otherwise):
    """Returns the author of a draft that is of no authority yet; `otherwise` for other dossiers."""
    if dossier.submission_count or dossier.dossier_authorities.exists():
        return otherwise
    return User.objects.filter(is_active=True, pk=dossier.created_by_id)


def writers_of(dossier: Dossier):
    """Returns the members of the lead authority, and the officer who entered the dossier; of a
    draft begun before its author was a member, the author alone.
    """
    people = _with_officer_who_entered(people_of([dossier.lead_authority_id]), dossier)
    return _author_alone(dossier, otherwise=people)


def dossier_members(dossier: Dossier):
    """Returns the members of all the authorities of `dossier`, and the officer who entered it; of
    a draft begun before its author was a member, the author alone.
    """
    linked = dossier.dossier_authorities.values("authority")
    people = _with_officer_who_entered(people_of(linked), dossier)
    return _author_alone(dossier, otherwise=people)


def co_members_of(dossier: Dossier):
    """Returns the members of the authorities other than the lead one."""
    others = dossier.dossier_authorities.filter(is_lead=False).values("authority")
    return people_of(others).exclude(pk__in=writers_of(dossier).values("pk"))


def holder_of(dossier: Dossier) -> int | None:
    """Returns the key of the reviewer of `dossier`, or of their stand-in today."""
    if dossier.reviewer_id is None:
        return None
    return stand_ins(timezone.localdate()).get(dossier.reviewer_id, dossier.reviewer_id)


def officers_of(dossier: Dossier):
    """Returns the reviewer of `dossier`, or their stand-in; else lead reviewers, not members."""
    if holder := holder_of(dossier):
        reviewer = User.objects.filter(is_active=True, pk=holder)
        if reviewer.exists():
            return reviewer
    return leads().exclude(pk__in=dossier_members(dossier).values("pk"))


def countersigners_of(dossier: Dossier):
    """Returns who may countersign the current decision; nobody if it needs none."""
    decision = dossier.decisions.standing().first()
    if decision is None or not decision.needs_countersign:
        return User.objects.none()
    excluded = {dossier.reviewer_id, holder_of(dossier), decision.decided_by_id}
    return leads().exclude(pk__in=dossier_members(dossier).values("pk")).exclude(pk__in=excluded)


@dataclass(frozen=True)
class Audience:
    """Recipients of a step, the page they are sent to, and the template of their mail.

    The template is `name`, or the action followed by `suffix`. `excludes_actor`: the person who
    acts gets no mail.
    """

    people: Callable
    page: str = "dossier_detail"
    suffix: str = ""
    name: str = ""
    excludes_actor: bool = False


MEMBERS, WRITERS = Audience(dossier_members), Audience(writers_of)
CO_MEMBERS = Audience(co_members_of, suffix="_co_authority")
OFFICERS = Audience(officers_of, "review_detail", "_officer")
COUNTERSIGNERS = Audience(countersigners_of, "decision_detail", name="to_countersign")
OTHER_OFFICERS = Audience(officers_of, "review_detail", "_officer", excludes_actor=True)
AUDIENCES = {
    Action.SUBMIT: (WRITERS, CO_MEMBERS, OFFICERS),
    Action.WITHDRAW: (MEMBERS, OFFICERS),
    Action.START_REVIEW: (MEMBERS,),
    Action.REQUEST_CHANGES: (WRITERS,),
    Action.DECIDE: (COUNTERSIGNERS,),
    Action.CORRECT_DECISION: (COUNTERSIGNERS,),
    Action.SETTLE: (COUNTERSIGNERS,),
    Action.COUNTERSIGN: (OTHER_OFFICERS,),
    Action.UNCOUNTERSIGN: (OTHER_OFFICERS,),
    Action.TAKE_BACK: (OTHER_OFFICERS,),
    Action.RELEASE: (MEMBERS,),
    Action.REOPEN: (MEMBERS, OFFICERS),
    Action.SHARE: (CO_MEMBERS,),
    Action.DECLINE: (WRITERS, OFFICERS),
    Action.EXPIRE: (WRITERS,),
    Action.REMIND_AUTHORITY: (WRITERS,),
}


def decision_context(decision: Decision | None) -> dict:
    """Returns the mail context of a decision; `letter_link` is "" until its letter is sent."""
    (judged,) = judged_contributions(decision.contributions if decision else [])
    letter = DecisionLetter.objects.filter(decision=decision).first() if decision else None
    link = address("letter_download", decision.dossier.uuid, letter.uuid) if letter else ""
    return {
        "decision": decision,
        "decisions": [decision] if decision else [],
        "contributions": judged_text(judged),
        "letter_link": link,
    }


def release_mail(decision: Decision) -> tuple[str, str, int]:
    """Returns (subject, text, number of recipients) of the mail that will notify a decision."""
    dossier = decision.dossier
    people = list(dossier_members(dossier))
    context = {
        "dossier": dossier,
        "recipient": people[0] if people else User(first_name="…"),
        "link": address("dossier_detail", dossier.uuid),
        **decision_context(decision),
    }
    return *render_mail("release", context), len(people)


def announce(event: DossierEvent, *, by) -> None:
    """Notifies a step to its audiences, each with the link to their page of the dossier."""
    dossier, audiences = event.dossier, AUDIENCES.get(event.action, ())
    if not audiences:
        return
    context = {
        "dossier": dossier,
        "dossiers": [dossier],
        "by": by,
        "declined": dossier.dossier_authorities.filter(
            answer=PartAnswer.DECLINED, answered_by=by.pk
        ),
        **decision_context(dossier.decisions.standing().first()),
        "reason": event.content.get("reason", ""),
        "messages": dossier.messages.filter(
            uuid__in=event.content.get("messages", ()), visibility=Visibility.SHARED
        ),
    }
    cause = f"{dossier.reference}:{event.sequence}:{event.action}"
    for audience in audiences:
        link = address(audience.page, dossier.uuid)
        people = audience.people(dossier)
        if audience.excludes_actor:
            people = people.exclude(pk=by.pk)
        template = audience.name or f"{event.action}{audience.suffix}"
        notify(cause, people, template, link=link, **context)


def announce_message(message: Message) -> None:
    """Notifies the members and officers of a shared message, except its author.

    A message that is not shared is not notified, even to other officers.
    """
    if message.visibility != Visibility.SHARED:
        return
    dossier, cause = message.dossier, f"message:{message.uuid}"
    about = FIELD_LABELS.get(message.field_path.partition(".")[0], "")
    for audience in (MEMBERS, OFFICERS):
        people = audience.people(dossier).exclude(pk=message.author_id)
        link = f"{address(audience.page, dossier.uuid)}#message-{message.uuid}"
        context = {"dossier": dossier, "message": message, "about": about, "link": link}
        notify(cause, people, f"message{audience.suffix}", **context)


def announce_hand_over(dossiers: list[Dossier], *, by, to) -> None:
    """Notifies the new and previous followers, once for all dossiers.

    `dossiers`: as they were before the handover.
    """
    first = dossiers[0]
    cause = f"hand_over:{first.reference}:{first.last_sequence}"
    people = {dossier.in_charge for dossier in dossiers} | {to}
    recipients = [person for person in people - {None, by} if person.is_active]
    link = address("workspace")
    notify(cause, recipients, "hand_over", dossiers=dossiers, by=by, to=to, link=link)
