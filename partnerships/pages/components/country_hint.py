"""What a search box for towns and partners says of words that name a country."""

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.country_names import CountryMatch, french_sentence, name_list
from partnerships.registry.lists import country_names

SHORTEST = 3


def _named(match: CountryMatch) -> str:
    return f"{match.country} ({match.reason})" if match.reason else str(match.country)


def country_hint(words: str) -> str:
    """Returns a sentence if `words` name a country, or several; "" otherwise."""
    if len(fold(words)) < SHORTEST:
        return ""
    found = country_names().hinted(words)
    if not found:
        return ""
    if all(match.country.is_french for match in found):
        return french_sentence(words)
    named = _named(found[0]) if len(found) == 1 else name_list(found)
    return _(
        "«\u202f%(text)s\u202f» désigne un pays ou un territoire\u202f: %(named)s. Cherchez une "
        "de ses villes\u202f; le pays se choisit quand vous proposez le partenaire vous-même."
    ) % {"text": words[:80], "named": named}
