"""Stores the Wikidata items of the places of a twinnings file, where the registry has none."""

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.imports.reference.authorities import in_batches
from partnerships.imports.twinnings.communes import FrenchAuthority
from partnerships.imports.twinnings.partners import Candidate
from partnerships.imports.twinnings.rows import TwinningRow
from partnerships.models import InternationalPartner, LocalAuthority

BATCH = 500


class Items:
    """The items of the matched places of a file. A place keeps the item of its first row.

    `notes`: by line, in French, what a row says otherwise than the registry or an earlier row.
    """

    def __init__(self):
        self.notes: dict[int, str] = {}
        self._authorities: dict[str, str] = {}
        self._partners: dict[int, tuple[Candidate, str]] = {}
        rows = LocalAuthority.objects.filter(wikidata_id__isnull=False)
        self._known = dict(rows.values_list("key", "wikidata_id"))

    def add(self, row: TwinningRow, authority: FrenchAuthority, partner: Candidate) -> None:
        known = [
            (row.origin_item, self._of_authority(authority, row.origin_item)),
            (row.partner_item, self._of_partner(partner, row.partner_item)),
        ]
        self.notes[row.line] = " ".join(
            _("Wikidata\u202f: %(item)s dans le fichier, %(known)s gardé.")
            % {"item": item, "known": other}
            for item, other in known
            if item and item != other
        )

    def _of_authority(self, authority, item):
        known = self._known.get(authority.key)
        return known or (item and self._authorities.setdefault(authority.key, item))

    def _of_partner(self, partner, item):
        if partner.known and partner.known.wikidata_id:
            return partner.known.wikidata_id
        return item and self._partners.setdefault(id(partner), (partner, item))[1]

    def write(self) -> None:
        """Stores the items, in committed batches; the partners of the file are all created.

        An item that another row has by now stays that row's.
        """
        partners = {
            partner.known.pk: item for partner, item in self._partners.values() if partner.known
        }
        _write(LocalAuthority.objects.existing(), "key", self._authorities)
        _write(InternationalPartner.objects.current(), "pk", partners)


def _write(rows, key: str, items: dict) -> None:
    for batch in in_batches(list(items), BATCH):
        wanted = {each: items[each] for each in batch}
        with transaction.atomic():
            _write_batch(rows, key, wanted)


def _write_batch(rows, key, wanted):
    taken = set(rows.filter(wikidata_id__in=wanted.values()).values_list("kind", "wikidata_id"))
    changed = []
    for row in rows.filter(**{f"{key}__in": wanted}, wikidata_id__isnull=True).order_by("pk"):
        item = wanted[getattr(row, key)]
        if (row.kind, item) not in taken:
            taken.add((row.kind, item))
            row.wikidata_id = item
            changed.append(row)
    rows.bulk_update(changed, ["wikidata_id"], batch_size=BATCH)
