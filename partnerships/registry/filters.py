"""The registry filters, parsed from a query string that may contain anything."""

from collections import Counter
from collections.abc import Iterable
from copy import copy

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from pyroaring import BitMap

from partnerships.models import NOT_STATED, Facet, LocalAuthority, Partnership, PartnershipFacet
from partnerships.registry.codes.other import current_keys
from partnerships.registry.facets.counts import Counts, facet_counter
from partnerships.registry.facets.labels import YEARS, FacetLabels
from partnerships.registry.facets.periods import (
    FIRST,
    LAST,
    Period,
    is_year,
    under_way,
    without_start,
)
from partnerships.registry.ignored_values import french_codes, french_note, unknown_note
from partnerships.registry.map_cells import ChosenPlaces
from partnerships.registry.search import search, search_by_name_first

LONGEST_SEARCH, LONGEST_YEAR = 200, 20
# Years chosen one by one: any year may be, and each is a condition and a filter of the page.
MOST_YEARS = 20
# Values of a filter that are looked for under other codes; nobody types more.
MOST_OTHER_CODES = 20
# The parameters of the query string: words, one per facet of FILTERS, first and last year.
WORDS, FROM, TO = "q", "de", "a"
# The filters of the registry, in their order on the page.
FILTERS = (
    Facet.REGION,
    Facet.CONTINENT,
    Facet.COUNTRY,
    Facet.THEME,
    Facet.SIZE,
    Facet.DEPARTEMENT,
    Facet.KIND,
    Facet.AUTHORITY_KIND,
    Facet.GOAL,
    Facet.PROPOSAL,
    Facet.PHASE,
    Facet.YEAR,
    Facet.FIRST_YEAR,
    Facet.DISTANCE,
    Facet.PROVENANCE,
    Facet.PUBLICATION,
    Facet.CONFIRMATION,
    Facet.BUDGET,
    Facet.BUDGET_SOURCE,
    Facet.BUDGET_YEAR,
    Facet.PICTURES,
    Facet.RESULTS,
)
# Filters that pages link to, without a panel: their values are the authorities and the partners.
LINKED = (Facet.AUTHORITY, Facet.PARTNER)
# The cells of the map that its circles link to: `map_cells.py`.
PLACE = "lieu"
# Each is looked for among the places of its country.
MOST_PLACES = 5


class PartnershipFilterSet:
    """What is chosen in the registry, and the rows and counts that follow: the same for the page
    and for all that shows the same partnerships.

    `data`: the cleaned query; what was wrong in it is ignored, and said in `notes`. `chosen`: the
    values of each facet, any of which is enough; those of YEAR are years, and `periods` has them
    with the range of years. `wrong_years`: what was written for FROM and TO that is no
    year. `in_use`: {facet: {value: count}} of the whole registry.

    To show rows and counts of one moment, read them `one_instant()` together.
    """

    def __init__(self, data: QueryDict):
        self._counter = facet_counter()
        self.in_use: Counts = self._counter.in_use
        self.labels = FacetLabels()
        self.notes: list[str] = []
        self.has_unknown_values = False
        self.french: list[str] = []
        self.data = data.copy()
        self.words = self._clean_words()
        self.chosen = {
            facet: values for facet in (*FILTERS, *LINKED) if (values := self._clean_values(facet))
        }
        self.places = self._clean_places()
        if self.places.values:
            self.chosen[Facet.TOWN] = self.places.values
        self.periods = self._periods_of(self.data.getlist(Facet.YEAR))
        self.range = self._clean_range()
        if self.range:
            self.periods.append(self.range)
            self.chosen.setdefault(Facet.YEAR, [])

    def _clean_words(self):
        words = self.data.get(WORDS, "").replace("\x00", "").strip()
        if len(words) > LONGEST_SEARCH:
            words = words[:LONGEST_SEARCH]
            note = _("La recherche est limitée à %(most)s caractères.")
            self.notes.append(note % {"most": LONGEST_SEARCH})
        self.data[WORDS] = words
        return words

    @staticmethod
    def _periods_of(years):
        return [Period(year, year) for year in years if year != NOT_STATED]

    def _known(self, facet, asked):
        if not asked:
            return []
        if facet == Facet.YEAR:
            return [value for value in asked if is_year(value) or value == NOT_STATED]
        # What lists name and no partnership has finds nothing: it is known.
        labels, in_use = self.labels.of(facet, asked), self.in_use.get(facet, ())
        known = [value for value in asked if value in labels]
        if facet in YEARS:
            return [value for value in known if is_year(value) or value in in_use]
        return [value for value in known if value != NOT_STATED or value in in_use]

    def _named_otherwise(self, facet, known, asked):
        """Returns the values `asked`, those that are not `known` by the key of what they name."""
        others = [value for value in asked if value not in known][:MOST_OTHER_CODES]
        current = {value: current_keys(facet, value) for value in others}
        known = {*self._known(facet, set().union(*current.values()))}
        current = {value: [key for key in keys if key in known] for value, keys in current.items()}
        return dict.fromkeys(key for value in asked for key in current.get(value) or [value])

    def _clean_values(self, facet):
        asked = dict.fromkeys(value for value in self.data.getlist(facet) if value)
        known = self._known(facet, asked)
        if len(known) < len(asked):
            asked = self._named_otherwise(facet, known, asked)
            known = self._known(facet, asked)
        if unknown := [value for value in asked if value not in known]:
            self._note_unknown(facet, unknown)
        if facet == Facet.YEAR and len(known) > MOST_YEARS:
            known = known[:MOST_YEARS]
            note = _(
                "Seules les %(most)s premières années choisies sont gardées\u202f: indiquez "
                "plutôt la première et la dernière."
            )
            self.notes.append(note % {"most": MOST_YEARS})
        self.data.setlist(facet, known)
        return known

    def _note_unknown(self, facet, unknown):
        self.has_unknown_values = True
        french = french_codes(unknown[:MOST_OTHER_CODES]) if facet == Facet.COUNTRY else {}
        self.french += (codes := dict.fromkeys(french.values()))
        self.notes += map(french_note, codes)
        if count := len(unknown) - len(french):
            self.notes.append(unknown_note(facet, count))

    def _clean_places(self) -> ChosenPlaces:
        asked = list(dict.fromkeys(filter(None, self.data.getlist(PLACE))))
        places = ChosenPlaces(asked[:MOST_PLACES])
        if unknown := [place for place in asked if place not in places.known]:
            self._note_unknown(Facet.TOWN, unknown)
        self.data.setlist(PLACE, places.known)
        return places

    def _clean_range(self) -> Period | None:
        typed = {name: self.data.get(name, "").strip() for name in (FROM, TO)}
        years = {name: text if is_year(text) else "" for name, text in typed.items()}
        self.wrong_years = {
            name: text[:LONGEST_YEAR] for name, text in typed.items() if text and not years[name]
        }
        if self.wrong_years:
            self.notes.append(_("Écrivez une année en quatre chiffres, comme 2019."))
        if years[FROM] and years[TO]:
            years[FROM], years[TO] = sorted(years.values())
        for name, year in years.items():
            self.data[name] = year
        if any(years.values()):
            return Period(years[FROM] or FIRST, years[TO] or LAST)
        return None

    def with_choice(self, facet: Facet, values: list[str]) -> "PartnershipFilterSet":
        """Returns this choice with `values` of `facet`, which are known, in place of its own; those
        of YEAR in place of the range of years too.
        """
        other = copy(self)
        for name in list(vars(other)):
            if isinstance(getattr(type(self), name, None), cached_property):
                del other.__dict__[name]
        other.data = self.data.copy()
        other.data.setlist(facet, values)
        other.chosen = {**self.chosen, facet: values}
        if facet == Facet.YEAR:
            other.periods, other.range = self._periods_of(values), None
        return other

    def rows(self, without: Facet | None = None) -> QuerySet:
        """Returns the partnerships found; `without`: as if nothing were chosen of this facet."""
        rows = self._filtered(Partnership.objects.listed(), without)
        return search(rows, self.words) if self.words else rows

    def _filtered(self, rows, without=None):
        for facet, values in self.chosen.items():
            if facet == without:
                continue
            if facet == Facet.YEAR:
                rows = rows.filter(self._under_way(values))
            else:
                found = PartnershipFacet.objects.filter(facet=facet, value__in=values)
                rows = rows.filter(pk__in=found.values("partnership"))
        return rows

    def _under_way(self, values):
        condition = without_start() if NOT_STATED in values else Q()
        for period in self.periods:
            condition |= under_way(period)
        return condition

    @property
    def finds_all(self) -> bool:
        """Whether nothing is asked: all partnerships are found."""
        return not (self.words or self.chosen)

    def found(self, *facets: Facet) -> Counts:
        """Returns how many of the partnerships found have each value of `facets`, whatever is
        chosen of them.
        """
        return self._counter.found(self, facets)

    def found_in(self, facet: Facet, groups: dict[str, list[str]]) -> dict[str, int]:
        """Returns how many of the partnerships found have at least one of the values of each group,
        of one facet.
        """
        return self._counter.found_in(self, facet, groups)

    @property
    def by_name_first(self) -> list[QuerySet]:
        """The rows in two parts: those named exactly as searched, then the others."""
        rows = self._filtered(Partnership.objects.listed())
        return search_by_name_first(rows, self.words, self._counter.is_frequent(self.words))

    def known_keys(self, *, by_name_first: bool) -> list[BitMap] | None:
        """The keys of `rows()`, or of `by_name_first`; None where this process holds no sets."""
        return self._counter.known_keys(self, by_name_first=by_name_first)

    @cached_property
    def counts(self) -> Counts:
        """How many of the partnerships found have each value; without the choice of its facet."""
        return self._counter.counts(self)

    @cached_property
    def found_counts(self) -> Counts:
        """How many of the partnerships found have each value, with every choice."""
        if self.finds_all:
            return self.in_use
        return self.found(*self.in_use)

    @cached_property
    def authorities_found(self) -> Counter:
        """How many of the partnerships found each authority has, by its key."""
        return self.found(Facet.AUTHORITY)[Facet.AUTHORITY]

    def crossed_counts(self, one: Facet, other: Facet, values: Iterable[str]) -> Counts:
        """Returns {value of `one`: {value of `other`: count}} of the partnerships found, for
        `values` of `other`; "" counts those that have any of them.
        """
        return self._counter.crossed_counts(self, one, other, list(values))

    @property
    def place(self) -> Facet | None:
        """The narrowest facet of places in France of which something is chosen."""
        places = (Facet.DEPARTEMENT, Facet.REGION)
        return next((each for each in places if each in self.chosen), None)

    @cached_property
    def authority_count(self) -> int:
        """How many authorities the partnerships found have; of the places chosen, if any are."""
        return self._counter.authority_count(self, self.authorities_in_place)

    @property
    def authorities_in_place(self) -> QuerySet | None:
        """The authorities of the places chosen, None if none is."""
        if not self.place:
            return None
        values = self.chosen[self.place]
        condition = Q(**{f"{self.place.name.lower()}__in": values})
        if NOT_STATED in values:
            condition |= Q(**{f"{self.place.name.lower()}__isnull": True})
        return LocalAuthority.objects.unmerged().filter(condition)

    @property
    def count(self) -> int:
        """How many partnerships are found."""
        return self.counts[Facet.ALL][""]
