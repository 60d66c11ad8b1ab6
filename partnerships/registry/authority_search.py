"""Finds French authorities by what people write: a name of theirs or a code, and says which."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from partnerships.analysis import fold, suffixes
from partnerships.models import LocalAuthority, LocalAuthorityTerm
from partnerships.names import without_article
from partnerships.publication.authorities import other_term
from partnerships.publication.authority_names import (
    AuthorityNameKind,
    core_of,
    heading_and_core,
    names_of,
)
from partnerships.registry.spelling import near_names

# How many rows of each query are read, to put the best first.
RANKED = 40
LONGEST = 200
# From this length, a name in another language is as sure as any other.
DISTINCT = 5
SIREN_LENGTH, SIRET_LENGTH, INSEE_LENGTH = 9, 14, 5
# From the surest: a code, the name, a postcode, another name, then what only resembles.
CODE, NAME, POSTCODE, OTHER_NAME, PART, BEGINNING, OTHER_KIND, NEAR = range(8)


@dataclass(frozen=True)
class Wording:
    """What was typed: folded, without the words that say what it is, and the kinds these say."""

    text: str
    folded: str
    core: str
    kinds: frozenset[str]

    @property
    def terms(self) -> list[str]:
        return list(dict.fromkeys([self.folded, self.core]))

    @property
    def other_terms(self) -> list[str]:
        """Those of names in other languages."""
        return [other_term(term) for term in self.terms]


@dataclass(frozen=True)
class Match:
    """An authority found. `reason`: how, unless it is by its name; `rank`: the surest first;
    `kind`: of the name that found it, if one did.
    """

    authority: LocalAuthority
    rank: int
    reason: str = ""
    kind: AuthorityNameKind | None = None

    @property
    def is_whole(self) -> bool:
        """Whether the text is a whole name or code of it, rather than a part or a resemblance."""
        return self.rank in (CODE, NAME, OTHER_NAME)

    @property
    def is_in_other_language(self) -> bool:
        """Whether the text is a whole name of it in another language."""
        return self.rank == OTHER_NAME and self.kind == AuthorityNameKind.OTHER


def wording_of(text: str) -> Wording:
    """Reads a typed text. A SIRET becomes its SIREN, and codes lose their spaces."""
    text = text[:LONGEST]
    digits = "".join(fold(text).split())
    if digits.isascii() and digits.isdigit():
        siren = digits[:SIREN_LENGTH] if len(digits) == SIRET_LENGTH else digits
        return Wording(text, siren, siren, frozenset())
    is_of_corsica = digits[:2] in ("2a", "2b") and len(digits) == INSEE_LENGTH
    folded = digits if is_of_corsica and digits[2:].isdigit() else fold(text)
    kinds, core = heading_and_core(folded)
    if not kinds:
        kinds, core = heading_and_core(without_article(folded))
    return Wording(text, folded, core, kinds)


def _code_reason(row, wording):
    """Returns (rank, reason) where the text is a code of `row`, or None."""
    code = wording.folded
    if code == row.siren:
        return CODE, "" if fold(wording.text).replace(" ", "") == code else _("SIRET")
    if code == row.insee_code.lower():
        return CODE, _("code INSEE %(code)s") % {"code": row.insee_code}
    if code in [old["insee_code"].lower() for old in row.former]:
        return OTHER_NAME, _("ancien code INSEE %(code)s") % {"code": code.upper()}
    if code in row.postcodes:
        return POSTCODE, _("code postal %(code)s") % {"code": code}
    return None


def _reason(kind, name):
    labels = {
        AuthorityNameKind.OFFICIAL: "",
        AuthorityNameKind.ACRONYM: _("sigle\u202f: %(name)s"),
        AuthorityNameKind.FORMER: _("ancien nom\u202f: %(name)s"),
        AuthorityNameKind.OTHER: _("autre nom\u202f: %(name)s"),
        AuthorityNameKind.INITIALS: _("initiales\u202f: %(name)s"),
    }
    return labels[kind] and labels[kind] % {"name": name}


def _other_name_rank(folded, wording, is_of_kind):
    """Returns how surely a name in another language is the typed one. A short one may as well be on
    the way to another name: « Nica » is Nice, or begins Nicaragua.
    """
    if folded in wording.terms:
        whole = OTHER_NAME if len(folded) >= DISTINCT else BEGINNING
        return whole if is_of_kind else OTHER_KIND
    return OTHER_KIND if folded.startswith(tuple(wording.terms)) else None


def _name_rank(row, wording, folded, kind):
    """Returns how surely a name of `row`, folded, is the typed one, or None if it is not.

    A name without the kind it was typed with is as good as whole where `row` is of that kind.
    """
    is_of_kind = not wording.kinds or row.kind in wording.kinds
    if kind == AuthorityNameKind.OTHER:
        return _other_name_rank(folded, wording, is_of_kind)
    whole = NAME if kind == AuthorityNameKind.OFFICIAL else OTHER_NAME
    whole = PART if kind == AuthorityNameKind.INITIALS else whole
    if without_article(folded) == without_article(wording.folded):
        return whole
    own = core_of(row) if kind == AuthorityNameKind.OFFICIAL else heading_and_core(folded)[1]
    if wording.core == own:
        if wording.kinds and is_of_kind:
            return whole
        return PART if is_of_kind else OTHER_KIND
    if any(part.startswith(tuple(wording.terms)) for part in suffixes(folded)):
        return BEGINNING if is_of_kind else OTHER_KIND
    return None


def match_of(row: LocalAuthority, wording: Wording) -> Match | None:
    """Returns how `row` is found by the text, or None if by none of its names and codes."""
    if by_code := _code_reason(row, wording):
        return Match(row, *by_code)
    best = None
    for name, kind in names_of(row):
        rank = _name_rank(row, wording, fold(name), kind)
        if rank is not None and (best is None or rank < best.rank):
            best = Match(row, rank, _reason(kind, name), kind)
    return best


def _begun_by(terms: list[str]) -> Q:
    """Returns the condition of the search terms that begin with one of `terms`."""
    return Q(*(Q(term__prefix=term) for term in terms), _connector=Q.OR)


def _keys(rows: QuerySet, wording: Wording, most: int) -> dict[int, None]:
    """Returns the keys of the rows that a term finds, whole ones first, the most populated first,
    at most `most` of each; those that only a name in another language begins, if there are fewer.

    The terms are filtered in a subquery, so that their index is used rather than a scan.
    """
    terms = LocalAuthorityTerm.objects.values("authority")
    whole = Q(term__in=[wording.folded, *wording.other_terms])
    wanted = [(whole, rows), (Q(term__prefix=wording.folded), rows)]
    if wording.core != wording.folded:
        of_kind = rows.filter(kind__in=wording.kinds) if wording.kinds else rows
        wanted[1:1] = [(Q(term=wording.core), of_kind)]
        wanted.append((Q(term__prefix=wording.core), of_kind))
    order = (F("population").desc(nulls_last=True), "name", "pk")

    def found(term, some):
        keys = some.filter(pk__in=terms.filter(term)).order_by(*order).values_list("pk", flat=True)
        return dict.fromkeys(keys[:most])

    keys = {}
    for term, some in wanted:
        keys |= found(term, some)
    return keys if len(keys) >= most else keys | found(_begun_by(wording.other_terms), rows)


def _parts_of(row):
    """Yields (search term, whether it is only the end of a name, place of the name, name, kind), of
    names in French.
    """
    names = [each for each in names_of(row) if each[1] != AuthorityNameKind.OTHER]
    for at, (name, kind) in enumerate(names):
        for part in suffixes(name):
            yield part, part != fold(name), at, name, kind


def _near_matches(by_part, near, wording):
    """Returns the matches of the rows that have a name of `near`, the closest and largest first.

    A whole name comes before the end of a longer one; the reason says a name that is not the
    official one, since the row is shown under that.
    """
    closest = {}
    for part, mistakes in near.items():
        for row, *found in by_part[part]:
            closest[row] = min(closest.get(row, [math.inf]), [mistakes, *found])
    ranked = []
    for row, (mistakes, is_end, _at, name, kind) in closest.items():
        is_other_kind = bool(wording.kinds) and row.kind not in wording.kinds
        order = is_other_kind, mistakes, is_end, -(row.population or 0), row.pk
        reason = ", ".join(filter(None, (_("orthographe proche"), _reason(kind, name))))
        ranked.append((order, Match(row, NEAR, reason)))
    return [match for _order, match in sorted(ranked, key=itemgetter(0))]


def near_matches(rows: QuerySet, wordings: Iterable[Wording]) -> dict[str, list[Match]]:
    """Returns {folded text: the authorities whose name is spelt almost alike, the closest first},
    in two queries at most.
    """
    wordings = list(wordings)
    close = near_names(term for wording in wordings for term in wording.terms)
    near = {
        each.folded: {**close.get(each.core, {}), **close.get(each.folded, {})} for each in wordings
    }
    names = {name for found in near.values() for name in found}
    if not names:
        return {}
    terms = LocalAuthorityTerm.objects.filter(term__in=names).values("authority")
    by_part = defaultdict(list)
    for row in rows.filter(pk__in=terms).order_by("pk"):
        for part, *found in _parts_of(row):
            if part in names:
                by_part[part].append((row, *found))
    return {
        wording.folded: _near_matches(by_part, near[wording.folded], wording)
        for wording in wordings
    }


def surest_first(match: Match) -> tuple[int, int]:
    """Returns the key that sorts matches: the surest first, then the most populated.

    Names that are only near come the closest first already: they keep their order.
    """
    return match.rank, 0 if match.rank == NEAR else -(match.authority.population or 0)


def named_authorities(rows: QuerySet, text: str, most: int) -> list[Match]:
    """Returns the first `most` authorities of `rows` that the text names, the surest first, then
    the most populated.
    """
    wording = wording_of(text)
    if not wording.folded:
        return []
    found = rows.in_bulk(list(_keys(rows, wording, max(most, RANKED))))
    matches = [match_of(row, wording) or Match(row, OTHER_KIND) for row in found.values()]
    return sorted(matches, key=surest_first)[:most]


def search_authorities(rows: QuerySet, text: str, most: int) -> list[Match]:
    """Returns `named_authorities`; if there is none, those whose name is spelt almost alike."""
    wording = wording_of(text)
    if not wording.folded:
        return []
    found = named_authorities(rows, text, most)
    return found or near_matches(rows, [wording]).get(wording.folded, [])[:most]


def count_authorities(text: str, most: int) -> int:
    """Returns how many existing authorities the text names, up to `most`."""
    wording = wording_of(text)
    if not wording.folded:
        return 0
    begun = _begun_by([*wording.terms, *wording.other_terms])
    terms = LocalAuthorityTerm.objects.filter(begun).values("authority")
    return LocalAuthority.objects.existing().filter(pk__in=terms).order_by()[:most].count()
