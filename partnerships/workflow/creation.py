"""How dossiers begin."""

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.projection import buffer_from_document, item
from partnerships.document.schema import FILES
from partnerships.models import (
    Attachment,
    Dossier,
    DossierAuthority,
    DossierKind,
    LocalAuthority,
    LocalAuthorityMember,
    Partnership,
)
from partnerships.workflow.journal import record
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.transitions import Action

ATTEMPTS = 10


def _next_reference():
    prefix = f"CD-{timezone.localdate().year}-"
    last = Dossier.objects.filter(reference__startswith=prefix).aggregate(last=Max("reference"))
    number = int(last["last"].removeprefix(prefix)) if last["last"] else 0
    return f"{prefix}{number + 1:06d}"


def _check_may_begin(by, authority, is_entered_by_officer):
    belongs = LocalAuthorityMember.objects.active().filter(user_id=by.pk, authority=authority)
    if is_entered_by_officer:
        allowed = by.has_perm("partnerships.review_dossier") and not belongs.exists()
    else:
        allowed = belongs.exists()
    if not (allowed and by.is_active):
        raise NotAllowed


@transaction.atomic
def _begin(by, authority, **fields):
    dossier = Dossier.objects.create(
        reference=_next_reference(),
        lead_authority=authority,
        created_by=by,
        updated_by=by,
        in_charge=None if fields.get("is_entered_by_officer") else by,
        **fields,
    )
    DossierAuthority.objects.create(dossier=dossier, authority=authority, is_lead=True)
    record(dossier, Action.CREATE, by=by, from_status="")
    return dossier


def _begin_once(by, authority, known, **fields):
    """`_begin`, tried again where another dossier took the reference; or the one `known` finds."""
    for _attempt in range(ATTEMPTS):
        try:
            return _begin(by, authority, **fields)
        except IntegrityError:
            dossier = known.first()
            if dossier:
                return dossier
    raise Refused(_("Le dossier n’a pas pu être créé. Réessayez dans un instant."))


def create_dossier(
    authority: LocalAuthority,
    by,
    *,
    uuid: UUID | None = None,
    is_entered_by_officer: bool = False,
    is_demonstration: bool = False,
) -> Dossier:
    """A draft for `authority`. The same `uuid` twice, from the same person, is one dossier."""
    _check_may_begin(by, authority, is_entered_by_officer)
    lead = item(authority=authority.key)
    return _begin_once(
        by,
        authority,
        Dossier.objects.filter(uuid=uuid, created_by=by),
        uuid=uuid or uuid4(),
        is_entered_by_officer=is_entered_by_officer,
        is_demonstration=is_demonstration,
        buffer={
            "authorities": [lead["uuid"]],
            f"authorities.{lead['uuid']}.authority": authority.key,
        },
    )


COPIED = ("uuid", "kind", "title", "file_name", "content_type", "size", "sha256", "renditions")


def _copy_files(version, dossier, uuids):
    """Start from the files of the deposit behind `version`; what was imported brings none."""
    if version.submission:
        Attachment.objects.bulk_create(
            Attachment(dossier=dossier, **{name: getattr(file, name) for name in COPIED})
            for file in version.submission.dossier.attachments.all()
            if str(file.uuid) in uuids
        )


def create_amendment(partnership: Partnership, by, *, is_entered_by_officer=False) -> Dossier:
    """A draft that starts from what is public today; the open one, where `by` may write in it."""
    authority = partnership.lead_authority.current
    _check_may_begin(by, authority, is_entered_by_officer)
    version = partnership.current_version
    document = version.submission.document if version.submission else None
    buffer = buffer_from_document(version.content, document)
    with transaction.atomic():
        dossier = _begin_once(
            by,
            authority,
            Dossier.objects.open().filter(partnership=partnership),
            kind=DossierKind.AMENDMENT,
            partnership=partnership,
            base_version=version,
            title=partnership.title,
            is_entered_by_officer=is_entered_by_officer,
            is_demonstration=partnership.is_demonstration,
            buffer=buffer,
        )
        if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
            raise Refused(_("Une modification de ce partenariat est déjà en cours."))
        if not dossier.attachments.exists():
            _copy_files(version, dossier, {uuid for name in FILES for uuid in buffer[name]})
    return dossier
