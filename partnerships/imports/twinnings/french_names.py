"""The French names of foreign towns, and their names where they are, by those of Wikidata."""

from typing import NamedTuple

from django.db import transaction

from partnerships.analysis import fold
from partnerships.imports.reference.authorities import DATA, in_batches, read_rows
from partnerships.models import InternationalPartner
from partnerships.models.name import typographic
from partnerships.publication.partners import BATCH, write_partner_terms
from partnerships.sort_key import sort_key

# Of the partners that the import creates.
SOURCE = "Wikidata, 2017"
FRENCH_NAMES = DATA / "french_town_names.tsv"


class TownNames(NamedTuple):
    """The name of a town where it is, and its French one; "" where French has no other."""

    local: str
    french: str = ""


class FrenchNames:
    """The names of `french_town_names.tsv`, by country and by what Wikidata calls the town, or by
    its own name.
    """

    def __init__(self):
        self._names = {}
        for row in read_rows(FRENCH_NAMES):
            names = TownNames(row["name_local"] or row["name"], row["name_fr"])
            for name in (row["name"], names.local):
                self._names.setdefault((row["country"], fold(name)), names)

    def of(self, country: str, label: str) -> TownNames:
        return self._names.get((country, fold(label))) or TownNames(label)


def _rename(partner, names):
    """Renames `partner`, unsaved; returns whether a name changed.

    Of a French name that an officer chose, and of the names of a partner that was not imported,
    only the apostrophes change.
    """
    own = found = TownNames(partner.name, partner.name_fr)
    listed = names.of(partner.country_id, partner.name)
    if partner.source == SOURCE and listed.french and own.french in ("", listed.french):
        found = listed
    partner.name, partner.name_fr = map(typographic, found)
    partner.sort_key = sort_key(str(partner))
    return own != (partner.name, partner.name_fr)


def rename_partners() -> int:
    """Gives imported partners the names of the file, and all of them typographic apostrophes, in
    committed batches; a run that was killed can be run again. Returns how many were renamed.
    """
    names, count = FrenchNames(), 0
    keys = list(InternationalPartner.objects.order_by("pk").values_list("pk", flat=True))
    for batch in in_batches(keys, BATCH):
        with transaction.atomic():
            rows = InternationalPartner.objects.select_related("place").filter(pk__in=batch)
            renamed = [each for each in rows if _rename(each, names)]
            count += len(renamed)
            InternationalPartner.objects.bulk_update(renamed, ["name", "name_fr", "sort_key"])
            write_partner_terms(renamed)
    return count
