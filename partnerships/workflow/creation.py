"""Creation of dossiers."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.buffer import title_of
from partnerships.document.projection import deposited_buffer, item
from partnerships.document.steps.references import Buffer
from partnerships.document.taking_up import DUPLICATED_LISTS, taken_up
from partnerships.models import (
    Action,
    Dossier,
    DossierAuthority,
    LocalAuthority,
    LocalAuthorityMember,
    Submission,
)
from partnerships.permissions import is_member_of
from partnerships.workflow.journal import record
from partnerships.workflow.refusals import NotAllowed, Refused

ATTEMPTS = 10


def _next_reference():
    prefix = f"CD-{timezone.localdate().year}-"
    last = Dossier.objects.filter(reference__startswith=prefix).aggregate(last=Max("reference"))
    number = int(last["last"].removeprefix(prefix)) if last["last"] else 0
    return f"{prefix}{number + 1:06d}"


def check_may_begin(by, authority, is_entered_by_officer=False):
    """Raises NotAllowed if `by` may not create a dossier for `authority`.

    A member may for their own authority; an officer may for others only.
    """
    belongs = is_member_of(by, authority)
    if is_entered_by_officer:
        allowed = by.has_perm("partnerships.review_dossier") and not belongs
    else:
        allowed = belongs
    if not (allowed and by.is_active):
        raise NotAllowed


def requests_of(by, authority):
    """Returns the request of `by` to join `authority`, while it waits for an answer."""
    pending = LocalAuthorityMember.objects.pending()
    return pending.filter(user=by, user__is_active=True, authority=authority)


def _locks_request(by, authority) -> bool:
    """Whether `by` waits; locks their request, so that an answer meanwhile finds the draft."""
    return requests_of(by, authority).select_for_update(of=["self"]).first() is not None


@transaction.atomic
def attach_begun(membership: LocalAuthorityMember) -> list[Dossier]:
    """Gives the authority the drafts that its new member began while they waited; returns them."""
    begun = Dossier.objects.begun_by(membership.user).select_for_update(of=["self"])
    of_authority = Q(lead_authority=membership.authority_id)
    # Their authority may have been merged meanwhile.
    of_former = Q(lead_authority__successor=membership.authority_id)
    drafts = list(begun.filter(of_authority | of_former).order_by("pk"))
    for dossier in drafts:
        dossier.lead_authority = membership.authority
        dossier.save(update_fields=["lead_authority"])
        DossierAuthority.objects.create(
            dossier=dossier, authority=membership.authority, is_lead=True
        )
    return drafts


@transaction.atomic
def _create(by, authority, detail, has_part=True, **fields):
    fields.setdefault("title", title_of(fields.get("buffer", {})))
    dossier = Dossier.objects.create(
        reference=_next_reference(),
        lead_authority=authority,
        created_by=by,
        updated_by=by,
        in_charge=None if fields.get("is_entered_by_officer") else by,
        **fields,
    )
    if has_part:
        DossierAuthority.objects.create(dossier=dossier, authority=authority, is_lead=True)
    record(dossier, Action.CREATE, by=by, from_status="", **detail)
    return dossier


def begin_once(by, authority, existing, detail=None, **fields):
    """Creates a dossier of `authority` and records its first event, with `detail`.

    If another dossier took the same reference, tries again. If the queryset `existing` finds the
    dossier, because it was created twice, returns that one. Raises Refused after ten attempts.
    """
    for _attempt in range(ATTEMPTS):
        try:
            return _create(by, authority, detail or {}, **fields)
        except IntegrityError:
            dossier = existing.first()
            if dossier:
                return dossier
    raise Refused(_("Le dossier n’a pas pu être créé. Réessayez dans un instant."))


def own_contact(by, **others) -> Buffer:
    """Returns the contact fields of a buffer that the account of `by` fills in."""
    values = {"name": by.get_full_name(), "email": by.email, **others}
    return {f"contact.{name}": value for name, value in values.items() if value}


def _contact(by, authority, is_entered_by_officer):
    """Returns the initial contact fields of the buffer.

    They come from the last deposit by this person; otherwise from their account, with the phone
    number of the authority's last deposit. If an officer enters the dossier, they come from the
    authority's last deposit.
    """
    deposits = Submission.objects.filter(dossier__lead_authority=authority)
    deposits = deposits.order_by("-submitted_at", "-pk")
    own = deposits.filter(submitted_by=by).first()
    last = own or deposits.first()
    contact = last.document["contact"] if last else {}
    if not own and not is_entered_by_officer:
        return own_contact(by, phone=contact.get("phone", ""))
    return {f"contact.{name}": value for name, value in contact.items() if value}


def _lead(authority):
    lead = item(authority=authority.key)
    return {
        "authorities": [lead["uuid"]],
        f"authorities.{lead['uuid']}.authority": authority.key,
    }


def _latest_content(dossier):
    """Returns the content of the last deposit, or of the draft that was never deposited."""
    last = dossier.submissions.order_by("-number").first()
    return deposited_buffer(last.document) if last else dossier.buffer


def _first_content(buffer, source, uuid):
    """Returns `buffer` with what the dossier `uuid` takes up of `source`, if there is one."""
    if source is None:
        return buffer
    return buffer | taken_up(buffer, _latest_content(source), uuid, DUPLICATED_LISTS)


@transaction.atomic
def create_dossier(
    authority: LocalAuthority,
    by,
    *,
    uuid: UUID | None = None,
    is_entered_by_officer: bool = False,
    is_demonstration: bool = False,
    source: Dossier | None = None,
) -> Dossier:
    """Creates a draft for `authority`; only its author reads that of a person who waits to join it.

    `uuid`: drawn by the page, so that a request sent twice creates one dossier. `source`: a dossier
    of `by` whose lasting content it takes up.
    """
    is_waiting = not is_entered_by_officer and _locks_request(by, authority)
    if not is_waiting:
        check_may_begin(by, authority, is_entered_by_officer)
    contact = own_contact(by) if is_waiting else _contact(by, authority, is_entered_by_officer)
    uuid = uuid or uuid4()
    return begin_once(
        by,
        authority,
        Dossier.objects.filter(uuid=uuid, created_by=by),
        has_part=not is_waiting,
        uuid=uuid,
        detail={"source": source.reference} if source else None,
        is_entered_by_officer=is_entered_by_officer,
        is_demonstration=is_demonstration,
        buffer=_first_content({**_lead(authority), **contact}, source, uuid),
    )
