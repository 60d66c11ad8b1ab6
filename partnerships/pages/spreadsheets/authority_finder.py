"""The French authorities that the cells of a spreadsheet name, found all at once."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from partnerships.models import LocalAuthority, LocalAuthorityTerm
from partnerships.pages.components.search_box import authority_result
from partnerships.pages.spreadsheets.questions import Answers
from partnerships.publication.authorities import terms_of
from partnerships.registry.authority_search import (
    CODE,
    INSEE_LENGTH,
    Match,
    Wording,
    match_of,
    near_matches,
    surest_first,
    wording_of,
)

TERMS_PER_QUERY = 500
# Texts compared with all names for a spelling close to theirs; the others are said to be unknown.
NEAR_MAX = 500


def read_cell(text: str) -> Wording:
    """Reads a cell; the zeros that spreadsheets remove from a code are put back."""
    digits = "".join(text.split())
    is_code = digits.isascii() and digits.isdigit()
    return wording_of(digits.zfill(INSEE_LENGTH) if is_code else text)


def rows_with_terms(queryset, term_model, name, terms):
    """Yields the rows that have one of `terms` as a whole term, once each."""
    terms, seen = sorted(terms), set()
    for start in range(0, len(terms), TERMS_PER_QUERY):
        batch = terms[start : start + TERMS_PER_QUERY]
        keys = term_model.objects.filter(term__in=batch).values(name)
        for row in queryset.filter(pk__in=keys):
            if row.pk not in seen:
                seen.add(row.pk)
                yield row


def _matches(wordings: Iterable[Wording]) -> dict[str, list[Match]]:
    """Returns {folded text: the authorities that have it as a name, a code or a part of them}."""
    by_term = defaultdict(list)
    for wording in {each.folded: each for each in wordings if each.folded}.values():
        for term in (*wording.terms, *wording.other_terms):
            by_term[term].append(wording)
    found = defaultdict(dict)
    rows = LocalAuthority.objects.existing().select_related("departement").order_by("pk")
    for row in rows_with_terms(rows, LocalAuthorityTerm, "authority", by_term):
        for wording in (w for term in terms_of(row) for w in by_term.get(term, ())):
            match = match_of(row, wording)
            if match:
                found[wording.folded][row.pk] = match
    return {folded: list(matches.values()) for folded, matches in found.items()}


def _certain(matches: list[Match]) -> list[Match]:
    """Returns the matches by a code if there are some, else those by a whole name."""
    codes = [match for match in matches if match.rank == CODE]
    return codes or [match for match in matches if match.is_whole]


class AuthorityFinder:
    """Finds the authority that a cell names; asks which one if several have that name, or if the
    name is only close to theirs.
    """

    def __init__(self, texts: Iterable[str], answers: Answers):
        wordings = list(map(read_cell, texts))
        self._matches = _matches(wordings)
        unknown = {each.folded: each for each in wordings if each.folded not in self._matches}
        rows = LocalAuthority.objects.existing().select_related("departement")
        self._matches.update(near_matches(rows, islice(unknown.values(), NEAR_MAX)))
        self._answers = answers

    def is_certain(self, text: str) -> bool:
        """Whether the text is the code or the whole name of one authority, or of several."""
        return bool(_certain(self._matches.get(read_cell(text).folded, [])))

    def find(self, text: str) -> Match | None:
        """Returns the match of this text, None if there is none. Raises Uncertain."""
        wording = read_cell(text)
        matches = self._matches.get(wording.folded, [])
        certain = _certain(matches)
        if len(certain) == 1:
            return certain[0]
        matches = sorted(certain or matches, key=surest_first)
        if not matches:
            return None
        options = [authority_result(match.authority, match.reason) for match in matches]
        key = self._answers.of("authority", (wording.folded,), text, options)
        return next(match for match in matches if match.authority.key == key)
