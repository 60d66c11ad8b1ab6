"""« Cologne Allemagne »: a foreign town beside its own country."""

from collections.abc import Iterator

from partnerships.analysis import STOP_WORDS
from partnerships.models import Facet
from partnerships.registry.named.located_names import PLACE_WORDS, KnownNames, partners_named
from partnerships.registry.named.typed_text import Span, TypedText
from partnerships.registry.partner_search import large_towns_named

# Partners of one name in one country, at most.
MOST_NAMESAKES = 10


def _countries(text: TypedText, known: KnownNames) -> Iterator[tuple[Span, list[str]]]:
    """Yields where foreign countries are named, the longest name first, and which they may be."""
    read = set()
    for span in text.spans():
        foreign = known.foreign(" ".join(text.words(span)))
        if foreign and not read & set(range(*span)):
            read.update(range(*span))
            yield span, foreign


def _beside(text: TypedText, country: Span) -> Iterator[Span]:
    """Yields the runs of words that end before the country, then those that begin after it; the
    longest first. « Vienne en Autriche » is « Vienne Autriche ».
    """
    before, after = country
    while before and text.parts[before - 1] in STOP_WORDS:
        before -= 1
    runs = [(start, before) for start in range(max(0, before - PLACE_WORDS), before)]
    last = min(len(text.parts), after + PLACE_WORDS)
    runs += [(after, end) for end in range(last, after, -1)]
    return (run for run in runs if text.is_free(run) and text.has_sense(run))


def read_town_abroad(text: TypedText, known: KnownNames) -> None:
    """Reads the partners that words of `text` name beside their country. The words that only name
    a large town there, where no partner is, are read as nothing; so is no part of a longer name:
    « New York » is not York.
    """
    for country, codes in _countries(text, known):
        runs = list(_beside(text, country))
        towns = large_towns_named([text.name(run) for run in runs], codes) if runs else set()
        for run in runs:
            name = text.name(run)
            is_partner = bool(text.partner_names.get(name, set()) & set(codes))
            if is_partner and (rows := partners_named(name, codes, MOST_NAMESAKES)):
                text.take(run, Facet.PARTNER.value, [str(row.uuid) for row in rows])
                text.take(country)
                return
            if name in towns:
                text.leave(run)
            if is_partner or name in towns:
                break
