"""The merge page: two records side by side, the values to retain and the effects of the merge."""

from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.cleaning.merge import MERGERS, may_merge_these
from partnerships.models import (
    Dossier,
    DossierAuthority,
    DossierStatus,
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
from partnerships.publication.duplicates.reasons import REASONS
from partnerships.publication.merge.better_source import source_of
from partnerships.publication.merge.columns import BOTH, GONE, KEPT, CannotMerge, seen_digest

RELATED = {
    RecordKind.PARTNER: ("country", "place"),
    RecordKind.PARTNERSHIP: ("current_version", "lead_authority"),
    RecordKind.AUTHORITY: ("departement",),
}


def _weight(row) -> tuple:
    """Returns a sort key; the record to keep by default has the highest: partners with a place, a
    Wikidata identifier and more partnerships, better sourced and fuller partnerships, and
    authorities of the reference data.
    """
    if isinstance(row, InternationalPartner):
        return bool(row.place_id), bool(row.wikidata_id), row.partnerships.count()
    if isinstance(row, Partnership):
        return source_of(row).rank, len(row.summary) + len(row.objectives)
    return (source_of(row).rank,)


def rows_of(kind: str, pks) -> dict[int, object]:
    model = MERGERS[RecordKind(kind)].model
    return model.objects.select_related(*RELATED[kind]).in_bulk(list(pks))


class MergePage:
    """The merge of a pair. `keep`: the requested key of the record to keep; `typed`: the submitted
    form, if any.
    """

    def __init__(self, pair: DuplicatePair, user, *, keep: str = "", typed=None, error: str = ""):
        self.pair, self.user, self.typed, self.error = pair, user, typed or {}, error
        self.kind = RecordKind(pair.kind)
        self.is_whole = len(self._rows) == 2
        if self.is_whole:
            self.kept, self.gone = self._kept_and_gone(keep)

    @cached_property
    def _rows(self):
        return rows_of(self.pair.kind, self.pair.ids)

    def _kept_and_gone(self, keep):
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
        """Field name → chosen value (KEPT, GONE or BOTH), from the submitted form."""
        sent = {
            name.removeprefix("choice."): value
            for name, value in self.typed.items()
            if name.startswith("choice.")
        }
        return {name: value for name, value in sent.items() if value in (KEPT, GONE, BOTH)}

    @property
    def seen(self) -> str:
        merger = MERGERS[self.kind]
        return seen_digest(merger.state(self.kept), merger.state(self.gone))

    @cached_property
    def obstacle(self) -> str:
        """Why the records cannot be merged this way, or ""."""
        try:
            MERGERS[self.kind].check(self.kept, self.gone)
        except CannotMerge as why:
            return str(why)
        return ""

    @property
    def merge(self):
        """The merge of the two records, if it took place and was not undone."""
        ids = self.pair.ids
        standing = Merge.objects.standing().filter(kind=self.pair.kind)
        return standing.filter(kept_id__in=ids, gone_id__in=ids).first()

    @cached_property
    def consequences(self) -> list[str]:
        """The effects of the merge, with counts."""
        return [str(text) for text in CONSEQUENCES[self.kind](self.kept, self.gone)]


def _partnerships_text(count):
    return ngettext(
        "%(count)s partenariat passe à la fiche gardée.",
        "%(count)s partenariats passent à la fiche gardée.",
        count,
    ) % {"count": count}


def _dossiers_text(count):
    return ngettext(
        "%(count)s dossier ouvert la nomme\u202f: son texte reste, et mène à la fiche gardée.",
        "%(count)s dossiers ouverts la nomment\u202f: leur texte reste, et mène à la fiche gardée.",
        count,
    ) % {"count": count}


def _address_text(gone, kept):
    return _("L’adresse %(gone)s mène désormais à %(kept)s.") % {
        "gone": gone.get_absolute_url(),
        "kept": kept.get_absolute_url(),
    }


def _partner_consequences(kept, gone):
    links = PartnershipPartner.objects.filter(partner=gone)
    dossiers = Dossier.objects.open().filter(buffer_text__contains=str(gone.uuid))
    yield _partnerships_text(links.count())
    yield _dossiers_text(dossiers.count())
    yield _address_text(gone, kept)


def _partnership_consequences(kept, gone):
    yield _("La fiche gardée reçoit une nouvelle version\u202f; l’autre quitte le registre.")
    moving = Dossier.objects.open().filter(partnership=gone).first()
    if moving:
        yield _("Le dossier ouvert %(reference)s porte désormais sur la fiche gardée.") % {
            "reference": moving.reference
        }
    closed = Dossier.objects.filter(partnership=gone, status=DossierStatus.CLOSED).count()
    versions = gone.versions.count()
    yield _(
        "Restent pour les instructeurs\u202f: ses versions (%(versions)s), ses dossiers clos "
        "(%(closed)s), ses confirmations et ses documents."
    ) % {"versions": versions, "closed": closed}
    yield _address_text(gone, kept)


def _authority_consequences(kept, gone):
    members = LocalAuthorityMember.objects.active().filter(authority=gone).count()
    dossiers = DossierAuthority.objects.filter(authority=gone).count()
    yield _partnerships_text(PartnershipAuthority.objects.filter(authority=gone).count())
    yield _("Passent à la fiche gardée\u202f: membres (%(members)s), dossiers (%(files)s).") % {
        "members": members,
        "files": dossiers,
    }
    yield _address_text(gone, kept)


CONSEQUENCES = {
    RecordKind.PARTNER: _partner_consequences,
    RecordKind.PARTNERSHIP: _partnership_consequences,
    RecordKind.AUTHORITY: _authority_consequences,
}
