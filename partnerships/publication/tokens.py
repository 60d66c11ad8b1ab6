"""What a partnership, or a file, is found by: marked tokens, the same on every engine.

`w` and a folded word, `s` and a stem, `n` and a whole name (its words joined by « _ »).
"""

from collections.abc import Iterable

from partnerships.analysis import fold, stem, words
from partnerships.models import Partnership

NAME, STEM, WORD = "n", "s", "w"
# PostgreSQL keeps a lexeme of at most 2,046 bytes.
LONGEST = 200


def name_token(name: str) -> str:
    """The token of a whole name: the same for any spelling that folds alike."""
    return NAME + "_".join(fold(name).split())[:LONGEST]


def _names(partnership) -> list[str]:
    names = [partnership.title]
    for link in partnership.partnership_authorities.all():
        names += [link.authority.name, *(old["name"] for old in link.authority.former)]
    for link in partnership.partnership_partners.all():
        for partner in (link.partner, *link.partner.merged_partners.all()):
            names += [partner.name, partner.name_fr]
    return [name for name in names if name]


def _texts(partnership) -> Iterable[str]:
    yield from (partnership.summary, partnership.objectives)
    yield from (partnership.results_here, partnership.results_there)
    yield partnership.get_kind_display()
    for link in partnership.partnership_partners.all():
        yield from (link.partner.country.name, link.partner.country.name_en)
    yield from (theme.name for theme in partnership.themes.all())
    yield from (each.statement for each in partnership.contributions.all())


def tokens_of(names: Iterable[str], texts: Iterable[str]) -> list[str]:
    """All tokens of `names`, which are found whole too, and of `texts`: sorted, each once."""
    said = {word[:LONGEST] for text in (*names, *texts) for word in words(text)}
    found = {WORD + word for word in said} | {STEM + stem(word) for word in said}
    return sorted(found | {name_token(name) for name in names})


def tokens(partnership: Partnership) -> list[str]:
    return tokens_of(_names(partnership), _texts(partnership))
