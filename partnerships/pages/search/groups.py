"""The groups of answers to a search over everything, and their entries."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q, TextChoices
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from partnerships.analysis import fold, suffixes
from partnerships.models import Facet
from partnerships.names import without_article
from partnerships.pages.components.counted import AUTHORITIES, COUNTRIES, PARTNERSHIPS, counted
from partnerships.pages.search.short_lists import ShortLists, short_lists
from partnerships.registry.authority_search import (
    BEGINNING,
    NAME,
    OTHER_KIND,
    OTHER_NAME,
    PART,
)
from partnerships.registry.filters import LONGEST_SEARCH
from partnerships.registry.marking import has_words, marked
from partnerships.registry.named.located_names import abroad
from partnerships.registry.pagination import MOST_COUNTED
from partnerships.registry.search import searched_words

# A shorter text does not show the names that begin with it.
SHORTEST = 2


class GroupKind(TextChoices):
    """In the order of groups that are equally sure. The values are parts of addresses."""

    CONTINENTS = "continents", gettext_lazy("Continents")
    COUNTRIES = "pays", gettext_lazy("Pays et territoires")
    REGIONS = "regions", gettext_lazy("Régions")
    DEPARTEMENTS = "departements", gettext_lazy("Départements")
    AUTHORITIES = "collectivites", gettext_lazy("Collectivités françaises")
    PARTNERS = "partenaires", gettext_lazy("Partenaires étrangers")
    PARTNERSHIPS = "partenariats", gettext_lazy("Partenariats")
    THEMES = "thematiques", gettext_lazy("Thématiques")
    KINDS = "types", gettext_lazy("Types de partenariat")
    GOALS = "objectifs", gettext_lazy("Objectifs de développement durable")
    PROPOSALS = "propositions", gettext_lazy("Propositions")
    TOWNS = "villes", gettext_lazy("Villes du monde sans partenaire connu")
    PAGES = "pages", gettext_lazy("Pages du portail")
    HELP = "aide", gettext_lazy("Aide")


# Kinds that are counted up to MOST_COUNTED.
CAPPED = (GroupKind.AUTHORITIES, GroupKind.PARTNERS, GroupKind.PARTNERSHIPS)


def joined(*parts) -> str:
    return " · ".join(str(part) for part in parts if part)


@dataclass(frozen=True)
class Query:
    """What was typed: the text, folded, and its words that are searched; whether it is still being
    typed, so that it may be the beginning of a name.
    """

    text: str
    folded: str
    words: list[str]
    is_typing: bool = False

    @property
    def is_of_words(self) -> bool:
        """Whether there are several words."""
        return " " in self.folded

    @cached_property
    def lists(self) -> ShortLists:
        """Those of the portal as it is searched: one query."""
        return short_lists()

    @cached_property
    def abroad(self) -> tuple[str, Q] | None:
        """The name before a country, and the condition of what is there: « Cologne Allemagne »."""
        return abroad(self.folded) if self.is_of_words else None

    def mark(self, text: str) -> SafeString:
        return marked(text, self.words)

    def rank(self, name: str) -> int | None:
        """Returns how surely `name` is what was typed; None if it is not."""
        if without_article(fold(name)) == without_article(self.folded):
            return NAME
        if self.folded and fold(name).startswith(self.folded):
            return BEGINNING
        is_part = self.folded and any(part.startswith(self.folded) for part in suffixes(name))
        return OTHER_KIND if is_part or has_words(name, self.words) else None

    def text_rank(self, *texts: str) -> int | None:
        """Returns how surely texts have what was typed; None if they do not."""
        return PART if has_words(" ".join(texts), self.words) else None


def query_of(text: str, *, is_typing: bool = False) -> Query:
    """Reads a typed text, at most LONGEST_SEARCH characters of it."""
    text = " ".join(text.replace("\x00", "").split())[:LONGEST_SEARCH]
    return Query(text, fold(text), searched_words(text), is_typing)


@dataclass(frozen=True)
class Entry:
    """One thing found. `name` as text and `title` with its marks; `rank`: the surest first.

    `facet`: its value in the registry, whose partnerships are counted; `partnerships`: how many
    there are, which orders entries, and `numbers` in words, by source; `neighbours`: the name and
    the address of the place around it; `is_fictitious`: whether it is of demonstration.
    """

    name: str
    title: SafeString
    address: str
    rank: int
    detail: str = ""
    extract: SafeString = field(default_factory=SafeString)
    facet: tuple[Facet, str] | None = None
    partnerships: int | None = None
    numbers: str = ""
    neighbours: tuple[str, str] | None = None
    is_fictitious: bool = False

    @property
    def known(self) -> str:
        """« 12 partenariats »; "" for what has no partnership of its own."""
        if self.partnerships is None:
            return ""
        return self.numbers or _("aucun partenariat connu")


COUNTED = {
    GroupKind.CONTINENTS: ngettext_lazy("%(number)s continent", "%(number)s continents", "count"),
    GroupKind.COUNTRIES: COUNTRIES,
    GroupKind.REGIONS: ngettext_lazy("%(number)s région", "%(number)s régions", "count"),
    GroupKind.DEPARTEMENTS: ngettext_lazy(
        "%(number)s département", "%(number)s départements", "count"
    ),
    GroupKind.AUTHORITIES: AUTHORITIES,
    GroupKind.PARTNERS: ngettext_lazy("%(number)s partenaire", "%(number)s partenaires", "count"),
    GroupKind.PARTNERSHIPS: PARTNERSHIPS,
    GroupKind.THEMES: ngettext_lazy("%(number)s thématique", "%(number)s thématiques", "count"),
    GroupKind.KINDS: ngettext_lazy(
        "%(number)s type de partenariat", "%(number)s types de partenariat", "count"
    ),
    GroupKind.GOALS: ngettext_lazy("%(number)s objectif", "%(number)s objectifs", "count"),
    GroupKind.PROPOSALS: ngettext_lazy(
        "%(number)s proposition", "%(number)s propositions", "count"
    ),
    GroupKind.TOWNS: ngettext_lazy("%(number)s ville", "%(number)s villes", "count"),
    GroupKind.PAGES: ngettext_lazy(
        "%(number)s page du portail", "%(number)s pages du portail", "count"
    ),
    GroupKind.HELP: ngettext_lazy(
        "%(number)s rubrique d’aide", "%(number)s rubriques d’aide", "count"
    ),
}


@dataclass
class Group:
    """The best entries of a kind. `counter` counts all there are, up to MOST_COUNTED + 1;
    `address`: the list of all; `marks`: a sentence on what all entries share; `by_source`: the
    count in words, of each source apart, where it is known. `title` and `anchor`: those of a group
    that is not the only one of its kind; `name`: of the one thing whose page has all answers,
    at `address`, even if there is none.
    """

    kind: GroupKind
    entries: list[Entry]
    counter: Callable[[], int]
    address: str = ""
    marks: str = ""
    by_source: str = ""
    title: str = ""
    anchor: str = ""
    name: str = ""

    def __post_init__(self):
        self.title = self.title or self.kind.label
        self.anchor = self.anchor or self.kind.value

    @property
    def has_own_title(self) -> bool:
        return self.title != self.kind.label

    @cached_property
    def count(self) -> int:
        return self.counter()

    @property
    def counted(self) -> str:
        if self.by_source:
            return self.by_source
        if not self.count:
            return _("aucun partenariat connu")
        most = MOST_COUNTED if self.kind in CAPPED else None
        return counted(COUNTED[self.kind], self.count, most)

    @property
    def has_more(self) -> bool:
        return self.count > len(self.entries)

    @property
    def rank(self) -> int:
        return min(entry.rank for entry in self.entries)

    @property
    def has_no_partnership(self) -> bool:
        """Whether what has the name or the code that was typed has no partnership of its own: a
        town without a partner never has, its number is its country's.
        """
        if self.rank > OTHER_NAME:
            return False
        surest = [entry for entry in self.entries if entry.rank == self.rank]
        is_town = self.kind == GroupKind.TOWNS
        return is_town or all(entry.partnerships == 0 for entry in surest)


def group_of(kind: GroupKind, entries: list[Entry], most: int, address: str = "") -> Group:
    """Returns a group that shows the surest `most` of `entries`, which are all there are."""
    shown = sorted(entries, key=lambda each: each.rank)[:most]
    return Group(kind, shown, lambda: len(entries), address)
