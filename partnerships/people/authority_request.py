"""« Ma collectivité manque, ou a fusionné »: asked, then answered by an officer."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import (
    AuthorityRequest,
    AuthorityRequestStatus,
    LocalAuthority,
    LocalAuthorityMember,
    MemberRole,
    MemberStatus,
)
from partnerships.notifications.authority import (
    announce_authority_request,
    announce_authority_request_answer,
)
from partnerships.people.membership import request_membership
from partnerships.publication.authorities import add_authority
from partnerships.workflow.messages import clean_text
from partnerships.workflow.refusals import NotAllowed, Refused

MOST_WAITING = 5
MAX_LENGTH = AuthorityRequest._meta.get_field("answer").max_length


@transaction.atomic
def ask_authority(asked: AuthorityRequest, *, by) -> AuthorityRequest:
    """Send what a form checked. The same `uuid` twice is one request."""
    known = AuthorityRequest.objects.filter(uuid=asked.uuid, asked_by=by).first()
    if known:
        return known
    if AuthorityRequest.objects.pending().filter(asked_by=by).count() >= MOST_WAITING:
        raise Refused(_("Vos demandes précédentes attendent une réponse\u202f: patientez."))
    asked.asked_by = by
    asked.save()
    announce_authority_request(asked)
    return asked


def _waiting(asked, by):
    waiting = AuthorityRequest.objects.answerable_by(by).select_for_update(of=["self"])
    asked = waiting.filter(pk=asked.pk).first()
    if asked is None:
        raise NotAllowed
    return asked


def _answer(asked, by, status, answer, authority=None):
    answer = clean_text(answer)
    if len(answer) > MAX_LENGTH:
        raise Refused(
            _("Cette réponse est trop longue\u202f: %(limit)s caractères au plus.")
            % {"limit": MAX_LENGTH}
        )
    asked.status, asked.answer, asked.authority = status, answer, authority
    asked.answered_at = timezone.now()
    asked.answered_by = by
    asked.save()
    if authority:
        _join(asked, authority, by)
    announce_authority_request_answer(asked)
    return asked


def _join(asked, authority, by):
    """The person manages an authority that nobody does; elsewhere its managers are asked."""
    members = LocalAuthorityMember.objects.active().filter(authority=authority)
    if members.filter(user=asked.asked_by).exists():
        return
    if members.managers().exists():
        request_membership(authority, by=asked.asked_by, message=asked.explanation)
        return
    LocalAuthorityMember.objects.update_or_create(
        user=asked.asked_by,
        authority=authority,
        defaults={
            "role": MemberRole.MANAGER,
            "status": MemberStatus.ACTIVE,
            "answered_at": timezone.now(),
            "answered_by": by,
        },
    )


@transaction.atomic
def answer_with_new_authority(
    asked: AuthorityRequest, authority: LocalAuthority, *, by, source: str, answer: str
) -> AuthorityRequest:
    """Add the authority that a form checked."""
    asked = _waiting(asked, by)
    add_authority(authority, source=source)
    return _answer(asked, by, AuthorityRequestStatus.CREATED, answer, authority)


@transaction.atomic
def answer_with_known_authority(
    asked: AuthorityRequest, authority: LocalAuthority, *, by, answer: str
) -> AuthorityRequest:
    asked = _waiting(asked, by)
    return _answer(asked, by, AuthorityRequestStatus.KNOWN, answer, authority.current)


@transaction.atomic
def refuse_authority_request(asked: AuthorityRequest, *, by, answer: str) -> AuthorityRequest:
    asked = _waiting(asked, by)
    if not clean_text(answer):
        raise Refused(_("Dites pourquoi vous refusez."))
    return _answer(asked, by, AuthorityRequestStatus.REFUSED, answer)
