"""The page where officers choose any two records of a kind to put side by side."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.document.steps.text import visible
from partnerships.identifiers import number_of
from partnerships.models import DuplicatePair, RecordKind
from partnerships.pages.cleaning.record_search import SHOWN, find_records
from partnerships.pages.cleaning.records import Record, records_of
from partnerships.publication.duplicates.looking import resemblance
from partnerships.registry.filters import LONGEST_SEARCH

KIND = "nature"
# Parameter of what was typed → parameter of the record chosen among those found.
SIDES = {"une": "une_fiche", "autre": "autre_fiche"}


def pair_to_compare(kind: str, one: int, other: int) -> DuplicatePair | None:
    """Returns the pair of two records: the one found by the portal, or a new one, not saved, with
    the reasons that it would have; None if they are not two records of a kind.
    """
    first, second = sorted((one, other))
    if kind not in RecordKind.values or first == second or not number_of(str(second)):
        return None
    known = DuplicatePair.objects.filter(kind=kind, first_id=first, second_id=second)
    if pair := known.select_related("settled_by").first():
        return pair
    codes, score = resemblance(RecordKind(kind), first, second)
    return DuplicatePair(kind=kind, first_id=first, second_id=second, reasons=codes, score=score)


@dataclass(frozen=True)
class Side:
    """What was typed for one of the two records, and what it finds."""

    name: str
    chosen_name: str
    text: str
    asked: int
    found: list[Record]

    @property
    def chosen(self) -> Record | None:
        """The record asked for among those found, or the only one found."""
        if len(self.found) == 1:
            return self.found[0]
        return next((each for each in self.found if each.pk == self.asked), None)

    @property
    def error(self) -> str:
        if self.text and not self.found:
            return _("Aucune fiche de cette nature ne correspond\u202f: essayez un mot de moins.")
        return ""

    @property
    def is_cut(self) -> bool:
        return len(self.found) == SHOWN


class RecordComparisonPage:
    """`data`: the query string, which may hold anything."""

    kinds = RecordKind.choices
    most_characters = LONGEST_SEARCH

    def __init__(self, data):
        self.data = data
        asked = data.get(KIND, "")
        self.kind = RecordKind(asked if asked in RecordKind.values else RecordKind.PARTNERSHIP)

    @cached_property
    def sides(self) -> list[Side]:
        texts = [visible(self.data.get(name, "")).strip()[:LONGEST_SEARCH] for name in SIDES]
        keys = [find_records(self.kind, text) if text else [] for text in texts]
        records = records_of((self.kind, pk) for found in keys for pk in found)
        return [
            Side(
                name,
                chosen_name,
                text,
                number_of(self.data.get(chosen_name, "")),
                [records[self.kind, pk] for pk in found if (self.kind, pk) in records],
            )
            for (name, chosen_name), text, found in zip(SIDES.items(), texts, keys, strict=True)
        ]

    @property
    def is_same(self) -> bool:
        """Whether both sides name one record."""
        one, other = (side.chosen for side in self.sides)
        return one is not None and one == other

    @property
    def address(self) -> str:
        """The address of the two chosen records side by side, or ""."""
        one, other = (side.chosen for side in self.sides)
        if not (one and other) or one == other:
            return ""
        return reverse("partnerships:record_pair", args=[self.kind, one.pk, other.pk])
