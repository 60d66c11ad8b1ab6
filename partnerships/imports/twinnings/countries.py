"""Matches the English country labels of Wikidata statements to countries."""

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.imports.twinnings.rows import RowRefused
from partnerships.models import Country

# Wikidata labels that differ from the English names of ISO 3166 and GeoNames.
OTHER_LABELS = {
    "burma": "MM",
    "cabo verde": "CV",
    "cape verde": "CV",
    "china": "CN",
    "cote d ivoire": "CI",
    "czech republic": "CZ",
    "czechia": "CZ",
    "democratic republic of the congo": "CD",
    "east timor": "TL",
    "eswatini": "SZ",
    "great britain": "GB",
    "ivory coast": "CI",
    "kingdom of denmark": "DK",
    "kingdom of the netherlands": "NL",
    "kosovo": "XK",
    "netherlands": "NL",
    "north macedonia": "MK",
    "palestine": "PS",
    "palestinian national authority": "PS",
    "palestinian territories": "PS",
    "palestinian territory": "PS",
    "people s republic of china": "CN",
    "republic of china": "TW",
    "republic of ireland": "IE",
    "republic of macedonia": "MK",
    "republic of the congo": "CG",
    "russian federation": "RU",
    "state of palestine": "PS",
    "swaziland": "SZ",
    "the bahamas": "BS",
    "the gambia": "GM",
    "the netherlands": "NL",
    "turkey": "TR",
    "turkiye": "TR",
    "united states": "US",
    "united states of america": "US",
    "vatican city": "VA",
    "viet nam": "VN",
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
# France, and its territories that have their own code in ISO 3166 and GeoNames.
FRENCH = {"BL", "FR", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"}


def _folded(label):
    return fold(label.replace(" and ", " & "))


class CountryMatcher:
    """Matches labels to current countries."""

    def __init__(self):
        rows = Country.objects.values_list("iso2", "name", "name_en")
        self.names = {iso2: name for iso2, name, _name_en in rows}
        self._codes = {_folded(name_en): iso2 for iso2, _name, name_en in rows}

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
        code = OTHER_LABELS.get(folded) or self._codes.get(folded)
        if code not in self.names:
            raise RowRefused(
                _("«\u202f%(label)s\u202f» n’est le nom d’aucun pays connu.") % {"label": label}
            )
        return code
