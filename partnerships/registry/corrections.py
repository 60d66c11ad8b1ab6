"""What may have been meant by a text that names nothing: names and words of close spelling."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import F, Max

from partnerships.analysis import fold, suffixes
from partnerships.former_places import FORMER_PLACES
from partnerships.models import (
    Country,
    Departement,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityTerm,
    PartnerTerm,
    Region,
    Theme,
)
from partnerships.near_spelling import Vocabulary, sound
from partnerships.publication.authority_names import names_of
from partnerships.publication.kept_by_version import kept_by_version
from partnerships.registry.marking import WRITTEN_WORD
from partnerships.registry.named.asking import says_something
from partnerships.registry.partner_search import partner_names
from partnerships.registry.search import is_known_as_typed
from partnerships.registry.spelling import TermNames, mistakes_allowed, names_among

MOST = 4
# How many names of each list are compared, to put those of the largest towns first.
COMPARED = 200
LONGEST, WORDS_MAX = 100, 12
# A country, a région or a theme comes before any town.
FOREMOST = 10**11


class ListedNames(NamedTuple):
    """The names of countries, other ones too, régions, départements and themes, and the words of
    these names, by what they fold to; and these by how they sound.
    """

    names: dict[str, str]
    vocabulary: Vocabulary
    by_sound: dict[str, list[str]]

    def near(self, text: str, mistakes: int) -> dict[str, int]:
        """Returns {name: number of mistakes}; one that only sounds like `text` has one mistake."""
        alike = dict.fromkeys(self.by_sound.get(sound(text), ()) if mistakes else (), 1)
        return alike | self.vocabulary.near(text, mistakes, COMPARED)


def _sizes(terms: Iterable[str]) -> dict[str, int]:
    """Returns {term: inhabitants of the largest town that it names}."""
    sizes = {}
    for model, column in (
        (LocalAuthorityTerm, "authority__population"),
        (PartnerTerm, "partner__place__population"),
    ):
        rows = model.objects.filter(term__in=terms).order_by().values_list("term")
        for term, people in rows.annotate(Max(column)):
            sizes[term] = max(sizes.get(term, 0), people or 0)
    return sizes


def _end_of(name: str, term: str) -> str:
    """Returns the end of `name` that folds to `term`, as written there; "" if none does."""
    ends = (name[word.start() :].strip("()") for word in WRITTEN_WORD.finditer(name))
    return next((end for end in ends if fold(end) == term), "")


def _names_having(terms: list[str]) -> list[str]:
    """Returns the names of the largest towns that one of `terms` finds."""
    ours = LocalAuthority.objects.filter(terms__term__in=terms).distinct()
    theirs = InternationalPartner.objects.current().filter(terms__term__in=terms).distinct()
    ours = ours.order_by(F("population").desc(nulls_last=True), "pk")[:COMPARED]
    theirs = theirs.select_related("place").order_by(
        F("place__population").desc(nulls_last=True), "pk"
    )[:COMPARED]
    names = [name for row in ours for name, _kind in names_of(row)]
    return names + [name for row in theirs for name in partner_names(row)]


def _as_written(terms: list[str], own_names: dict[str, str]) -> list[str]:
    """Returns each of `terms` as a name has it, with its accents and capital letters."""
    names = _names_having([term for term in terms if term not in own_names])
    ends = ((_end_of(name, term) for name in names) for term in terms)
    return [
        own_names.get(term) or next(filter(None, found), term)
        for term, found in zip(terms, ends, strict=True)
    ]


def _shown(terms: Iterable[str]) -> set[str]:
    """Returns the terms that are of a name that pages show, or its end: « Cologne », not
    « Cologna », by which it is only found.
    """
    shown = set(LocalAuthorityTerm.objects.filter(term__in=terms).values_list("term", flat=True))
    partners = InternationalPartner.objects.current().filter(terms__term__in=terms)
    for names in partners.values_list("name", "name_fr").distinct():
        shown.update(end for name in names for end in suffixes(name))
    return shown


def _ranked(text: str, near: dict[str, int], own_names: dict[str, str]) -> list[str]:
    """Returns the terms of `near`, the best first: few mistakes, the same initial, a name that is
    shown, a large town.
    """
    sizes = _sizes(near) | dict.fromkeys(own_names, FOREMOST)
    shown = _shown(near) | set(own_names)

    def rank(term):
        return near[term], term[0] != text[0], term not in shown, -sizes[term], term

    return sorted(near, key=rank)


def _whole(text: str, known: list[TermNames], own: ListedNames) -> list[str]:
    """Returns the names that the whole `text` may be a misspelling of, the best first."""
    mistakes = mistakes_allowed(text)
    if not mistakes:
        return []
    near = {}
    for names in known:
        near |= names.names.near(text, mistakes, COMPARED)
    near |= own.near(text, mistakes)
    near.pop(text, None)
    return _as_written(_ranked(text, near, own.names)[:MOST], own.names)


def _unknown(words: list[str], known: list[TermNames], own: ListedNames) -> set[str]:
    """Returns the folded words that say something and are neither in a name nor, where there are
    several words, in a public partnership.
    """
    unknown = {
        word
        for word in words
        if says_something(word)
        and word not in own.names
        and not any(word in names.words for names in known)
    }
    return {word for word in unknown if len(words) == 1 or not is_known_as_typed(word)}


def _closest_word(word: str, unknown: set[str], known: list[TermNames], own: ListedNames) -> str:
    """Returns the closest word of a name, one of `own` before others; `word` itself if it is known,
    or if none is close.
    """
    folded, near = fold(word), {}
    if not unknown & {*folded.split()}:
        return word
    mistakes = mistakes_allowed(folded)
    for names in known:
        near |= names.by_word.near(folded, mistakes, COMPARED)
    near |= own.near(folded, mistakes)

    def rank(term):
        return near[term], term[0] != folded[0], term not in own.names, term

    best = min(near, key=rank, default=word)
    best = own.names.get(best, best)
    return best.capitalize() if word[0].isupper() else best


def _word_by_word(
    text: str, unknown: set[str], known: list[TermNames], own: ListedNames
) -> list[str]:
    """Returns `text` with its unknown words replaced by the closest ones; [] if none was."""

    def closest(found):
        return _closest_word(found[0], unknown, known, own)

    corrected = WRITTEN_WORD.sub(closest, text)
    return [corrected] if fold(corrected) != fold(text) else []


@kept_by_version
def _listed_names() -> ListedNames:
    names = []
    for country in Country.objects.foreign():
        lines = (country.other_names, country.former_names, country.parts)
        names += [country.name, *(name for text in lines for name in text.splitlines())]
    for model in (Region, Departement, Theme):
        names += model.objects.values_list("name", flat=True)
    names += [former.name for places in FORMER_PLACES.values() for former in places]
    words = [word for name in names for word in WRITTEN_WORD.findall(name)]
    names = {fold(name): name for name in [*sorted(words), *sorted(names)]}
    by_sound = defaultdict(list)
    for name in names:
        by_sound[sound(name)].append(name)
    return ListedNames(names, Vocabulary(names), dict(by_sound))


def corrections(text: str) -> list[str]:
    """Returns what `text` may be a misspelling of, the best first, with accents and capitals.

    These are names of authorities, partners, countries, régions, départements and themes; if there
    is none, the text with its unknown words replaced. [] for several words that are all known, and
    for those that only ask: « comité ».
    """
    text = text[:LONGEST]
    if not any(map(says_something, fold(text).split())):
        return []
    known = [names_among(model) for model in (LocalAuthorityTerm, PartnerTerm)]
    own = _listed_names()
    if len(words := fold(text).split()) > WORDS_MAX:
        return []
    unknown = _unknown(words, known, own)
    if len(words) > 1 and not unknown:
        return []
    return _whole(fold(text), known, own) or _word_by_word(text, unknown, known, own)
