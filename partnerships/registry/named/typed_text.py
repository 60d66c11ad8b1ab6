"""The words of a typed text, read one after the other as names."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

from django.db.models import Model

from partnerships.analysis import STOP_WORDS, fold
from partnerships.models import LocalAuthorityTerm, PartnerTerm
from partnerships.publication.authorities import OTHER_LANGUAGE, other_term
from partnerships.registry.marking import WRITTEN_WORD
from partnerships.registry.named.asking import says_something
from partnerships.registry.named.located_names import FRANCE, PLACE_WORDS
from partnerships.registry.places_of_france import SHORT_KINDS

# Words of a text that are read, at most.
MOST_WORDS = 16
# They change nothing to what is named: all partnerships are of France.
KINDS_OF_PLACES = {FRANCE, "region", "regions", "departement", "departements", *SHORT_KINDS}
# Ranks of the first word of a name and of the one after its last.
Span = tuple[int, int]


class TypedText:
    """`parts`: the folded words; `free`: the ranks of those that were not read yet; `found`: what
    the others name, as values of facets; `several`: spans that are the name of several.
    """

    def __init__(self, text: str):
        self._text = text
        self._written = [
            (part, found)
            for found in WRITTEN_WORD.finditer(text)
            for part in fold(found[0]).split()
        ]
        self.parts = [part for part, _found in self._written[:MOST_WORDS]]
        self.free = set(range(len(self.parts)))
        self.found: dict[str, list[str]] = {}
        self.several: list[Span] = []
        self._never_read: set[int] = set()

    def words(self, span: Span) -> list[str]:
        """Returns the words of a span that are no stop words."""
        return [part for part in self.parts[slice(*span)] if part not in STOP_WORDS]

    def name(self, span: Span) -> str:
        return " ".join(self.parts[slice(*span)])

    def is_free(self, span: Span) -> bool:
        return self.free.issuperset(range(*span))

    def spans(self) -> Iterator[Span]:
        """Yields the spans of free words that may be a name, the longest first: none begins or ends
        with a stop word, or only asks.
        """
        for length in range(min(len(self.parts), PLACE_WORDS), 0, -1):
            for start in range(len(self.parts) - length + 1):
                span = start, start + length
                ends = {self.parts[start], self.parts[start + length - 1]}
                if not ends & STOP_WORDS and self.is_free(span) and self.has_sense(span):
                    yield span

    def has_sense(self, span: Span) -> bool:
        return any(map(says_something, self.parts[slice(*span)]))

    def is_beside_unread(self, span: Span) -> bool:
        """Whether a word that says something, and was not read, stands next to `span`."""
        beside = self.free & {span[0] - 1, span[1]}
        return any(says_something(self.parts[rank]) for rank in beside)

    def take(self, span: Span, facet: str = "", values: list[str] = ()) -> None:
        """Reads `span`, as `values` of `facet` if given."""
        self.free.difference_update(range(*span))
        if facet:
            self.found.setdefault(facet, []).extend(values)

    def leave(self, span: Span) -> None:
        """Says that `span` is read as nothing."""
        self.take(span)
        self._never_read.update(range(*span))

    @property
    def read(self) -> str:
        """The words that name something, as typed."""
        left = self.free | self._never_read
        named = [found for rank, (_part, found) in enumerate(self._written) if rank not in left]
        return " ".join(dict.fromkeys(found[0] for found in named))

    @property
    def unread(self) -> list[str]:
        """The words that say something and were not read, as typed, those that follow each other
        together: « depuis 2010 ».
        """
        unread = []
        for rank, (part, found) in enumerate(self._written):
            is_left = rank in self.free or rank >= MOST_WORDS
            is_left = is_left and part not in KINDS_OF_PLACES and says_something(part)
            if is_left or rank in self._never_read:
                unread.append((rank, found))
        starts = [rank for rank, _found in unread]
        runs = []
        for rank, found in unread:
            start = runs.pop()[0] if rank - 1 in starts else found.start()
            runs.append((start, found.end()))
        return list(dict.fromkeys(self._text[start:end] for start, end in runs))

    @cached_property
    def authority_names(self) -> set[str]:
        """The spans of words that are a name of authorities, or the end of one: one query."""
        known = self._known(LocalAuthorityTerm, [*self._names, *map(other_term, self._names)])
        return {term.removeprefix(OTHER_LANGUAGE) for (term,) in known.values_list("term")}

    @cached_property
    def partner_names(self) -> dict[str, set[str]]:
        """The same of partners, with the countries where these are: one query."""
        known = defaultdict(set)
        rows = self._known(PartnerTerm, self._names)
        for term, country in rows.values_list("term", "partner__country"):
            known[term].add(country)
        return known

    @cached_property
    def _names(self) -> list[str]:
        """All spans of words, read or not; those with an article too: « La Haye »."""
        count = len(self.parts)
        spans = [
            (start, end)
            for start in range(count)
            for end in range(start + 1, min(start + PLACE_WORDS, count) + 1)
        ]
        return list({self.name(span) for span in spans if self.has_sense(span)})

    def _known(self, terms: type[Model], names: list[str]):
        return terms.objects.filter(term__in=names).order_by().distinct()
