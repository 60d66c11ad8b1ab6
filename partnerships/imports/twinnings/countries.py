"""Matches the English country labels of Wikidata statements to countries."""

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.country_names import CountryNames
from partnerships.imports.twinnings.rows import RowRefused
from partnerships.models import Country

# Wikidata labels that no name of the list of countries has.
OTHER_LABELS = {
    "kingdom of denmark": "DK",
    "kingdom of the netherlands": "NL",
    "palestinian national authority": "PS",
    "people s republic of china": "CN",
    "republic of china": "TW",
}
# Former states without a single current successor: French name, last year.
FORMER_STATES = {
    "austria hungary": ("l’Autriche-Hongrie", 1918),
    "czechoslovakia": ("la Tchécoslovaquie", 1992),
    "east germany": ("la République démocratique allemande", 1990),
    "german democratic republic": ("la République démocratique allemande", 1990),
    "german empire": ("l’Empire allemand", 1918),
    "kingdom of prussia": ("la Prusse", 1947),
    "ottoman empire": ("l’Empire ottoman", 1922),
    "prussia": ("la Prusse", 1947),
    "serbia et montenegro": ("la Serbie-et-Monténégro", 2006),
    "socialist federal republic of yugoslavia": ("la Yougoslavie", 1992),
    "soviet union": ("l’Union soviétique", 1991),
    "west germany": ("la République fédérale d’Allemagne d’avant 1990", 1990),
    "yugoslavia": ("la Yougoslavie", 2003),
}


def _folded(label):
    return fold(label.replace(" and ", " & "))


class CountryMatcher:
    """Matches labels to current countries."""

    def __init__(self):
        countries = list(Country.objects.all())
        self.names = {country.pk: country.name for country in countries}
        self._names = CountryNames(countries)

    def match(self, label: str) -> str:
        """Returns the two-letter ISO code. Raises RowRefused if no current country matches."""
        folded = _folded(label)
        if folded in FORMER_STATES:
            state, year = FORMER_STATES[folded]
            raise RowRefused(
                _(
                    "«\u202f%(label)s\u202f» n’est pas un pays d’aujourd’hui\u202f: %(state)s "
                    "a disparu en %(year)d."
                )
                % {"label": label, "state": state, "year": year}
            )
        named = self._names.named(folded)
        code = OTHER_LABELS.get(folded) or (named[0].country.pk if len(named) == 1 else "")
        if code not in self.names:
            raise RowRefused(
                _("«\u202f%(label)s\u202f» n’est le nom d’aucun pays connu.") % {"label": label}
            )
        return code
