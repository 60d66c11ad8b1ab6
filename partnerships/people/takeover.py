"""An absent manager's place is taken over, with an officer's help."""

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
from partnerships.workflow.messages import clean_text
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = Takeover._meta.get_field("reason").max_length


def _short(text, missing):
    text = clean_text(text)
    if not text and missing:
        raise Refused(missing)
    if len(text) > MAX_LENGTH:
        raise Refused(
            _("Ce texte est trop long\u202f: %(limit)s caractères au plus.") % {"limit": MAX_LENGTH}
        )
    return text


@transaction.atomic
def ask_takeover(authority: LocalAuthority, *, by, reason: str) -> Takeover:
    """A contributor asks to manage. Asked twice, it is one request."""
    members = LocalAuthorityMember.objects.active().filter(authority=authority)
    if not members.filter(user=by, role=MemberRole.CONTRIBUTOR).exists():
        raise NotAllowed
    reason = _short(reason, _("Dites depuis quand, et pourquoi aucun gestionnaire ne répond."))
    takeover, is_new = Takeover.objects.get_or_create(
        authority=authority,
        asked_by=by,
        status=TakeoverStatus.PENDING,
        defaults={"reason": reason},
    )
    if is_new:
        announce_takeover(takeover)
    return takeover


@transaction.atomic
def answer_takeover(
    takeover: Takeover, *, by, is_accepted: bool, answer: str, demotes: bool
) -> Takeover:
    """Make the person a manager, or not. `demotes`: those who managed become contributors."""
    pending = Takeover.objects.answerable_by(by).select_for_update(of=["self"])
    takeover = pending.filter(pk=takeover.pk).first()
    if takeover is None:
        raise NotAllowed
    missing = "" if is_accepted else _("Dites pourquoi vous refusez.")
    takeover.answer = _short(answer, missing)
    takeover.status = TakeoverStatus.ACCEPTED if is_accepted else TakeoverStatus.REFUSED
    takeover.answered_at = timezone.now()
    takeover.answered_by = by
    takeover.save()
    managers = _take_over(takeover, demotes) if is_accepted else []
    announce_takeover_answer(takeover, managers, demotes=demotes)
    return takeover


def _take_over(takeover, demotes):
    """Change the roles; the people who managed until now."""
    members = LocalAuthorityMember.objects.active().filter(authority=takeover.authority_id)
    own = members.filter(user=takeover.asked_by_id)
    if not own.exists():
        raise Refused(_("Cette personne n’est plus membre de la collectivité."))
    others = members.managers().exclude(user=takeover.asked_by_id)
    people = [each.user for each in others.select_related("user").order_by("pk")]
    if demotes:
        others.update(role=MemberRole.CONTRIBUTOR)
    own.update(role=MemberRole.MANAGER)
    return people
