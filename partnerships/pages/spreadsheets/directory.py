"""Finds the records named in the cells of a spreadsheet, all at once, by exact name."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.country_names import CountryNames
from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    LocalAuthorityTerm,
    PartnerTerm,
    Place,
    PlaceTerm,
)

TERMS_PER_QUERY = 500
NAMES_SHOWN = 4


class NotFound(Exception):
    """No record matches, or several do; the text is a French sentence saying what to write."""


def _key(text):
    """Normalises a name like the stored terms, and a code without its spaces.

    Codes get back the leading zero that spreadsheets strip from « 01004 ».
    """
    code = "".join(text.split())
    if code.isascii() and code.isdigit():
        return code.zfill(5)
    return fold(text)


def _rows_with_terms(queryset, term_model, name, terms):
    """Yields the rows that have one of `terms` as a whole term."""
    terms = sorted(terms)
    for start in range(0, len(terms), TERMS_PER_QUERY):
        batch = terms[start : start + TERMS_PER_QUERY]
        keys = term_model.objects.filter(term__in=batch).values(name)
        yield from queryset.filter(pk__in=keys)


def _enumeration(rows, label):
    shown = "\u202f; ".join(label(row) for row in rows[:NAMES_SHOWN])
    return f"{shown}…" if len(rows) > NAMES_SHOWN else shown


def _partner_label(partner):
    return f"{partner} ({partner.get_kind_display()}, {partner.country})"


def _authority_label(authority):
    codes = (("SIREN", authority.siren), ("INSEE", authority.insee_code))
    labels = [f"{name} {code}" for name, code in codes if code]
    return f"{authority} ({', '.join([authority.get_kind_display(), *labels])})"


class Directory:
    """The authorities, partners and places that have one of the given names."""

    def __init__(self, authorities: Iterable[str], partners: Iterable[str]):
        self._authorities = self._find_authorities({_key(text) for text in authorities} - {""})
        names = {fold(text) for text in partners} - {""}
        self._partners = self._find_partners(names)
        self._places = self._find_places(names)
        self.countries = CountryNames()

    @staticmethod
    def _find_authorities(keys):
        found = defaultdict(lambda: ([], [], []))
        rows = LocalAuthority.objects.existing().order_by("pk")
        for row in _rows_with_terms(rows, LocalAuthorityTerm, "authority", keys):
            # From the most reliable match: a code, the name, a former name or code.
            names = [fold(former.get("name", "")) for former in row.former]
            codes = [former.get("insee_code", "") for former in row.former]
            for rank, own in enumerate(
                ([row.siren, row.insee_code], [fold(row.name)], [*names, *codes])
            ):
                for key in keys.intersection(own):
                    found[key][rank].append(row)
        return {key: next(rows for rows in ranks if rows) for key, ranks in found.items()}

    @staticmethod
    def _find_partners(names):
        found = defaultdict(list)
        rows = InternationalPartner.objects.current().select_related("country").order_by("pk")
        for row in _rows_with_terms(rows, PartnerTerm, "partner", names):
            for name in names.intersection([fold(row.name), fold(row.name_fr)]):
                found[name].append(row)
        return found

    @staticmethod
    def _find_places(names):
        found = defaultdict(list)
        rows = Place.objects.foreign().order_by("-population", "pk")
        for row in _rows_with_terms(rows, PlaceTerm, "place", names):
            own = [fold(row.name), *map(fold, row.other_names)]
            for name in names.intersection(own):
                found[name].append(row)
        return found

    def authority(self, text: str) -> LocalAuthority:
        """Returns the authority with this SIREN, INSEE code or name. Raises NotFound."""
        rows = self._authorities.get(_key(text), [])
        if len({row.pk for row in rows}) == 1:
            return rows[0]
        if rows:
            raise NotFound(
                _("Plusieurs collectivités portent ce nom\u202f: %(who)s. Écrivez son SIREN.")
                % {"who": _enumeration(rows, _authority_label)}
            )
        raise NotFound(
            _(
                "«\u202f%(text)s\u202f» n’est pas une collectivité connue\u202f: écrivez son SIREN "
                "ou son code INSEE."
            )
            % {"text": text[:80]}
        )

    def partner(self, name: str, country: str, kind: str) -> InternationalPartner | None:
        """Returns the partner of the registry with this name, country and kind, or None.

        An empty country or kind matches any; a partner of the exact kind comes before one of
        unknown kind. Raises NotFound if there are several.
        """
        kinds = (kind, InternationalPartnerKind.UNKNOWN) if kind else InternationalPartnerKind
        rows = [
            row
            for row in self._partners.get(fold(name), [])
            if row.kind in kinds and country in ("", row.country_id)
        ]
        exact = [row for row in rows if row.kind == kind]
        rows = exact or rows
        if len(rows) > 1:
            raise NotFound(
                _(
                    "Plusieurs partenaires portent ce nom\u202f: %(who)s. Précisez le pays et la "
                    "nature, ou laissez vide et choisissez dans le formulaire."
                )
                % {"who": _enumeration(rows, _partner_label)}
            )
        return rows[0] if rows else None

    def place(self, name: str, country: str) -> Place | None:
        """Returns the only town with this name in a country; None if there are none or several."""
        rows = [row for row in self._places.get(fold(name), []) if row.country_id == country]
        return rows[0] if len(rows) == 1 else None
