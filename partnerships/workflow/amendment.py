"""Dossiers that start from what is public: a change, a closure, the claim of an imported one."""

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

# What a member asserts to declare an imported partnership; kept in the journal with their name.
ASSERTION = gettext_lazy(
    "J’affirme que ce partenariat est celui de ma collectivité et que je peux le déclarer en "
    "son nom."
)


class AlreadyOpen(Refused):
    """Another dossier of the partnership is open: `dossier`."""

    def __init__(self, dossier: Dossier):
        super().__init__(
            _("%(authority)s a déjà ouvert un dossier sur ce partenariat\u202f: %(reference)s.")
            % {"authority": dossier.lead_authority, "reference": dossier.reference}
        )
        self.dossier = dossier


COPIED = ("uuid", "kind", "title", "file_name", "content_type", "size", "sha256", "renditions")


def _copy_files(version, dossier, uuids):
    """Start from the files of the deposits behind `version`; what was imported brings none."""
    merged = version.partnership.merged_partnerships.select_related("current_version")
    deposits = [version.deposit, *(each.current_version.deposit for each in merged)]
    files = {
        file.uuid: file
        for deposit in reversed(deposits)
        if deposit
        for file in deposit.dossier.attachments.all()
        if str(file.uuid) in uuids
    }
    Attachment.objects.bulk_create(
        Attachment(dossier=dossier, **{name: getattr(file, name) for name in COPIED})
        for file in files.values()
    )


def _buffer_of(version):
    """The form as it stands published; what the source did not know is left to be filled."""
    document = version.deposit.document if version.deposit else None
    buffer = buffer_from_document(version.content, document)
    return {path: "" if value == Phase.UNKNOWN else value for path, value in buffer.items()}


def _start(partnership, by, authority, kind, *, told=None, is_entered_by_officer=False, **fields):
    """A dossier from the version that is public, `partnership` being locked. Raises AlreadyOpen."""
    open_ones = Dossier.objects.open().filter(partnership=partnership)
    known = open_ones.select_related("lead_authority").first()
    if known:
        raise AlreadyOpen(known)
    version = partnership.current_version
    contact = {"contact.name": by.get_full_name(), "contact.email": by.email}
    buffer = {**contact, **_buffer_of(version), **fields}
    dossier = begin_once(
        by,
        authority,
        Dossier.objects.none(),
        told,
        kind=kind,
        partnership=partnership,
        base_version=version,
        title=partnership.title,
        is_entered_by_officer=is_entered_by_officer,
        is_demonstration=partnership.is_demonstration,
        buffer=buffer,
    )
    _copy_files(version, dossier, {uuid for name in FILE_LISTS for uuid in buffer[name]})
    return dossier


def _locked(partnership, *, is_suspended=False):
    """`partnership`, its row locked; one that is suspended is for those who put it right."""
    rows = Partnership.objects.select_for_update(of=["self"]).filter(merged_into__isnull=True)
    locked = rows.filter(pk=partnership.pk, is_suspended__in=[False, is_suspended]).first()
    if locked is None:
        raise NotAllowed
    return locked


@transaction.atomic
def create_amendment(partnership: Partnership, by, *, is_entered_by_officer=False) -> Dossier:
    """A draft that starts from what is public today; the open one, where `by` may see it.

    What is suspended is amended too, and stays suspended until an officer brings it back.
    """
    partnership = _locked(partnership, is_suspended=True)
    authority = partnership.lead_authority.current
    check_may_begin(by, authority, is_entered_by_officer)
    if partnership.is_imported and not is_entered_by_officer:
        raise Refused(_("Ce partenariat vient d’une autre source\u202f: déclarez-le d’abord."))
    try:
        return _start(
            partnership,
            by,
            authority,
            DossierKind.AMENDMENT,
            is_entered_by_officer=is_entered_by_officer,
        )
    except AlreadyOpen as known:
        if not Dossier.objects.visible_to(by).filter(pk=known.dossier.pk).exists():
            raise
        return known.dossier


@transaction.atomic
def start_phase_change(partnership: Partnership, by, *, phase, ends_on: str, word: str) -> Dossier:
    """An amendment of the phase alone, ready to be deposited, with a word to the officers.

    Raises NotAllowed, or AlreadyOpen: the phase is then changed in the dossier that is open.
    """
    partnership = _locked(partnership)
    authority = partnership.lead_authority.current
    check_may_begin(by, authority)
    if partnership.is_imported:
        raise NotAllowed
    dossier = _start(partnership, by, authority, DossierKind.AMENDMENT)
    with editing(dossier, by) as buffer:
        buffer["phase"] = phase
        buffer["ends_on"] = ends_on or buffer.get("ends_on", "")
    if clean_text(word):
        write_message(dossier, by, word, Visibility.SHARED, "phase")
    return dossier


@transaction.atomic
def create_closure(partnership: Partnership, by) -> Dossier:
    """A draft that ends what is public, and tells its results. Raises NotAllowed, AlreadyOpen."""
    partnership = _locked(partnership)
    authority = partnership.lead_authority.current
    check_may_begin(by, authority)
    if partnership.is_imported:
        raise NotAllowed
    dossier = _start(partnership, by, authority, DossierKind.CLOSURE, phase="")
    with editing(dossier, by) as buffer:
        for _line in range(len(buffer["indicators"]), LINES):
            add_item(buffer, "indicators")
    return dossier


@transaction.atomic
def create_claim(partnership: Partnership, by, authority: LocalAuthority) -> Dossier:
    """A draft by which `authority`, named in an imported partnership, declares it as its own.

    It leads the dossier, whichever led the import; the others that are named see it at once.
    The event keeps what was asserted. Raises NotAllowed, AlreadyOpen.
    """
    partnership = _locked(partnership)
    named = {link.authority.current for link in partnership.partnership_authorities.all()}
    if not partnership.is_imported or authority not in named:
        raise NotAllowed
    check_may_begin(by, authority)
    told = {"asserted": str(ASSERTION)}
    dossier = _start(partnership, by, authority, DossierKind.CLAIM, told=told)
    link_authorities(dossier, [each.key for each in named])
    return dossier
