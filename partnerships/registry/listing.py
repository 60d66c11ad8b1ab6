"""A page of results: rows, chips of active filters, previous and next pages, count, facets."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partnerships.models import Facet
from partnerships.registry.answer import Answer
from partnerships.registry.columns import COLUMNS, USUAL_COLUMNS, chosen_columns
from partnerships.registry.comparison.sources import real_then_fictitious
from partnerships.registry.counted_sources import partnerships_text
from partnerships.registry.facets.choices import choices_of, period_choices
from partnerships.registry.facets.panels import FacetPanel, PeriodPanel
from partnerships.registry.facets.periods import counts_by_year
from partnerships.registry.filters import (
    FILTERS,
    FROM,
    LINKED,
    PLACE,
    TO,
    WORDS,
    PartnershipFilterSet,
)
from partnerships.registry.first_page import first_page
from partnerships.registry.ignored_values import FrenchPlace, french_places
from partnerships.registry.named.named_places import NamedPlace, named_places
from partnerships.registry.pagination import paginate
from partnerships.registry.result_views import LIST, RESULT_VIEWS, VIEW, ResultView
from partnerships.registry.rows import PartnershipRows
from partnerships.registry.search import searched_words
from partnerships.registry.sorts import NEWEST_FIRST, RELEVANT, SORT, SORTS
from partnerships.registry.unstated_facets import UnstatedFacet, undated, unstated_facets

BEFORE, AFTER, COLUMN = "avant", "apres", "colonne"
# What is looked for among the values of a facet, on its page.
SEARCHED_VALUE = "valeur"
# The parameters of a query.
QUERY = (
    WORDS,
    SORT,
    COLUMN,
    *(facet.value for facet in (*FILTERS, *LINKED)),
    PLACE,
    FROM,
    TO,
    BEFORE,
    AFTER,
)


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address that removes it; `name`: of its facet, "" for words."""

    label: str
    address: str
    name: str = ""


def _as_list(value) -> list:
    return value if isinstance(value, list) else [value]


class NeighbouringPages:
    """The addresses of the pages before and after, "" if there is none, of a listing that has a
    `page` and an `address` with changes.
    """

    @property
    def before_address(self) -> str:
        return self.address(**{BEFORE: self.page.before}) if self.page.before else ""

    @property
    def after_address(self) -> str:
        return self.address(**{AFTER: self.page.after}) if self.page.after else ""


class Listing(NeighbouringPages):
    """The partnerships matching a query string.

    `data`: the query; invalid parts are ignored and reported in `notes`. `view`: the page that
    shows them.
    """

    views = RESULT_VIEWS

    def __init__(self, data: QueryDict, view: ResultView = LIST):
        self.view = view
        self.filterset = PartnershipFilterSet(data)
        self.data = self.filterset.data
        self.words = self.filterset.words
        self.notes = self.filterset.notes
        if self.words and not searched_words(self.words):
            self.notes.append(_("Ces mots sont trop courants pour être cherchés seuls."))
        self._clean_sort()
        self._clean_columns()

    def _clean_sort(self):
        asked = self.data.get(SORT, "")
        self.sorts = {
            key: label for key, (label, _order) in SORTS.items() if key != RELEVANT or self.words
        }
        self.usual_sort = next(iter(self.sorts))
        self.sort = asked if asked in self.sorts else self.usual_sort
        if self.sort == self.usual_sort:
            self.data.pop(SORT, None)
        if asked and asked not in self.sorts:
            self.notes.append(_("Ce tri n’existe pas\u202f: l’ordre habituel est gardé."))

    def _clean_columns(self):
        asked = dict.fromkeys(name for name in self.data.getlist(COLUMN) if name)
        if not asked.keys() <= COLUMNS.keys():
            self.notes.append(_("Une colonne inconnue est ignorée."))
        self.columns = chosen_columns(asked)
        names = [column.name for column in self.columns]
        self.data.setlist(COLUMN, [] if names == list(USUAL_COLUMNS) else names)

    @property
    def asked_sort(self) -> str:
        """The sort of the address; "" for the usual one."""
        return self.data.get(SORT, "")

    @property
    def asked_columns(self) -> list[str]:
        """The columns of the address; none for the usual ones."""
        return self.data.getlist(COLUMN)

    @cached_property
    def page(self):
        is_relevant = self.sort == RELEVANT
        known = None
        if self._is_newest_first:
            known = self.filterset.known_keys(by_name_first=is_relevant)
        if known:
            return first_page(known, self.view.page_size)
        segments = self.filterset.by_name_first if is_relevant else [self.filterset.rows()]
        cursors = {"after": self.data.get(AFTER, ""), "before": self.data.get(BEFORE, "")}
        if self.answer.fictitious_count and self.sort == self.usual_sort:
            segments = real_then_fictitious(segments)
        rows = [each.for_list() for each in segments]
        return paginate(rows, SORTS[self.sort][1], **cursors, size=self.view.page_size)

    @property
    def _is_newest_first(self):
        """Whether this is the first page, by key, and of one source."""
        is_asked = self.data.get(AFTER) or self.data.get(BEFORE) or self.answer.fictitious_count
        return SORTS[self.sort][1] == NEWEST_FIRST and not is_asked

    @cached_property
    def rows(self) -> PartnershipRows:
        return PartnershipRows(self.page.rows, searched_words(self.words))

    @cached_property
    def answer(self) -> Answer:
        return Answer(self.filterset)

    @property
    def count(self) -> int:
        return self.filterset.count

    @property
    def whole(self) -> str:
        """How many partnerships the registry has, source by source; "" for none."""
        return partnerships_text(self.filterset.in_use[Facet.PROVENANCE])

    @cached_property
    def unstated(self) -> list[UnstatedFacet]:
        return unstated_facets(self.filterset, self.address)

    @cached_property
    def undated(self) -> UnstatedFacet | None:
        return undated(self.filterset, self.address)

    @cached_property
    def facets(self) -> list[FacetPanel]:
        """The panels of the facets that the registry uses."""
        panels = [self.panel(facet) for facet in FILTERS]
        return [panel for panel in panels if panel.is_shown]

    def panel(self, facet: Facet) -> FacetPanel:
        counts, chosen = self.filterset.counts, self.filterset.chosen.get(facet, ())
        if facet == Facet.YEAR:
            return self._period_panel(counts, chosen)
        in_use = self.filterset.in_use[facet]
        choices = choices_of(facet, self.filterset.labels, in_use, counts[facet], chosen)
        return FacetPanel(facet, choices, bool(chosen), self._with_view)

    @cached_property
    def first_page(self) -> str:
        return self.address()

    @property
    def _with_view(self):
        """The query of the first page, and the view to go back to unless it is the list."""
        if self.view == LIST:
            return self.first_page
        return f"{self.first_page or '?'}{'&' if self.first_page else ''}{VIEW}={self.view.name}"

    def _period_panel(self, counts, chosen):
        first, last = counts[Facet.FIRST_YEAR], counts[Facet.LAST_YEAR]
        years = counts_by_year(first, last, timezone.localdate().year)
        wrong = self.filterset.wrong_years
        return PeriodPanel(
            facet=Facet.YEAR,
            choices=period_choices(years, self.filterset.in_use, counts, chosen),
            is_chosen=Facet.YEAR in self.filterset.chosen,
            query=self.first_page,
            years=years,
            first=wrong.get(FROM, self.data[FROM]),
            last=wrong.get(TO, self.data[TO]),
            is_first_wrong=FROM in wrong,
            is_last_wrong=TO in wrong,
        )

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.words:
            chips.append(Chip(f"«\u202f{self.words}\u202f»", self.address(q=None)))
        for panel in self.facets:
            chosen = self.data.getlist(panel.facet)
            labels = {each.value: each.label for each in panel.all} if chosen else {}
            for value in chosen:
                rest = [other for other in chosen if other != value]
                address = self.address(**{panel.facet.value: rest})
                chips.append(Chip(labels[value], address, panel.facet.label))
        for facet in LINKED:
            chosen = self.filterset.chosen.get(facet, [])
            for value, label in self.filterset.labels.of(facet, chosen).items():
                rest = [other for other in chosen if other != value]
                chips.append(Chip(label, self.address(**{facet.value: rest}), facet.label))
        chips += self._place_chips()
        if self.filterset.range:
            address = self.address(**{FROM: None, TO: None})
            chips.append(Chip(self.filterset.range.label, address, Facet.YEAR.label))
        return chips

    def _place_chips(self):
        places = self.filterset.places
        names, chips = self.filterset.labels.of(Facet.COUNTRY, places.countries.values()), []
        for place in places.known:
            name = names.get(places.countries.get(place))
            label = _("%(country)s, une zone de la carte") % {"country": name}
            address = self.address(**{PLACE: [each for each in places.known if each != place]})
            chips.append(Chip(label if name else _("ville inconnue"), address, Facet.TOWN.label))
        return chips

    @property
    def linked_parameters(self) -> list[tuple[str, str]]:
        """The names and values of the filters that have no panel."""
        chosen = self.filterset.chosen
        linked = [(facet.value, value) for facet in LINKED for value in chosen.get(facet, ())]
        return [*linked, *((PLACE, each) for each in self.filterset.places.known)]

    @cached_property
    def named_places(self) -> list[tuple[NamedPlace, str]]:
        """The places that the searched words name, each with the address of its partnerships, or
        of its page.
        """
        return [
            (each, each.page or self.address(q=None, **{each.facet.value: each.value}))
            for each in named_places(self.filterset)
        ]

    @property
    def french_places(self) -> list[FrenchPlace]:
        return french_places(self.filterset.french, self.address)

    @cached_property
    def _asked(self):
        asked = {**dict(self.data.lists()), BEFORE: None, AFTER: None}
        return {name: values for name, values in asked.items() if values}

    def address(self, **changes) -> str:
        """Returns the query of the first page with `changes`, after « ? »; "" if nothing is left.

        None removes a parameter.
        """
        asked = {**self._asked, **changes}
        names = filter(asked.__contains__, QUERY)
        pairs = [(name, value) for name in names for value in _as_list(asked[name]) if value]
        return f"?{urlencode(pairs)}" if pairs else ""

    def other_parameters(self, facet: Facet | None = None) -> list[tuple[str, str]]:
        """Returns the names and values of the query of the first page, but those of `facet`."""
        changes = {facet.value: None} if facet else {}
        query = QueryDict(self.address(**changes).removeprefix("?"))
        return [(name, value) for name, values in query.lists() for value in values]
