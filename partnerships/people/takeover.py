"""Takeover of an absent manager's role, decided by an officer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import (
    LocalAuthority,
    LocalAuthorityMember,
    MemberRole,
    Takeover,
    TakeoverStatus,
)
from partnerships.notifications.membership import announce_takeover, announce_takeover_answer
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = Takeover._meta.get_field("reason").max_length


def _clean_short_text(text, missing):
    text = clean_text(text)
    if not text and missing:
        raise Refused(missing)
    refuse_too_long(text, MAX_LENGTH)
    return text


@transaction.atomic
def ask_takeover(authority: LocalAuthority, *, by, reason: str) -> Takeover:
    """A contributor asks to become manager. While it is pending, another reason replaces the first,
    and nobody is notified again.
    """
    members = LocalAuthorityMember.objects.active().filter(authority=authority)
    if not members.filter(user=by, role=MemberRole.CONTRIBUTOR).exists():
        raise NotAllowed
    reason = _clean_short_text(
        reason, _("Dites depuis quand, et pourquoi aucun gestionnaire ne répond.")
    )
    takeover, is_new = Takeover.objects.get_or_create(
        authority=authority,
        asked_by=by,
        status=TakeoverStatus.PENDING,
        defaults={"reason": reason},
    )
    if is_new:
        announce_takeover(takeover)
    elif reason != takeover.reason:
        takeover.reason = reason
        takeover.save(update_fields=["reason"])
    return takeover


@transaction.atomic
def answer_takeover(
    takeover: Takeover, *, by, is_accepted: bool, answer: str, demotes: bool
) -> Takeover:
    """Accepts or refuses. `demotes`: the previous managers become contributors."""
    pending = Takeover.objects.answerable_by(by).select_for_update(of=["self"])
    takeover = pending.filter(pk=takeover.pk).first()
    if takeover is None:
        raise NotAllowed
    missing = "" if is_accepted else _("Dites pourquoi vous refusez.")
    takeover.answer = _clean_short_text(answer, missing)
    takeover.status = TakeoverStatus.ACCEPTED if is_accepted else TakeoverStatus.REFUSED
    takeover.answered_at = timezone.now()
    takeover.answered_by = by
    takeover.save()
    managers = _take_over(takeover, demotes) if is_accepted else []
    announce_takeover_answer(takeover, managers, demotes=demotes)
    return takeover


def _take_over(takeover, demotes):
    """Changes the roles. Returns the previous managers."""
    members = LocalAuthorityMember.objects.active().filter(authority=takeover.authority_id)
    requester = members.filter(user=takeover.asked_by_id)
    if not requester.exists():
        raise Refused(_("Cette personne n’est plus membre de la collectivité."))
    others = members.managers().exclude(user=takeover.asked_by_id)
    people = [each.user for each in others.select_related("user").order_by("pk")]
    if demotes:
        others.update(role=MemberRole.CONTRIBUTOR)
    requester.update(role=MemberRole.MANAGER)
    return people
