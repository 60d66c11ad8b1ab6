"""What the page of a search over everything shows."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partnerships.analysis import fold, stem
from partnerships.pages.components.other_searches import (
    Link,
    NamedAnswer,
    named_answer,
    searched_address,
)
from partnerships.pages.search.found_groups import SEARCHES, found_groups
from partnerships.pages.search.groups import Group, GroupKind, Query, query_of
from partnerships.pages.search.named_groups import named_groups
from partnerships.pages.search.proposals_of_place import proposals_of_place
from partnerships.registry.authority_search import OTHER_NAME
from partnerships.registry.codes.exact import reference_of
from partnerships.registry.corrections import corrections
from partnerships.registry.filters import LONGEST_SEARCH
from partnerships.registry.named.asking import is_of_question, without_asking, without_question
from partnerships.registry.named.filters import name_within
from partnerships.registry.named.located_names import is_name
from partnerships.registry.search import is_known_as_typed, searched_words

SHOWN, SHOWN_ALONE = 5, 100
# Under this number of answers, the page says what else to try.
FEW = 5
SINGLE_WORDS = 4
PUNCTUATION = ',;:.?!()«»"'
EXAMPLES = ("Nantes", "Cologne", "Maroc", "eau", "59000")


def _has_name(groups: list[Group]) -> bool:
    """Whether an answer has the name that was typed."""
    return any(group.rank <= OTHER_NAME for group in groups)


def _stems(text):
    return {stem(word) for word in searched_words(text)}


def _without_words_that_ask(text: str) -> list[str]:
    """Returns « déclarer un partenariat » and « déclarer » for « comment déclarer un partenariat »;
    [] if no word asks.
    """
    return list(dict.fromkeys(filter(None, [without_question(text), without_asking(text)])))


def _meant(query: Query, groups: list[Group]) -> list[str]:
    """Returns what may have been meant, the best first; [] if `query` finds what it names.

    A name alone is preferred to the texts that have it and the words that ask: « partenariats
    Maroc » is Maroc. If `query` only finds longer names that begin with it, a name with the same
    stems is preferred: « Lilles » is Lille rather than Lillestrøm.
    """
    if _has_name(groups):
        return []
    rests = _without_words_that_ask(query.text)
    names = [rest for rest in rests if is_name(rest)]
    if names or not groups:
        others = [] if names else [*rests, *corrections(rests[-1] if rests else query.text)]
        return [*names, *others]
    if is_known_as_typed(query.text):
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
            self.groups, answer = self._search(self.typed)
            self.named_answer = None if as_typed else answer
        if self.typed.folded and not (as_typed or self.named_answer):
            self.meant = _meant(self.typed, self.groups)
        if self.meant:
            self._correct()
        self.is_name_within = False
        if self.typed.is_of_words and not (as_typed or self.groups or self.named_answer):
            self._answer_name_within()

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

    def _answer_name_within(self):
        """Answers the only name among the words, rather than nothing."""
        text = self.typed.text
        name = "" if proposals_of_place(text) else name_within(text)
        groups, _answer = self._search(query_of(name)) if name else ([], None)
        if groups:
            self.query, self.groups, self.is_name_within = query_of(name), groups, True

    def _search(self, query) -> tuple[list[Group], NamedAnswer | None]:
        """Returns what the text finds, and the answer to what several words of it name, if no
        answer has the name that was typed.
        """
        kinds, most = ([self.only], SHOWN_ALONE) if self.only else (SEARCHES, SHOWN)
        groups = found_groups(query, kinds, most)
        if self.only or not query.is_of_words or _has_name(groups):
            return groups, None
        return groups, named_answer(query.text)

    @cached_property
    def sections(self) -> list[Group]:
        """All that is shown: what several words name, then what has all the words; partnerships
        that the first has are not repeated, and the others have a heading of their own.
        """
        if not self.named_answer:
            return self.groups
        for group in self.groups:
            if group.kind == GroupKind.PARTNERSHIPS:
                group.title = _("Partenariats qui ont tous ces mots")
        named = named_groups(self.named_answer, self.query, SHOWN)
        shown = {entry.address for group in named for entry in group.entries}
        return named + [group for group in self.groups if not self._is_shown(group, shown)]

    def _is_shown(self, group: Group, shown: set[str]) -> bool:
        """Whether all that `group` has is in the answer, or at the addresses of its groups."""
        if group.kind == GroupKind.PARTNERSHIPS and group.has_more:
            return self.named_answer.has_all_with(self.query.text)
        return not group.has_more and {entry.address for entry in group.entries} <= shown

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
    def is_without_asking(self) -> bool:
        """Whether words that say what is looked for are left out, and nothing else is changed."""
        return self.is_corrected and self.text in _without_words_that_ask(self.typed.text)

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
        words = [word.strip(PUNCTUATION) for word in self.query.text.split()]
        if self.is_sure or self.named_answer or not self.is_few or len(words) < 2:
            return []
        said = [word for word in words if query_of(word).words]
        wanted = dict.fromkeys(word for word in said if not is_of_question(fold(word)))
        return [Link(word, searched_address(word)) for word in list(wanted)[:SINGLE_WORDS]]

    @cached_property
    def neighbours(self) -> list[Link]:
        """What is around the few places found."""
        if not self.is_few:
            return []
        found = (entry.neighbours for group in self.groups for entry in group.entries)
        return [Link(*each) for each in dict.fromkeys(filter(None, found))]
