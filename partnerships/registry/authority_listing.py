"""A page of French authorities: all, those of a place or of a letter, or those that words find."""

from dataclasses import dataclass
from string import ascii_lowercase

from django.db.models import Exists, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.models import Departement, Facet, LocalAuthority, Region
from partnerships.publication.counts import key_figures
from partnerships.registry.authority_search import NAME, Match, search_authorities
from partnerships.registry.codes.other import only_key
from partnerships.registry.comparison.sources import numbers_by_source
from partnerships.registry.counted_sources import sources_text
from partnerships.registry.listing import AFTER, BEFORE, Chip, NeighbouringPages
from partnerships.registry.pagination import Order, Page, paginate
from partnerships.registry.profile import in_use

WORDS, DEPARTEMENT, REGION, LETTER, WITH = "q", "departement", "region", "lettre", "avec"
PARTNERSHIPS = "partenariats"
# The parameters of a query.
AUTHORITY_QUERY = (WORDS, DEPARTEMENT, REGION, WITH, LETTER, BEFORE, AFTER)
LONGEST_SEARCH = 100
PAGE_SIZE = 50
# Of what words find, which is on one page.
MOST_FOUND = 200


@dataclass(frozen=True)
class Letter:
    """A first letter of the names, and the address of its list; "" if no name begins so."""

    letter: str
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class ListedAuthority:
    """An authority, its partnerships in words ("" for none), and how a search found it."""

    authority: LocalAuthority
    known: str
    reason: str = ""


class AuthorityListing(NeighbouringPages):
    """The authorities matching a query string.

    `data`: the query; unknown values are ignored and reported in `notes`. Words are searched under
    all letters.
    """

    def __init__(self, data: QueryDict):
        self.data = data
        self.notes = []
        words = data.get(WORDS, "")[:LONGEST_SEARCH].replace("\x00", "").strip()
        self.words = words if fold(words) else ""
        if words and not self.words:
            self.notes.append(_("Écrivez au moins une lettre ou un chiffre, puis cherchez."))
        self.departement = self._row(Departement, DEPARTEMENT)
        self.region = None if self.departement else self._row(Region, REGION)
        self.has_partnerships = data.get(WITH) == PARTNERSHIPS
        letter = data.get(LETTER, "").lower()
        is_letter = len(letter) == 1 and letter in ascii_lowercase
        self.letter = letter if is_letter and not self.words else ""

    def _row(self, model, name):
        """Returns the département or région that the query asks for, or None."""
        code = self.data.get(name, "").replace("\x00", "").strip()
        if not code:
            return None
        row = model.objects.filter(pk=code).first()
        if row is None and (current := only_key(Facet(name), code)):
            row = model.objects.get(pk=current)
        if row is None:
            note = _("Filtre «\u202f%(name)s\u202f»\u202f: une valeur inconnue est ignorée.")
            self.notes.append(note % {"name": model._meta.verbose_name})
        return row

    @property
    def is_whole(self) -> bool:
        """Whether nothing is asked: the first page of the whole list."""
        is_first = not (self.data.get(AFTER) or self.data.get(BEFORE))
        return is_first and not (self.words or self.letter or self.chips)

    @cached_property
    def _of_place(self) -> QuerySet:
        """The authorities of the chosen département and région, whatever their letter."""
        rows = LocalAuthority.objects.unmerged()
        if self.departement:
            rows = rows.filter(departement=self.departement)
        return rows.filter(region=self.region) if self.region else rows

    @cached_property
    def _offered(self) -> QuerySet:
        rows = self._of_place
        return in_use(rows, Facet.AUTHORITY, "key") if self.has_partnerships else rows

    @cached_property
    def _rows(self) -> QuerySet:
        return self._offered.select_related("departement", "region")

    @cached_property
    def found(self) -> list[Match]:
        """The authorities that the words name, the surest first, at most MOST_FOUND."""
        return search_authorities(self._rows, self.words, MOST_FOUND)

    @cached_property
    def entries(self) -> list[ListedAuthority]:
        """What is shown: those that the words name, or those of the page."""
        found = self.found if self.words else [Match(row, NAME) for row in self.page.rows]
        numbers = numbers_by_source((Facet.AUTHORITY, each.authority.key) for each in found)
        return [
            ListedAuthority(
                each.authority,
                sources_text(numbers.get((Facet.AUTHORITY, each.authority.key), {})),
                each.reason,
            )
            for each in found
        ]

    @property
    def is_cut(self) -> bool:
        """Whether there may be more than those found."""
        return len(self.found) == MOST_FOUND

    @cached_property
    def page(self) -> Page:
        rows = _beginning_with(self._rows, self.letter) if self.letter else self._rows
        return paginate(
            [rows],
            Order("sort_key", descending=False),
            after=self.data.get(AFTER, ""),
            before=self.data.get(BEFORE, ""),
            size=PAGE_SIZE,
        )

    @cached_property
    def count(self) -> int:
        """The authorities of the chosen place."""
        return self._of_place.count()

    @cached_property
    def count_with_partnerships(self) -> int:
        """Those that have a public partnership."""
        if self.departement or self.region:
            return in_use(self._of_place, Facet.AUTHORITY, "key").count()
        return key_figures().authorities

    @cached_property
    def letters(self) -> list[Letter]:
        """The letters, in one query that asks whether a name begins with each."""
        names = {each: Exists(_beginning_with(self._offered, each)) for each in ascii_lowercase}
        used = LocalAuthority.objects.order_by().values(**names)[:1]
        used = next(iter(used), {})
        return [
            Letter(
                each.upper(),
                self.address(**{LETTER: each}) if used.get(each) else "",
                each == self.letter,
            )
            for each in ascii_lowercase
        ]

    @cached_property
    def chips(self) -> list[Chip]:
        chosen = {DEPARTEMENT: self.departement, REGION: self.region}
        chips = [Chip(str(row), self.address(**{name: ""})) for name, row in chosen.items() if row]
        if self.has_partnerships:
            chips.append(Chip(_("avec un partenariat au registre"), self.address(**{WITH: ""})))
        return chips

    def address(self, **changes: str) -> str:
        """Returns the query of the first page with `changes`; an empty value removes one."""
        asked = {
            WORDS: self.words,
            DEPARTEMENT: self.departement.pk if self.departement else "",
            REGION: self.region.pk if self.region else "",
            WITH: PARTNERSHIPS if self.has_partnerships else "",
            LETTER: self.letter,
            **changes,
        }
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in asked.items() if value})
        return f"?{query.urlencode()}"

    @property
    def all_letters_address(self) -> str:
        return self.address(**{LETTER: ""})

    @property
    def with_partnerships_address(self) -> str:
        return self.address(**{WITH: PARTNERSHIPS})


def _beginning_with(rows, letter):
    """Returns the `rows` whose name begins with `letter`, as names are sorted."""
    return rows.filter(sort_key__gte=letter, sort_key__lt=chr(ord(letter) + 1))
