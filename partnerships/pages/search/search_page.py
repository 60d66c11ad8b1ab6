"""What the page of a search over everything shows, and the suggestions made while one types."""

from dataclasses import replace
from operator import itemgetter

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partnerships.analysis import fold, stem
from partnerships.pages.components.other_searches import (
    Link,
    NamedAnswer,
    named_answer,
    searched_address,
)
from partnerships.pages.components.search_box import Result, Results
from partnerships.pages.search.groups import (
    SHORTEST,
    Entry,
    Group,
    GroupKind,
    Query,
    joined,
    query_of,
)
from partnerships.pages.search.help_group import help_sections
from partnerships.pages.search.lists import (
    continents,
    countries,
    departements,
    goals,
    proposals,
    regions,
    themes,
)
from partnerships.pages.search.named_groups import named_groups
from partnerships.pages.search.proposals_of_place import proposals_of_place
from partnerships.pages.search.registry_groups import authorities, partners, partnerships, towns
from partnerships.registry.authority_search import BEGINNING, NAME, OTHER_NAME
from partnerships.registry.codes.exact import reference_of
from partnerships.registry.comparison.sources import numbers_by_source
from partnerships.registry.corrections import corrections
from partnerships.registry.counted_sources import sources_text
from partnerships.registry.filters import LONGEST_SEARCH
from partnerships.registry.located_names import without_asking
from partnerships.registry.search import is_known_as_typed, searched_words

SHOWN, SHOWN_ALONE, SUGGESTED = 5, 100, 8
# Under this number of answers, the page says what else to try.
FEW = 5
SINGLE_WORDS = 4
EXAMPLES = ("Nantes", "Cologne", "Maroc", "eau", "59000")
SEARCHES = {
    GroupKind.CONTINENTS: continents,
    GroupKind.COUNTRIES: countries,
    GroupKind.REGIONS: regions,
    GroupKind.DEPARTEMENTS: departements,
    GroupKind.AUTHORITIES: authorities,
    GroupKind.PARTNERS: partners,
    GroupKind.PARTNERSHIPS: partnerships,
    GroupKind.THEMES: themes,
    GroupKind.GOALS: goals,
    GroupKind.PROPOSALS: proposals,
    GroupKind.TOWNS: towns,
    GroupKind.HELP: help_sections,
}
# What is offered while one types: what has a name.
NAMED = [kind for kind in SEARCHES if kind not in (GroupKind.PARTNERSHIPS, GroupKind.HELP)]
ORDER = list(SEARCHES)


def _with_counts(groups: list[Group]) -> None:
    """Gives each entry the number of its public partnerships, in one query."""
    numbers = numbers_by_source(
        entry.facet for group in groups for entry in group.entries if entry.facet
    )
    for group in groups:
        group.entries = [
            _with_count(each, numbers.get(each.facet, {})) if each.facet else each
            for each in group.entries
        ]


def _with_count(entry, by_source):
    count = sum(by_source.values())
    return replace(entry, partnerships=count, numbers=sources_text(by_source) if count else "")


def _found(query: Query, kinds, most: int) -> list[Group]:
    """Returns the groups that have entries, the best first; of groups as sure, those that have
    partnerships.
    """
    groups = [group for kind in kinds if (group := SEARCHES[kind](query, most)).entries]
    if groups:
        _with_counts(groups)
    return sorted(
        groups, key=lambda group: (group.rank, group.has_no_partnership, ORDER.index(group.kind))
    )


def _has_name(groups: list[Group]) -> bool:
    """Whether an answer has the name that was typed."""
    return any(group.rank <= OTHER_NAME for group in groups)


def _stems(text):
    return {stem(word) for word in searched_words(text)}


def _meant(query: Query, groups: list[Group]) -> list[str]:
    """Returns what may have been meant, the best first; [] if `query` finds what it names.

    If it only finds longer names that begin with it, a name with the same stems is preferred:
    « Lilles » is Lille rather than Lillestrøm.
    """
    if not groups:
        rest = without_asking(query.text)
        return [*([rest] if rest else ()), *corrections(rest or query.text)]
    if _has_name(groups) or is_known_as_typed(query.text):
        return []
    stems, close = _stems(query.text), corrections(query.text)
    same = [text for text in close if _stems(text) == stems]
    return [*same, *(text for text in close if text not in same)] if same else []


class SearchPage:
    """The answers to `text`: those of one group if `only` names it. Unless `as_typed`, a text that
    is no known word is replaced by the one that was probably meant.
    """

    examples = EXAMPLES
    most_characters = LONGEST_SEARCH

    def __init__(self, text: str, only: str = "", as_typed: bool = False):
        self.typed = self.query = query_of(text)
        self.is_cut = len(text.strip()) > LONGEST_SEARCH
        self.only = GroupKind(only) if only in GroupKind.values else None
        self.meant, self.groups, self.named_answer = [], [], None
        if self.typed.folded:
            self.groups, self.named_answer = self._search(self.typed)
        if self.typed.folded and not (as_typed or self.named_answer):
            self.meant = _meant(self.typed, self.groups)
        if self.meant:
            self._correct()

    def _correct(self):
        """Answers the first of what was meant that finds something; those before it are none."""
        for rank, text in enumerate(self.meant):
            query = query_of(text)
            groups, answer = self._search(query)
            if groups or answer:
                self.query, self.groups, self.named_answer = query, groups, answer
                self.meant = self.meant[rank:]
                return
        self.meant = []

    def _search(self, query) -> tuple[list[Group], NamedAnswer | None]:
        """Returns what the text finds, and the answer to what several words of it name, if no
        answer has the name that was typed.
        """
        kinds, most = ([self.only], SHOWN_ALONE) if self.only else (SEARCHES, SHOWN)
        groups = _found(query, kinds, most)
        if self.only or not query.is_of_words or _has_name(groups):
            return groups, None
        return groups, named_answer(query.text)

    @cached_property
    def sections(self) -> list[Group]:
        """All that is shown: what several words name, then what has all the words; partnerships
        that the first has are not repeated.
        """
        if not self.named_answer:
            return self.groups
        named = named_groups(self.named_answer, self.query, SHOWN)
        shown = {entry.address for group in named for entry in group.entries}
        others = [
            group
            for group in self.groups
            if group.has_more or not {entry.address for entry in group.entries} <= shown
        ]
        return named + others

    @property
    def text(self) -> str:
        """The text whose answers are shown."""
        return self.query.text

    @cached_property
    def is_few(self) -> bool:
        return sum(group.count for group in self.groups) < FEW

    @cached_property
    def summary(self) -> str:
        """« 29 partenariats, 12 collectivités », of the best groups; "" if nothing is found."""
        if self.named_answer:
            return self.named_answer.label
        return ", ".join(group.counted for group in self.groups[:3])

    @property
    def is_reference(self) -> bool:
        return bool(reference_of(self.typed.text))

    @property
    def as_typed_address(self) -> str:
        return searched_address(self.typed.text, tel_quel="1")

    @property
    def all_groups_address(self) -> str:
        return searched_address(self.typed.text)

    @property
    def is_corrected(self) -> bool:
        return bool(self.meant)

    @property
    def spellings(self) -> list[Link]:
        """Other texts that may have been meant."""
        return [Link(text, searched_address(text)) for text in self.meant[1:]]

    @cached_property
    def is_sure(self) -> bool:
        """Whether an answer has the name that was typed."""
        return _has_name(self.groups)

    @property
    def is_nothing_together(self) -> bool:
        """Whether what several words name has no partnership in common."""
        return bool(self.named_answer) and not self.named_answer.numbers

    @cached_property
    def proposals_of_place(self) -> Link | None:
        return None if self.is_sure else proposals_of_place(self.typed.text)

    @cached_property
    def single_words(self) -> list[Link]:
        """Each of several words alone, where few answers have all of them."""
        words = self.query.text.split()
        if self.is_sure or self.named_answer or not self.is_few or len(words) < 2:
            return []
        wanted = dict.fromkeys(word for word in words if query_of(word).words)
        return [Link(word, searched_address(word)) for word in list(wanted)[:SINGLE_WORDS]]

    @cached_property
    def neighbours(self) -> list[Link]:
        """What is around the few places found."""
        if not self.is_few:
            return []
        found = (entry.neighbours for group in self.groups for entry in group.entries)
        return [Link(*each) for each in dict.fromkeys(filter(None, found))]


def _suggestion(entry: Entry) -> Result:
    return Result(entry.address, entry.name, joined(entry.detail, entry.known))


def _surest_first(groups: list[Group]) -> list[Entry]:
    """Returns the entries, the surest and best known first; a town without a partner has the
    partnerships of its country, and comes after the others.
    """
    ranked = [
        ((entry.rank, group.kind == GroupKind.TOWNS, -(entry.partnerships or 0)), entry)
        for group in groups
        for entry in group.entries
    ]
    return [entry for _order, entry in sorted(ranked, key=itemgetter(0))]


def _known_first(groups: list[Group], folded: str) -> list[Entry]:
    """Returns the entries, the surest first; where the first only has the name that was typed so
    far, and no partnership, the best known of the names that begin so goes before it: « nant » is
    on the way to Nantes more often than to Nant.
    """
    entries = _surest_first(groups)
    if not entries or entries[0].rank not in (NAME, OTHER_NAME) or entries[0].partnerships != 0:
        return entries
    begun = [
        each
        for each in entries
        if each.rank == BEGINNING and each.partnerships and fold(each.name).startswith(folded)
    ]
    return [*begun[:1], *(each for each in entries if each not in begun[:1])]


def suggestions(text: str) -> Results:
    """Returns what has a name that begins with `text`, the surest first, each with its address; if
    there is none, names of close spelling.
    """
    query = query_of(text, is_typing=True)
    if len(query.folded) < SHORTEST:
        return Results(text, [], _("Écrivez au moins deux lettres ou chiffres."))
    groups = _found(query, NAMED, SUGGESTED)
    note = ""
    if not groups and (meant := corrections(query.text)):
        query = query_of(meant[0])
        groups = _found(query, NAMED, SUGGESTED)
        note = _("Orthographe proche.")
    entries = _known_first(groups, query.folded)
    found = [_suggestion(entry) for entry in entries[:SUGGESTED]]
    nothing = _("Aucun nom ne commence ainsi\u202f: la touche Entrée cherche dans les textes.")
    return Results(text, found, note if found else nothing)
