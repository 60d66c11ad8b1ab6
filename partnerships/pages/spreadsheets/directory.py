"""Authorities, partners and places named in cells, found together by exact name."""

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships.analysis import fold
from partnerships.models import (
    InternationalPartner,
    InternationalPartnerKind,
    LocalAuthority,
    LocalAuthorityTerm,
    PartnerTerm,
    Place,
    PlaceTerm,
)

ASKED_AT_ONCE = 500
SHOWN = 4


class NotFound(Exception):
    """None or several match; the text is a French sentence that says what to write."""


def _key(text):
    """A name as terms are written; codes lose their spaces, and find the zero that computers take
    from « 01004 ».
    """
    code = "".join(text.split())
    if code.isascii() and code.isdigit():
        return code.zfill(5)
    return fold(text)


def _asked(queryset, term_model, name, terms):
    """Rows with one of `terms` as a whole term."""
    terms = sorted(terms)
    for start in range(0, len(terms), ASKED_AT_ONCE):
        some = terms[start : start + ASKED_AT_ONCE]
        found = term_model.objects.filter(term__in=some).values(name)
        yield from queryset.filter(pk__in=found)


def _listed(rows, label):
    shown = "\u202f; ".join(label(row) for row in rows[:SHOWN])
    return f"{shown}…" if len(rows) > SHOWN else shown


def _partner_label(partner):
    return f"{partner} ({partner.get_kind_display()}, {partner.country})"


def _authority_label(authority):
    codes = (("SIREN", authority.siren), ("INSEE", authority.insee_code))
    known = [f"{name} {code}" for name, code in codes if code]
    return f"{authority} ({', '.join([authority.get_kind_display(), *known])})"


class Directory:
    """Authorities, partners and places by name."""

    def __init__(self, authorities: Iterable[str], partners: Iterable[str]):
        self._authorities = self._find_authorities({_key(text) for text in authorities} - {""})
        names = {fold(text) for text in partners} - {""}
        self._partners = self._find_partners(names)
        self._places = self._find_places(names)

    @staticmethod
    def _find_authorities(keys):
        found = defaultdict(lambda: ([], [], []))
        rows = LocalAuthority.objects.existing().order_by("pk")
        for row in _asked(rows, LocalAuthorityTerm, "authority", keys):
            # What is surest first: a code, the name, a former name.
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
        for row in _asked(rows, PartnerTerm, "partner", names):
            for name in names.intersection([fold(row.name), fold(row.name_fr)]):
                found[name].append(row)
        return found

    @staticmethod
    def _find_places(names):
        found = defaultdict(list)
        rows = Place.objects.exclude(country="FR").order_by("-population", "pk")
        for row in _asked(rows, PlaceTerm, "place", names):
            own = [fold(row.name), *map(fold, row.other_names)]
            for name in names.intersection(own):
                found[name].append(row)
        return found

    def authority(self, text: str) -> LocalAuthority:
        """The authority that a SIREN, an INSEE code or a name says. Raises NotFound."""
        rows = self._authorities.get(_key(text), [])
        if len({row.pk for row in rows}) == 1:
            return rows[0]
        if rows:
            raise NotFound(
                _("Plusieurs collectivités portent ce nom\u202f: %(who)s. Écrivez son SIREN.")
                % {"who": _listed(rows, _authority_label)}
            )
        raise NotFound(
            _(
                "«\u202f%(text)s\u202f» n’est pas une collectivité connue\u202f: écrivez son SIREN "
                "ou son code INSEE."
            )
            % {"text": text[:80]}
        )

    def partner(self, name: str, country: str, kind: str) -> InternationalPartner | None:
        """The partner of the registry that bears this name, of this country and this kind where
        they are given; None where there is none. Raises NotFound where there are several.
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
                % {"who": _listed(rows, _partner_label)}
            )
        return rows[0] if rows else None

    def place(self, name: str, country: str) -> Place | None:
        """The one town of that name in a country."""
        rows = [row for row in self._places.get(fold(name), []) if row.country_id == country]
        return rows[0] if len(rows) == 1 else None
