"""Two records side by side: which value stays, and what merging them will do."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.cleaning.merge import MODULES, may_merge_these
from partnerships.models import (
    Dossier,
    DossierAuthority,
    DuplicatePair,
    InternationalPartner,
    LocalAuthorityMember,
    Merge,
    Partnership,
    PartnershipAuthority,
    PartnershipPartner,
    RecordKind,
)
from partnerships.pages.cleaning.merge_fields import FieldChoice, field_choices
from partnerships.pages.cleaning.records import Record, records_of
from partnerships.publication.authorities import BY_OFFICER
from partnerships.publication.duplicates.reasons import REASONS
from partnerships.publication.merge.columns import BOTH, GONE, KEPT, CannotMerge, seen_digest

JOINED = {
    RecordKind.PARTNER: ("country", "place"),
    RecordKind.PARTNERSHIP: ("current_version", "lead_authority"),
    RecordKind.AUTHORITY: ("departement",),
}


def _weight(row) -> tuple:
    """What makes a record the one to keep: the sourced, declared, better known one."""
    if isinstance(row, InternationalPartner):
        return bool(row.place_id), bool(row.wikidata_id), row.partnerships.count()
    if isinstance(row, Partnership):
        return not row.is_imported, len(row.summary) + len(row.objectives)
    return (not row.source.startswith(BY_OFFICER),)


def rows_of(kind: str, pks) -> dict[int, object]:
    model = MODULES[RecordKind(kind)].MODEL
    return model.objects.select_related(*JOINED[kind]).in_bulk(list(pks))


class MergePage:
    """`keep`: the key of the record that stays, as asked; `typed`: what was sent, if anything."""

    def __init__(self, pair: DuplicatePair, user, *, keep: str = "", typed=None, error: str = ""):
        self.pair, self.user, self.typed, self.error = pair, user, typed or {}, error
        self.kind = RecordKind(pair.kind)
        self.is_whole = len(self._rows) == 2
        if self.is_whole:
            self.kept, self.gone = self._sides(keep)

    @cached_property
    def _rows(self):
        return rows_of(self.pair.kind, self.pair.ids)

    def _sides(self, keep):
        one, other = (self._rows[pk] for pk in self.pair.ids)
        if keep in map(str, self.pair.ids):
            return (one, other) if keep == str(one.pk) else (other, one)
        return (other, one) if _weight(other) > _weight(one) else (one, other)

    @cached_property
    def _records(self):
        return records_of((self.pair.kind, row.pk) for row in (self.kept, self.gone))

    @property
    def kept_record(self) -> Record:
        return self._records[self.pair.kind, self.kept.pk]

    @property
    def gone_record(self) -> Record:
        return self._records[self.pair.kind, self.gone.pk]

    @property
    def reasons(self):
        return [REASONS[code] for code in self.pair.reasons]

    @property
    def may_merge(self) -> bool:
        return may_merge_these(self.user, self.kind, (self.kept, self.gone))

    @cached_property
    def fields(self) -> list[FieldChoice]:
        return list(field_choices(self.kind, self.kept, self.gone, self.chosen))

    @property
    def chosen(self) -> dict[str, str]:
        """name → which value was chosen, of what was sent."""
        sent = {
            name.removeprefix("choice."): value
            for name, value in self.typed.items()
            if name.startswith("choice.")
        }
        return {name: value for name, value in sent.items() if value in (KEPT, GONE, BOTH)}

    @property
    def seen(self) -> str:
        module = MODULES[self.kind]
        return seen_digest(module.state(self.kept), module.state(self.gone))

    @cached_property
    def obstacle(self) -> str:
        """Why these cannot be merged this way, if so."""
        try:
            MODULES[self.kind].check(self.kept, self.gone)
        except CannotMerge as why:
            return str(why)
        return ""

    @property
    def merge(self):
        """How the two became one, once they did."""
        ids = self.pair.ids
        standing = Merge.objects.standing().filter(kind=self.pair.kind)
        return standing.filter(kept_id__in=ids, gone_id__in=ids).first()

    @cached_property
    def consequences(self) -> list[str]:
        """What will happen, in numbers."""
        return [str(text) for text in CONSEQUENCES[self.kind](self.kept, self.gone)]


def _count_partnerships(count):
    return ngettext(
        "%(count)s partenariat passe à la fiche gardée.",
        "%(count)s partenariats passent à la fiche gardée.",
        count,
    ) % {"count": count}


def _count_files(count):
    return ngettext(
        "%(count)s dossier ouvert la nomme\u202f: son texte reste, et mène à la fiche gardée.",
        "%(count)s dossiers ouverts la nomment\u202f: leur texte reste, et mène à la fiche gardée.",
        count,
    ) % {"count": count}


def _address(gone, kept):
    return _("L’adresse %(gone)s mène désormais à %(kept)s.") % {
        "gone": gone.get_absolute_url(),
        "kept": kept.get_absolute_url(),
    }


def _of_partner(kept, gone):
    links = PartnershipPartner.objects.filter(partner=gone)
    files = Dossier.objects.open().filter(buffer_text__contains=str(gone.uuid))
    yield _count_partnerships(links.count())
    yield _count_files(files.count())
    yield _address(gone, kept)


def _of_partnership(kept, gone):
    yield _("La fiche gardée reçoit une nouvelle version\u202f; l’autre quitte le registre.")
    moving = Dossier.objects.open().filter(partnership=gone).first()
    if moving:
        yield _("Le dossier ouvert %(reference)s porte désormais sur la fiche gardée.") % {
            "reference": moving.reference
        }
    closed = Dossier.objects.filter(partnership=gone, status="closed").count()
    versions = gone.versions.count()
    yield _(
        "Restent pour les instructeurs\u202f: ses versions (%(versions)s), ses dossiers clos "
        "(%(closed)s), ses confirmations et ses documents."
    ) % {"versions": versions, "closed": closed}
    yield _address(gone, kept)


def _of_authority(kept, gone):
    members = LocalAuthorityMember.objects.active().filter(authority=gone).count()
    files = DossierAuthority.objects.filter(authority=gone).count()
    yield _count_partnerships(PartnershipAuthority.objects.filter(authority=gone).count())
    yield _("Passent à la fiche gardée\u202f: membres (%(members)s), dossiers (%(files)s).") % {
        "members": members,
        "files": files,
    }
    yield _address(gone, kept)


CONSEQUENCES = {
    RecordKind.PARTNER: _of_partner,
    RecordKind.PARTNERSHIP: _of_partnership,
    RecordKind.AUTHORITY: _of_authority,
}
