"""The labels of facet values, and the order in which they are shown."""

from collections.abc import Iterable

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.identifiers import is_uuid
from partnerships.models import (
    NO,
    NOT_STATED,
    YES,
    AuthoritySize,
    BudgetSource,
    Continent,
    Country,
    Departement,
    Facet,
    Goal,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityKind,
    PartnershipKind,
    Phase,
    Provenance,
    Region,
    Theme,
)
from proposals.models import Proposal

YEARS = (Facet.PUBLICATION, Facet.CONFIRMATION, Facet.BUDGET_YEAR)
FIXED = {
    Facet.KIND: dict(PartnershipKind.choices),
    Facet.PHASE: dict(Phase.choices),
    Facet.PROVENANCE: dict(Provenance.choices),
    Facet.CONTINENT: dict(Continent.choices),
    Facet.AUTHORITY_KIND: dict(LocalAuthorityKind.choices),
    Facet.SIZE: dict(AuthoritySize.choices),
    Facet.BUDGET_SOURCE: dict(BudgetSource.choices),
    Facet.BUDGET: {YES: gettext_lazy("avec un budget"), NO: gettext_lazy("sans budget")},
    Facet.PICTURES: {YES: gettext_lazy("avec des images"), NO: gettext_lazy("sans image")},
    Facet.RESULTS: {YES: gettext_lazy("avec des résultats"), NO: gettext_lazy("sans résultat")},
}


def _proposals():
    """Returns each title, with the origin of the wording unless it is the report's own."""
    labels = {}
    for each in Proposal.objects.listed().only("number", "title", "wording"):
        origin = "" if each.is_official else f" ({each.get_wording_display()})"
        labels[str(each.number)] = f"{each}{origin}"
    return labels


# Labels that are rows of the database, each list read in one query.
STORED = {
    Facet.REGION: lambda: dict(Region.objects.values_list("pk", "name")),
    Facet.DEPARTEMENT: lambda: {each.pk: str(each) for each in Departement.objects.all()},
    Facet.GOAL: lambda: {str(each.pk): str(each) for each in Goal.objects.all()},
    Facet.PROPOSAL: _proposals,
}


def _with_departement(authority):
    code = authority.departement_id
    return f"{authority} ({code})" if code else str(authority)


def _authorities(keys):
    rows = LocalAuthority.objects.unmerged().filter(
        key__in=[key for key in keys if "\x00" not in key]
    )
    return {each.key: _with_departement(each) for each in rows.order_by("sort_key", "pk")}


def _partners(uuids):
    rows = InternationalPartner.objects.current().filter(uuid__in=filter(is_uuid, uuids))
    return {str(each.uuid): str(each) for each in rows}


# Labels of which only those asked for are read.
LINKED = {Facet.AUTHORITY: _authorities, Facet.PARTNER: _partners}


class FacetLabels:
    """The labels of facet values; those that are rows are read once, when first needed."""

    def __init__(self):
        self._read = dict(FIXED)

    @cached_property
    def _themes(self):
        return list(Theme.objects.values_list("slug", "name", "parent"))

    @cached_property
    def countries(self) -> dict[str, Country]:
        """The countries where a partner may be, with their name, kind and continent."""
        rows = Country.objects.foreign().only("name", "kind", "continent")
        return {row.pk: row for row in rows}

    @property
    def parents_of_themes(self) -> dict[str, str | None]:
        return {slug: parent for slug, _name, parent in self._themes}

    def _all_of(self, facet):
        if facet == Facet.THEME:
            return {slug: name for slug, name, _parent in self._themes}
        if facet == Facet.COUNTRY:
            return {iso2: row.name for iso2, row in self.countries.items()}
        if facet not in self._read:
            self._read[facet] = STORED[facet]()
        return self._read[facet]

    def of(self, facet: Facet, values: Iterable[str]) -> dict[str, str]:
        """Returns the labels of those of `values` that may be shown, in order.

        « Not stated » is the last; a proposition that is not published is left out.
        """
        if facet in LINKED:
            return LINKED[facet](values)
        if facet in YEARS:
            labels = {year: year for year in sorted(values, reverse=True) if year != NOT_STATED}
        else:
            labels = self._all_of(facet)
        labels = {value: str(label) for value, label in labels.items() if value in values}
        return {**labels, **({NOT_STATED: _("non renseigné")} if NOT_STATED in values else {})}
