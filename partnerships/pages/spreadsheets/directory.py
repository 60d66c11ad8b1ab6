"""Finds the records named in the cells of a spreadsheet, all at once, by exact name."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.country_names import CountryMatch, UnknownCountry
from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    PartnerTerm,
    Place,
    PlaceTerm,
)
from partnerships.pages.components.coordinates import coordinates_text
from partnerships.pages.components.search_box import Result, partner_result, place_result
from partnerships.pages.spreadsheets.authority_finder import AuthorityFinder, rows_with_terms
from partnerships.pages.spreadsheets.columns import AUTHORITIES, Column
from partnerships.pages.spreadsheets.questions import NONE, ONE, SEVERAL, Answers
from partnerships.registry.authority_search import Match
from partnerships.registry.lists import country_names


class NotFound(Exception):
    """No record matches; the text is a French sentence saying what to write."""


def _coordinates(place):
    return coordinates_text(place.latitude, place.longitude, decimals=2)


def _as_typed():
    return Result(NONE, _("Rien de cela"), _("la case reste telle quelle"))


class Directory:
    """The authorities, partners and places that have one of the given names, and what was answered
    about the names that are uncertain.
    """

    def __init__(self, authorities: Iterable[str], partners: Iterable[str], answers: Answers):
        self._answers = answers
        self._authorities = AuthorityFinder(authorities, answers)
        names = {fold(text) for text in partners} - {""}
        self._partners = self._find_partners(names)
        self._places = self._find_places(names)
        self.countries = country_names()

    @staticmethod
    def _find_partners(names):
        found = defaultdict(list)
        rows = InternationalPartner.objects.current().select_related("country").order_by("pk")
        for row in rows_with_terms(rows, PartnerTerm, "partner", names):
            for name in names.intersection([fold(row.name), fold(row.name_fr)]):
                found[name].append(row)
        return found

    @staticmethod
    def _find_places(names):
        found = defaultdict(list)
        rows = Place.objects.foreign().select_related("country").order_by("-population", "pk")
        for row in rows_with_terms(rows, PlaceTerm, "place", names):
            own = [fold(row.name), *map(fold, row.other_names)]
            for name in names.intersection(own):
                found[name].append(row)
        return found

    def choice(self, column: Column, text: str) -> str | None:
        """Returns the value that a text is in the list of a column, or that was said to be the one
        it is close to; else None.
        """
        value = column.value_of(text)
        close = None if value is not None else column.closest(text)
        if not close:
            return value
        options = [Result(*close, column.heading), _as_typed()]
        answer = self._answers.suggested("choice", (column.name, fold(text)), text, options)
        return answer if answer == close[0] else None

    def country(self, text: str) -> CountryMatch:
        """Returns the country that a text names, or was said to name. Raises UnknownCountry."""
        try:
            return self.countries.one_named(text)
        except UnknownCountry as unknown:
            if not unknown.offered:
                raise
            named = {match.country.pk: match for match in unknown.offered}
            options = [
                *(Result(pk, str(match.country), match.reason) for pk, match in named.items()),
                _as_typed(),
            ]
            answer = self._answers.suggested("country", (fold(text),), text, options)
            if answer not in named:
                raise
            return named[answer]

    def names(self, column: Column, text: str) -> list[str]:
        """Returns the names of a cell that may list several between commas. Raises Uncertain."""
        pieces = column.pieces(text)
        if len(pieces) < 2 or self._is_known(column, text):
            return [text]
        several = _("%(count)s noms, un par virgule") % {"count": len(pieces)}
        options = [
            Result(SEVERAL, several, " · ".join(pieces)),
            Result(ONE, _("Un seul nom"), text),
        ]
        answer = self._answers.of("names", (column.name, fold(text)), text, options)
        return pieces if answer == SEVERAL else [text]

    def _is_known(self, column, text):
        if column.name == AUTHORITIES:
            return self._authorities.is_certain(text)
        return fold(text) in self._partners or fold(text) in self._places

    def authority(self, text: str) -> Match:
        """Returns the authority that the text names. Raises NotFound, or Uncertain."""
        match = self._authorities.find(text)
        if match is None:
            raise NotFound(
                _(
                    "«\u202f%(text)s\u202f» n’est pas une collectivité connue\u202f: écrivez son "
                    "SIREN ou son code INSEE."
                )
                % {"text": text[:80]}
            )
        return match

    def partner(self, name: str, country: str, kind: str) -> InternationalPartner | None:
        """Returns the partner of the registry with this name, country and kind, or None.

        An empty country or kind matches any; a partner of the exact kind comes before one of
        unknown kind. Raises Uncertain if there are several.
        """
        kinds = (kind, InternationalPartnerKind.UNKNOWN) if kind else InternationalPartnerKind
        rows = [
            row
            for row in self._partners.get(fold(name), [])
            if row.kind in kinds and country in ("", row.country_id)
        ]
        rows = [row for row in rows if row.kind == kind] or rows
        if len(rows) < 2:
            return rows[0] if rows else None
        none = Result(NONE, _("Aucun de ceux-là"), _("il sera proposé comme nouveau partenaire"))
        options = [*map(partner_result, rows), none]
        answer = self._answers.of("partner", (fold(name), country, kind), name, options)
        return next((row for row in rows if partner_result(row).value == answer), None)

    def place(self, name: str, country: str) -> Place | None:
        """Returns the town with this name in a country, or None. Raises Uncertain if several."""
        rows = [row for row in self._places.get(fold(name), []) if row.country_id == country]
        if len(rows) < 2:
            return rows[0] if rows else None
        towns = [place_result(row) for row in rows]
        towns = [
            Result(town.value, town.label, f"{town.detail} · {_coordinates(row)}")
            for town, row in zip(towns, rows, strict=True)
        ]
        none = Result(NONE, _("Aucune de ces villes"), _("le pays suffit"))
        answer = self._answers.of("place", (fold(name), country), name, [*towns, none])
        return next((row for row in rows if str(row.pk) == answer), None)
