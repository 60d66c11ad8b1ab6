"""Requests about a missing or merged authority, answered by an officer."""

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
from partnerships.workflow.creation import attach_begun
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_PENDING = 5
MAX_LENGTH = AuthorityRequest._meta.get_field("answer").max_length


@transaction.atomic
def ask_authority(request: AuthorityRequest, *, by) -> AuthorityRequest:
    """Saves and announces a request validated by a form. Idempotent by `uuid`.

    Raises Refused if the person has MAX_PENDING requests already.
    """
    existing = AuthorityRequest.objects.filter(uuid=request.uuid).first()
    if existing and existing.asked_by_id != by.pk:
        raise NotAllowed
    if existing:
        return existing
    if AuthorityRequest.objects.pending().filter(asked_by=by).count() >= MAX_PENDING:
        raise Refused(_("Vos demandes précédentes attendent une réponse\u202f: patientez."))
    request.asked_by = by
    request.save()
    announce_authority_request(request)
    return request


def _lock_answerable(request, by):
    answerable = AuthorityRequest.objects.answerable_by(by).select_for_update(of=["self"])
    request = answerable.filter(pk=request.pk).first()
    if request is None:
        raise NotAllowed
    return request


def _answer(request, by, status, answer, authority=None):
    answer = clean_text(answer)
    refuse_too_long(answer, MAX_LENGTH)
    request.status, request.answer, request.authority = status, answer, authority
    request.answered_at = timezone.now()
    request.answered_by = by
    request.save()
    drafts = _join(request, authority, by) if authority else []
    announce_authority_request_answer(request, drafts)
    return request


def _join(request, authority, by):
    """Makes the person manager of an authority without one; else asks its managers.

    Returns the drafts that they began for it, if they are a member now.
    """
    members = LocalAuthorityMember.objects.active().filter(authority=authority)
    if members.filter(user=request.asked_by).exists():
        return []
    if members.managers().exists():
        request_membership(authority, by=request.asked_by, message=request.explanation)
        return []
    membership, _is_new = LocalAuthorityMember.objects.update_or_create(
        user=request.asked_by,
        authority=authority,
        defaults={
            "role": MemberRole.MANAGER,
            "status": MemberStatus.ACTIVE,
            "answered_at": timezone.now(),
            "answered_by": by,
        },
    )
    return attach_begun(membership)


@transaction.atomic
def answer_with_new_authority(
    request: AuthorityRequest,
    authority: LocalAuthority,
    *,
    by,
    source: str,
    answer: str,
    different_from: list[str],
) -> AuthorityRequest:
    """Adds the authority, validated by a form, and answers the request with it.

    `different_from`: keys of the known ones that the officer said it is not.
    """
    request = _lock_answerable(request, by)
    request.different_from = list(dict.fromkeys([*request.different_from, *different_from]))
    add_authority(authority, source=source)
    return _answer(request, by, AuthorityRequestStatus.CREATED, answer, authority)


@transaction.atomic
def answer_with_known_authority(
    request: AuthorityRequest, authority: LocalAuthority, *, by, answer: str
) -> AuthorityRequest:
    request = _lock_answerable(request, by)
    return _answer(request, by, AuthorityRequestStatus.KNOWN, answer, authority.current)


@transaction.atomic
def refuse_authority_request(request: AuthorityRequest, *, by, answer: str) -> AuthorityRequest:
    request = _lock_answerable(request, by)
    if not clean_text(answer):
        raise Refused(_("Dites pourquoi vous refusez."))
    return _answer(request, by, AuthorityRequestStatus.REFUSED, answer)
