"""What to try where a search finds little: another spelling, fewer filters, the whole portal."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import address_of
from partnerships.models import Facet, PartnershipKind
from partnerships.registry.answer import Answer
from partnerships.registry.corrections import corrections
from partnerships.registry.filters import PartnershipFilterSet
from partnerships.registry.listing import Chip, Listing
from partnerships.registry.named.filters import NamedFilters, named_filters
from partnerships.registry.search import count_found, is_known_as_typed

# Filters whose removal is counted.
COUNTED = 6


@dataclass(frozen=True)
class Link:
    """`found`: the partnerships that are there, in words, where they are counted."""

    label: str
    address: str
    found: str = ""


def searched_address(text: str, **more: str) -> str:
    """Returns the address of the search for `text` over everything."""
    return f"{address_of('partnerships:search')}?{urlencode({'q': text, **more})}"


@dataclass(frozen=True)
class NamedAnswer:
    """What the registry answers for the places and the other values that a text names.

    `label`: « 2 partenariats entre 2 collectivités d’Occitanie et le Sénégal »; `numbers`:
    how many, "" for none; `address`: that of the registry; `unread`: the words of the text that
    say something else, « récents, 2010 »; `none_with`: the countries named that have none of what
    is found, « la Pologne ».
    """

    filterset: PartnershipFilterSet
    label: str
    numbers: str
    address: str
    unread: str = ""
    none_with: str = ""

    def has_all_with(self, text: str) -> bool:
        """Whether all partnerships that have the words of `text` are in this answer."""
        both = urlencode({**self.filterset.chosen, "q": text}, doseq=True)
        counts = [
            PartnershipFilterSet(QueryDict(query)).count for query in (both, urlencode({"q": text}))
        ]
        return counts[0] == counts[1]


def named_answer(text: str) -> NamedAnswer | None:
    """Returns the answer to what `text` names; None unless it names two things or more.

    « Jumelage », which people say of any partnership, is left out where no twinning is found.
    """
    named = named_filters(text)
    if not named:
        return None
    answer = _answer_to(named)
    if named.chosen.get(Facet.KIND) == [PartnershipKind.TWINNING] and not answer.numbers:
        del named.chosen[Facet.KIND]
        return _answer_to(named) if len(named.chosen) > 1 else None
    return answer


def _answer_to(named: NamedFilters) -> NamedAnswer:
    query = urlencode(named.chosen, doseq=True)
    filterset = PartnershipFilterSet(QueryDict(query))
    answer = Answer(filterset)
    return NamedAnswer(
        filterset,
        answer.sentence_with_filters,
        answer.numbers,
        f"{address_of('partnerships:registry')}?{query}",
        ", ".join(named.unread),
        answer.none_with,
    )


def _without(chip: Chip) -> str:
    """Returns « En retirant le filtre Sénégal », « En retirant « Lille » » for words."""
    text = _("En retirant le filtre %(label)s") if chip.name else _("En retirant %(label)s")
    return text % {"label": chip.label}


class OtherSearches:
    """What to try instead of a list of the registry that is empty."""

    def __init__(self, listing: Listing):
        self.listing = listing

    @cached_property
    def named_answer(self) -> NamedAnswer | None:
        """What the words name as places, instead of the words, where filters can say it."""
        return named_answer(self.listing.words)

    @property
    def spellings(self) -> list[Link]:
        """The same filters with what may have been meant by words that nothing has; only what is
        found, with or without the filters.
        """
        words = self.listing.words
        meant = corrections(words) if words and not is_known_as_typed(words) else []
        return [Link(text, self.listing.address(q=text)) for text in meant if count_found(text, 1)]

    @property
    def fewer_filters(self) -> list[Link]:
        """The list without each of its filters in turn, where that finds something."""
        links = []
        for chip in self.listing.chips[:COUNTED] if len(self.listing.chips) > 1 else ():
            data = QueryDict(chip.address.removeprefix("?"))
            if found := Answer(PartnershipFilterSet(data)).numbers:
                links.append(Link(_without(chip), chip.address, found))
        return links

    @property
    def everywhere(self) -> str:
        """The address of the same words over the whole portal; "" without words."""
        return searched_address(self.listing.words) if self.listing.words else ""
