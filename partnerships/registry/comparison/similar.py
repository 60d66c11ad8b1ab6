"""What is worth comparing with an authority, a country, a région or a département, and why.

Whatever the size of the registry, the work is that of one authority's partnerships, or of the
lists of authorities and of countries.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Abs
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import NOT_STATED, Facet, FacetCount, LocalAuthority
from partnerships.registry.comparison.shared import LINKS, real_and_fictitious, values_by_source
from partnerships.registry.comparison.sources import (
    PROVENANCE,
    SOURCE_OF,
    VALUE,
    Source,
    rows_about,
)
from partnerships.registry.comparison.subjects import ROWS, Subject, rows_of_codes
from partnerships.registry.profile import in_use, with_partnership_count

SUGGESTED = 6
# How many are proposed for one reason.
OF_A_REASON = 3
# How many partners of an authority are looked at, and links of other authorities with these.
PARTNERS_MAX, LINKS_MAX = 200, 2_000
# A neighbouring population is at least this part of the other one.
LEAST_SHARE = 2 / 3


@dataclass(frozen=True)
class Similar:
    """A subject worth comparing, and the reason."""

    subject: Subject
    reason: str


def _links_to(partners: Iterable[str]) -> Iterator[tuple[str, str, Source]]:
    """Yields (authority, partner, source) of the newest partnerships with one of `partners`."""
    rows, name = LINKS[Facet.AUTHORITY]
    rows = rows_about(rows, Facet.PARTNER, partners).order_by("-partnership_id", "-pk", VALUE)
    for key, partner, provenance in rows.values_list(name, VALUE, PROVENANCE)[:LINKS_MAX]:
        yield key, partner, SOURCE_OF[provenance]


def _partners_in_common(authority: LocalAuthority) -> dict[str, str]:
    """Returns {key of an authority: what its partners have in common}, the most first; those of
    fictitious partnerships last.
    """
    found = values_by_source(Facet.AUTHORITY, [authority.key], Facet.PARTNER)
    real, fictitious = (each[authority.key] for each in real_and_fictitious([authority.key], found))
    partners = sorted(real | fictitious)[:PARTNERS_MAX]
    in_real, in_all = defaultdict(set), defaultdict(set)
    for key, partner, source in _links_to(partners) if partners else ():
        in_all[key].add(partner)
        if partner in real and source != Source.DEMONSTRATION:
            in_real[key].add(partner)
    in_all.pop(authority.key, None)
    keys = sorted(in_all, key=lambda key: (-len(in_real[key]), -len(in_all[key]), key))
    return {key: _in_common_reason(len(in_real[key]), len(in_all[key])) for key in keys}


def _in_common_reason(real, every):
    text = ngettext("%(count)s partenaire commun", "%(count)s partenaires communs", real or every)
    text %= {"count": real or every}
    return text if real else _("%(text)s, de démonstration") % {"text": text}


def _with_partners_in_common(authority):
    reasons = dict(list(_partners_in_common(authority).items())[:OF_A_REASON])
    rows = {row.key: row for row in ROWS[Facet.AUTHORITY]().existing().filter(key__in=reasons)}
    return [(rows[key], reason) for key, reason in reasons.items() if key in rows]


def _authorities_like(authority):
    """Returns the authorities of its nature that have a partnership."""
    rows = ROWS[Facet.AUTHORITY]().existing().filter(kind=authority.kind).exclude(pk=authority.pk)
    return in_use(rows, Facet.AUTHORITY, "key")


def _of_its_size(authority, rows):
    size = authority.population
    limits = (int(size * LEAST_SHARE), int(size / LEAST_SHARE))
    found = rows.filter(population__range=limits)
    return list(found.order_by(Abs(F("population") - size), "sort_key", "pk")[:OF_A_REASON])


def _near_in_size(authority):
    """Returns those of its région and of its size, then those of its size elsewhere."""
    rows = _authorities_like(authority)
    here = rows.filter(region=authority.region_id) if authority.region_id else rows.none()
    if not authority.population:
        reason = _("même région, même nature")
        found = here.order_by("sort_key", "pk")[:OF_A_REASON]
        return [(row, reason) for row in found]
    found = [(row, _("même région, taille voisine")) for row in _of_its_size(authority, here)]
    if len(found) < OF_A_REASON:
        known = [row.pk for row, _reason in found]
        others = _of_its_size(authority, rows.exclude(pk__in=known))
        found += [(row, _("taille voisine")) for row in others]
    return found


def _near_in_number(subject, rows, name):
    """Returns those of `rows` in use whose number of partnerships is the closest."""
    rows = with_partnership_count(in_use(rows, subject.facet, name), subject.facet, name)
    rows = sorted(rows, key=lambda row: row.pk)
    own = next((row.partnership_count for row in rows if row.pk == subject.value), 0)
    others = [row for row in rows if row.pk != subject.value]
    return sorted(others, key=lambda row: abs(row.partnership_count - own))


def _near_countries(subject):
    found = _near_in_number(subject, ROWS[subject.facet](), "iso2")
    reason = _("même continent, nombre de partenariats voisin")
    return [(row, reason) for row in found if row.continent == subject.row.continent]


def _near_places(subject):
    found = _near_in_number(subject, ROWS[subject.facet](), "code")
    if subject.facet == Facet.REGION:
        return [(row, _("nombre de partenariats voisin")) for row in found]
    same = [row for row in found if row.region_id and row.region_id == subject.row.region_id]
    here = [(row, _("même région, nombre de partenariats voisin")) for row in same[:OF_A_REASON]]
    return here + [(row, _("nombre de partenariats voisin")) for row in found if row not in same]


def _candidates(subject):
    if subject.facet == Facet.AUTHORITY:
        return [*_with_partners_in_common(subject.row), *_near_in_size(subject.row)]
    return _near_countries(subject) if subject.facet == Facet.COUNTRY else _near_places(subject)


def most_present(facet: Facet) -> list[Subject]:
    """Returns those of a kind that have the most partnerships, to begin with; in two queries."""
    counts = FacetCount.objects.filter(facet=facet, count__gt=0).exclude(value=NOT_STATED)
    codes = list(counts.order_by("-count", "value").values_list("value", flat=True)[:SUGGESTED])
    row_of = rows_of_codes(facet, codes)
    return [Subject(facet, row) for code in codes if (row := row_of(code))]


def similar_to(subject: Subject, without: Iterable[Subject] = ()) -> list[Similar]:
    """Returns what is worth comparing with `subject`, with all the reasons of each, but what is
    in `without`.
    """
    reasons = defaultdict(list)
    for row, reason in _candidates(subject):
        reasons[row].append(reason)
    excluded = {each.row for each in (subject, *without)}
    found = [
        Similar(Subject(subject.facet, row), ", ".join(of_row))
        for row, of_row in reasons.items()
        if row not in excluded
    ]
    return found[:SUGGESTED]
