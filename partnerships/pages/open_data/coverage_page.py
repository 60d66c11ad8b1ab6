"""Content of the coverage page: how many records, of when, from which source, what is missing.

The partnerships are counted from the stored counts, so that the page costs the same whatever the
size of the registry.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from partnerships.models import (
    Confirmation,
    Country,
    Facet,
    FacetCount,
    LocalAuthority,
    LocalAuthorityKind,
    Partnership,
    Place,
    Precision,
    Provenance,
    ReferenceLoad,
)
from partnerships.publication.counts import key_figures
from proposals.models import Proposal

# What each source says, and what it does not, in the order of the page.
SOURCES = {
    Provenance.DECLARED: (
        _("Déclarés par leur collectivité"),
        _(
            "Une collectivité a écrit la fiche, et le ministère a instruit le dossier avant de la "
            "publier. Les champs facultatifs peuvent être vides."
        ),
        _("Les partenariats que leur collectivité n’a pas déclarés ici."),
    ),
    Provenance.WIKIDATA: (
        _("Repris de Wikidata"),
        _(
            "Jumelages de la propriété P190 de Wikidata, dans leur état de 2017 (CC0). La fiche "
            "nomme les deux villes, et rien d’autre\u202f: ni dates, ni thématiques, ni phase, ni "
            "résumé. Certains jumelages ont pu prendre fin."
        ),
        _(
            "Les jumelages absents de Wikidata en 2017, ceux qui ont commencé depuis, et toutes "
            "les autres formes de coopération."
        ),
    ),
    Provenance.SOURCED: (
        _("Repris d’une autre source publique"),
        _("Quelques partenariats décrits par un document public, que chaque fiche cite."),
        _("Tout ce que le document cité ne dit pas."),
    ),
    Provenance.DEMONSTRATION: (
        _("Fictifs, pour la démonstration"),
        _("Inventés pour montrer le portail\u202f: ils ne disent rien d’une collectivité réelle."),
        "",
    ),
}


@dataclass(frozen=True)
class Source:
    """The public partnerships of one provenance; `first` and `last`: when the oldest and the
    newest entered the registry.
    """

    title: str
    holds: str
    lacks: str
    count: int
    first: datetime | None
    last: datetime | None


@dataclass(frozen=True)
class KindOfAuthority:
    """The authorities of one kind that exist today, and how many have a SIREN and a point."""

    label: str
    count: int
    with_siren: int
    with_point: int


def _published_at(order: str) -> Subquery:
    """Returns when the first partnership by `order` of the provenance of the outer row was
    published.

    Not by key: what is published with a date of the past has a later one.
    """
    rows = Partnership.objects.listed().filter(provenance=OuterRef("value"))
    return Subquery(rows.order_by(order).values("published_at")[:1])


def _existing() -> QuerySet:
    """Today's authorities, without the order that would split the groups."""
    return LocalAuthority.objects.existing().order_by()


class CoveragePage:
    @cached_property
    def figures(self):
        return key_figures()

    @cached_property
    def sources(self) -> list[Source]:
        """The sources that have a public partnership, and the declared ones in any case."""
        rows = FacetCount.objects.filter(facet=Facet.PROVENANCE, count__gt=0)
        first, last = (_published_at(f"{sign}published_at") for sign in ("", "-"))
        rows = rows.annotate(first=first, last=last)
        found = {row[0]: row[1:] for row in rows.values_list("value", "count", "first", "last")}
        found.setdefault(Provenance.DECLARED, (0, None, None))
        return [Source(*SOURCES[each], *found[each]) for each in SOURCES if each in found]

    @cached_property
    def confirmed(self) -> int:
        """Declared partnerships that their authority confirmed at least once; no fictitious one."""
        declared = Partnership.objects.listed().filter(provenance=Provenance.DECLARED).order_by()
        rows = Confirmation.objects.filter(partnership__in=declared).order_by()
        return rows.aggregate(count=Count("partnership", distinct=True))["count"]

    @cached_property
    def authorities(self) -> list[KindOfAuthority]:
        located = Count("pk", filter=Q(latitude__isnull=False))
        rows = (
            _existing()
            .values("kind")
            .annotate(count=Count("pk"), with_siren=Count("siren"), with_point=located)
        )
        found = {row.pop("kind"): row for row in rows}
        return [
            KindOfAuthority(str(kind.label), **found[kind])
            for kind in LocalAuthorityKind
            if kind in found
        ]

    @cached_property
    def authority_total(self) -> KindOfAuthority:
        counts = ("count", "with_siren", "with_point")
        sums = {name: sum(getattr(row, name) for row in self.authorities) for name in counts}
        return KindOfAuthority(str(_("Toutes")), **sums)

    @cached_property
    def precisions(self) -> list[tuple[str, int]]:
        """(precision of the point, number of authorities), as the model names them."""
        rows = _existing().values_list("precision").annotate(count=Count("pk"))
        found = dict(rows)
        return [(choice.label, found[choice]) for choice in Precision if choice in found]

    @cached_property
    def countries(self) -> int:
        return Country.objects.count()

    @cached_property
    def towns(self) -> int:
        return Place.objects.count()

    @cached_property
    def proposals(self) -> int:
        return Proposal.objects.listed().count()

    @cached_property
    def loaded_at(self) -> datetime | None:
        """When the reference data was last loaded."""
        return ReferenceLoad.objects.aggregate(last=Max("loaded_at"))["last"]
