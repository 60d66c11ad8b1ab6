"""Dossiers on a published partnership: amendment, closure, claim of an imported one."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.buffer import add_item, editing
from partnerships.document.projection import buffer_from_document
from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps.closure import LINES
from partnerships.models import (
    Attachment,
    Dossier,
    DossierKind,
    LocalAuthority,
    Partnership,
    Phase,
    Visibility,
)
from partnerships.workflow.colleagues import link_authorities
from partnerships.workflow.creation import begin_once, check_may_begin
from partnerships.workflow.messages import clean_text, write_message
from partnerships.workflow.refusals import NotAllowed, Refused

# What a member asserts when claiming an imported partnership; recorded in the journal.
ASSERTION = gettext_lazy(
    "J’affirme que ce partenariat est celui de ma collectivité et que je peux le déclarer en "
    "son nom."
)


class AlreadyOpen(Refused):
    """The partnership already has an open dossier: `dossier`."""

    def __init__(self, dossier: Dossier):
        super().__init__(
            _("%(authority)s a déjà ouvert un dossier sur ce partenariat\u202f: %(reference)s.")
            % {"authority": dossier.lead_authority, "reference": dossier.reference}
        )
        self.dossier = dossier


# Fields of an attachment copied to the new dossier.
COPIED_FIELDS = (
    "uuid",
    "kind",
    "title",
    "file_name",
    "content_type",
    "size",
    "sha256",
    "renditions",
)


def _copy_attachments(version, dossier, uuids):
    """Copies to `dossier` the attachments `uuids` of the deposits that `version` came from.

    Merged partnerships are included. An imported partnership has no deposit, so no attachments.
    """
    merged = version.partnership.merged_partnerships.with_version()
    deposits = [version.deposit, *(each.current_version.deposit for each in merged)]
    attachments = {
        attachment.uuid: attachment
        for deposit in reversed(deposits)
        if deposit
        for attachment in deposit.dossier.attachments.all()
        if str(attachment.uuid) in uuids
    }
    Attachment.objects.bulk_create(
        Attachment(dossier=dossier, **{name: getattr(attachment, name) for name in COPIED_FIELDS})
        for attachment in attachments.values()
    )


def _published_buffer(version):
    """Returns the form buffer of a published version; unknown values are left empty."""
    document = version.deposit.document if version.deposit else None
    buffer = buffer_from_document(version.content, document)
    return {path: "" if value == Phase.UNKNOWN else value for path, value in buffer.items()}


def _start_dossier(
    partnership, by, authority, kind, *, detail=None, is_entered_by_officer=False, **fields
):
    """Creates a dossier from the public version of `partnership`, whose row is locked.

    `detail`: for the first event; `fields`: values set in the buffer. Raises AlreadyOpen.
    """
    open_dossiers = Dossier.objects.open().filter(partnership=partnership)
    existing = open_dossiers.select_related("lead_authority").first()
    if existing:
        raise AlreadyOpen(existing)
    version = partnership.current_version
    contact = {"contact.name": by.get_full_name(), "contact.email": by.email}
    buffer = {**contact, **_published_buffer(version), **fields}
    dossier = begin_once(
        by,
        authority,
        Dossier.objects.none(),
        detail,
        kind=kind,
        partnership=partnership,
        base_version=version,
        title=partnership.title,
        is_entered_by_officer=is_entered_by_officer,
        is_demonstration=partnership.is_demonstration,
        buffer=buffer,
    )
    _copy_attachments(version, dossier, {uuid for name in FILE_LISTS for uuid in buffer[name]})
    return dossier


def _lock(partnership, *, is_suspended=False):
    """Locks and returns `partnership`.

    Raises NotAllowed if it is merged, or suspended unless `is_suspended`.
    """
    rows = Partnership.objects.select_for_update(of=["self"]).filter(merged_into__isnull=True)
    locked = rows.filter(pk=partnership.pk, is_suspended__in=[False, is_suspended]).first()
    if locked is None:
        raise NotAllowed
    return locked


@transaction.atomic
def create_amendment(partnership: Partnership, by, *, is_entered_by_officer=False) -> Dossier:
    """Creates a draft from the current version, or returns the open dossier if `by` may see it.

    A suspended partnership may be amended; it stays suspended until an officer resumes it.
    Raises NotAllowed, Refused, or AlreadyOpen if `by` may not see the open dossier.
    """
    partnership = _lock(partnership, is_suspended=True)
    authority = partnership.lead_authority.current
    check_may_begin(by, authority, is_entered_by_officer)
    if partnership.is_imported and not is_entered_by_officer:
        raise Refused(_("Ce partenariat vient d’une autre source\u202f: déclarez-le d’abord."))
    try:
        return _start_dossier(
            partnership,
            by,
            authority,
            DossierKind.AMENDMENT,
            is_entered_by_officer=is_entered_by_officer,
        )
    except AlreadyOpen as error:
        if not Dossier.objects.visible_to(by).filter(pk=error.dossier.pk).exists():
            raise
        return error.dossier


@transaction.atomic
def start_phase_change(partnership: Partnership, by, *, phase, ends_on: str, word: str) -> Dossier:
    """Creates an amendment of the phase only, ready to deposit.

    `word`: an optional message to the officers. Raises NotAllowed or AlreadyOpen; in that case
    the phase is to be changed in the open dossier.
    """
    partnership = _lock(partnership)
    authority = partnership.lead_authority.current
    check_may_begin(by, authority)
    if partnership.is_imported:
        raise NotAllowed
    dossier = _start_dossier(partnership, by, authority, DossierKind.AMENDMENT)
    with editing(dossier, by) as buffer:
        buffer["phase"] = phase
        buffer["ends_on"] = ends_on or buffer.get("ends_on", "")
    if clean_text(word):
        write_message(dossier, by, word, Visibility.SHARED, "phase")
    return dossier


@transaction.atomic
def create_closure(partnership: Partnership, by) -> Dossier:
    """Creates a closure draft, to report final results. Raises NotAllowed or AlreadyOpen."""
    partnership = _lock(partnership)
    authority = partnership.lead_authority.current
    check_may_begin(by, authority)
    if partnership.is_imported:
        raise NotAllowed
    dossier = _start_dossier(partnership, by, authority, DossierKind.CLOSURE, phase="")
    with editing(dossier, by) as buffer:
        for _line in range(len(buffer["indicators"]), LINES):
            add_item(buffer, "indicators")
    return dossier


@transaction.atomic
def create_claim(partnership: Partnership, by, authority: LocalAuthority) -> Dossier:
    """Creates a draft in which `authority` declares an imported partnership that names it.

    It leads the dossier, whichever authority leads the imported partnership; the other named
    authorities can read the draft at once. The assertion is recorded in the first event.
    Raises NotAllowed or AlreadyOpen.
    """
    partnership = _lock(partnership)
    named = {link.authority.current for link in partnership.partnership_authorities.all()}
    if not partnership.is_imported or authority not in named:
        raise NotAllowed
    check_may_begin(by, authority)
    detail = {"asserted": str(ASSERTION)}
    dossier = _start_dossier(partnership, by, authority, DossierKind.CLAIM, detail=detail)
    link_authorities(dossier, [each.key for each in named])
    return dossier
