"""The panels of the facets: which values are shown, which are folded, and in what order."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cncd_portal.prepared_address import PreparedAddress
from partnerships.analysis import fold, has_words_beginning
from partnerships.models import Facet
from partnerships.registry.facets.choices import LONG, SHOWN, FacetChoice, flat
from partnerships.registry.facets.other_names import named_otherwise

ADDRESS = PreparedAddress("partnerships:registry_facet", "une-facette")
OPEN_FACETS = (
    Facet.REGION,
    Facet.CONTINENT,
    Facet.COUNTRY,
    Facet.THEME,
    Facet.SIZE,
    Facet.DEPARTEMENT,
)


@dataclass(frozen=True)
class FacetPanel:
    """A facet, with all its choices; `is_chosen`: whether something is chosen of it.

    `query`: of the page of all choices, with « ? » before it; "" if it has none.
    """

    facet: Facet
    choices: list[FacetChoice]
    is_chosen: bool
    query: str

    @property
    def page(self) -> str:
        """The address of the page of all choices, without a query."""
        return ADDRESS.of(self.facet.value)

    @property
    def more_address(self) -> str:
        """The page of all choices, where a long facet shows the first ones only."""
        return f"{self.page}{self.query}"

    @property
    def more_text(self) -> str:
        """« 12 autres », « Toutes les valeurs »."""
        count = self.more_count
        if not count:
            return _("Toutes les valeurs")
        return ngettext("%(more)s autre", "%(more)s autres", count) % {"more": count}

    @property
    def is_shown(self) -> bool:
        """The year of the start is only shown where it is chosen, as the figures do: the panel of
        the period is for who searches.
        """
        return self.is_chosen if self.facet == Facet.FIRST_YEAR else bool(self.choices)

    @property
    def is_open(self) -> bool:
        return self.is_chosen or (self.facet in OPEN_FACETS and not self.only)

    @cached_property
    def only(self) -> str:
        """The label of the one value that is found; "" if there are several, or none."""
        found = [each.label for each in self.choices if each.count]
        return found[0] if len(found) == 1 else ""

    @cached_property
    def most(self) -> int:
        """The greatest number of a value, which has the longest bar."""
        return max((each.count for each in self.choices), default=0)

    @property
    def _is_long(self):
        return len(self.choices) > LONG

    @cached_property
    def _first(self):
        chosen = sum(each.is_opened for each in self.choices)
        return self.choices[: max(SHOWN, chosen)] if self._is_long else self.choices

    @property
    def shown(self) -> list[FacetChoice]:
        """The first choices and all that are chosen; children follow a theme that is opened."""
        return [
            one
            for each in self._first
            for one in (each, *(each.children if each.is_opened else ()))
        ]

    @property
    def all(self) -> list[FacetChoice]:
        """All choices; children follow their theme."""
        return flat(self.choices)

    def named(self, text: str) -> list[FacetChoice]:
        """Returns the choices with a name that has a word beginning by each word of `text`; all if
        it has no word.
        """
        wanted = fold(text).split()
        if not wanted:
            return self.all
        otherwise = named_otherwise(self.facet, text)
        return [
            each
            for each in self.all
            if each.value in otherwise or has_words_beginning(fold(each.label), wanted)
        ]

    def with_chosen(self, choices: list[FacetChoice]) -> list[FacetChoice]:
        """Returns `choices` and those that are chosen, in their order."""
        return [each for each in self.all if each.is_chosen or each in choices]

    @property
    def more_count(self) -> int:
        return len(self.choices) - len(self._first)

    @cached_property
    def has_more(self) -> bool:
        """Whether its page shows more than the panel: other values, or children of those shown."""
        return bool(self.more_count) or any(
            each.children and not each.is_opened for each in self._first
        )


@dataclass(frozen=True)
class PeriodPanel(FacetPanel):
    """The panel of the years: its choices are the years asked for by old addresses and « not
    stated »; `years`: how many are under way in each year; `first`, `last`: the chosen range, as
    written where one is no year; `is_first_wrong`, `is_last_wrong`: whether it is not.
    """

    years: dict[str, int]
    first: str
    last: str
    is_first_wrong: bool
    is_last_wrong: bool

    @property
    def is_shown(self) -> bool:
        return True

    @property
    def is_wrong(self) -> bool:
        return self.is_first_wrong or self.is_last_wrong

    @property
    def is_open(self) -> bool:
        return self.is_wrong or super().is_open

    @cached_property
    def only(self) -> str:
        return "" if self.years else super().only

    @property
    def bounds(self) -> tuple[str, str] | None:
        """The first and the last year of the registry, None without any."""
        return (min(self.years), max(self.years)) if self.years else None
