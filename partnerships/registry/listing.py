"""A page of results: rows, chips of active filters, previous and next pages, count."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.country_names import CountryNameKind, CountryNames
from partnerships.models import Facet, Partnership
from partnerships.publication.counts import stored_count
from partnerships.registry.choices import Choice
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.pagination import MOST_COUNTED, Order, capped_count, paginate
from partnerships.registry.search import searched_words

BEFORE, AFTER, SORT = "avant", "apres", "tri"
RELEVANT, NEWEST, TITLE = "pertinence", "recents", "titre"
SORTS = {
    RELEVANT: gettext_lazy("Les plus proches"),
    NEWEST: gettext_lazy("Les plus récents"),
    TITLE: gettext_lazy("Titre"),
}
# The parameters of a query.
QUERY = (*PartnershipFilterSet.base_filters, SORT, BEFORE, AFTER)
OPEN_FACETS = (Facet.COUNTRY, Facet.REGION, Facet.THEME)


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address that removes it."""

    label: str
    address: str


@dataclass(frozen=True)
class NamedCountry:
    """A country that the searched words name, the reason, and the address of its partnerships, or
    of its page.
    """

    label: str
    reason: str
    address: str


@dataclass(frozen=True)
class FilterPanel:
    """A filter, with its choices and the chosen values."""

    facet: Facet
    choices: list[Choice]
    chosen: list[str]

    @property
    def is_open(self) -> bool:
        return self.facet in OPEN_FACETS or bool(self.chosen)


class Listing:
    """The partnerships matching a query string.

    `data`: the query; invalid parts are ignored and reported in `notes`.
    """

    def __init__(self, data: QueryDict):
        self.filterset = PartnershipFilterSet(data, Partnership.objects.listed())
        self.data = self.filterset.data
        self.words = self.data["q"]
        self.notes = self.filterset.notes
        if self.words and not searched_words(self.words):
            self.notes.append(_("Ces mots sont trop courants pour être cherchés seuls."))
        asked = data.get(SORT, "")
        self.sorts = {key: label for key, label in SORTS.items() if key != RELEVANT or self.words}
        self.sort = asked if asked in self.sorts else next(iter(self.sorts))
        if asked and asked not in self.sorts:
            self.notes.append(_("Ce tri n’existe pas\u202f: l’ordre habituel est gardé."))

    @cached_property
    def page(self):
        is_relevant = self.sort == RELEVANT
        segments = self.filterset.by_name_first if is_relevant else [self.filterset.qs]
        order = Order("sort_key", descending=False) if self.sort == TITLE else Order()
        cursors = {"after": self.data.get(AFTER, ""), "before": self.data.get(BEFORE, "")}
        return paginate([rows.for_list() for rows in segments], order, **cursors)

    @property
    def count(self) -> int:
        return self._counted[0]

    @property
    def is_capped(self) -> bool:
        """Whether there are more than `count`."""
        return self._counted[1]

    @cached_property
    def _counted(self):
        """(number, whether there are more): a stored count, or one up to a limit."""
        chosen = [
            (facet, value) for facet, values in self.filterset.chosen.items() for value in values
        ]
        if not self.words and len(chosen) < 2:
            return stored_count(*chosen[0] if chosen else (Facet.ALL, "")), False
        count = capped_count(self.filterset.qs) if chosen else self.filterset.words_count
        return min(count, MOST_COUNTED), count > MOST_COUNTED

    @cached_property
    def filters(self) -> list[FilterPanel]:
        return [
            FilterPanel(facet, choices, self.data.getlist(facet))
            for facet, choices in self.filterset.choices.items()
            if choices
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        chips = []
        if self.words:
            chips.append(Chip(f"«\u202f{self.words}\u202f»", self.address(q=None)))
        for each in self.filters:
            labels = {choice.value: choice.label for choice in each.choices}
            for value in each.chosen:
                rest = [other for other in each.chosen if other != value]
                chips.append(Chip(labels[value], self.address(**{each.facet.value: rest})))
        return chips

    @cached_property
    def named_countries(self) -> list[NamedCountry]:
        """The countries that the searched words name. One without a partnership is told too, with
        its page, unless the words are only its code; France is not.
        """
        if not self.words:
            return []
        labels = {each.value: each.label for each in self.filterset.choices[Facet.COUNTRY]}
        named = []
        for country, _name, kind in CountryNames().hinted(self.words):
            reason = str(kind.label)
            if country.pk in labels:
                address = self.address(q=None, **{Facet.COUNTRY.value: country.pk})
                named.append(NamedCountry(labels[country.pk], reason, address))
            elif kind != CountryNameKind.CODE and not country.is_french:
                named.append(NamedCountry(str(country), reason, country.get_absolute_url()))
        return named

    def address(self, **changes) -> str:
        """Returns the query of the first page with `changes`; None removes a parameter."""
        query = self.data.copy()
        for name in (BEFORE, AFTER):
            query.pop(name, None)
        for name, value in changes.items():
            query.setlist(name, value if isinstance(value, list) else [value] if value else [])
        clean = QueryDict(mutable=True)
        for name in QUERY:
            clean.setlist(name, [value for value in query.getlist(name) if value])
        return "?" + clean.urlencode()

    @property
    def before_address(self) -> str:
        return self.address(**{BEFORE: self.page.before}) if self.page.before else ""

    @property
    def after_address(self) -> str:
        return self.address(**{AFTER: self.page.after}) if self.page.after else ""
