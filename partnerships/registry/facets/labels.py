"""The labels of facet values, and the order in which they are shown."""

from collections.abc import Collection

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.listed_proposals import listed_proposals
from partnerships.identifiers import is_uuid
from partnerships.models import (
    NO,
    NOT_STATED,
    YES,
    AuthoritySize,
    BudgetSource,
    Continent,
    DistanceClass,
    Facet,
    InternationalPartner,
    LocalAuthority,
    LocalAuthorityKind,
    PartnershipKind,
    Phase,
    Provenance,
)
from partnerships.registry.lists import ListedCountry, Lists, lists

YEARS = (Facet.FIRST_YEAR, Facet.PUBLICATION, Facet.CONFIRMATION, Facet.BUDGET_YEAR)
FIXED = {
    Facet.KIND: dict(PartnershipKind.choices),
    Facet.PHASE: dict(Phase.choices),
    Facet.PROVENANCE: dict(Provenance.choices),
    Facet.CONTINENT: dict(Continent.choices),
    Facet.AUTHORITY_KIND: dict(LocalAuthorityKind.choices),
    Facet.SIZE: dict(AuthoritySize.choices),
    Facet.DISTANCE: dict(DistanceClass.choices),
    Facet.BUDGET_SOURCE: dict(BudgetSource.choices),
    Facet.BUDGET: {YES: gettext_lazy("avec un budget"), NO: gettext_lazy("sans budget")},
    Facet.PICTURES: {YES: gettext_lazy("avec des images"), NO: gettext_lazy("sans image")},
    Facet.RESULTS: {YES: gettext_lazy("avec des résultats"), NO: gettext_lazy("sans résultat")},
}


def _proposals():
    """Returns each title with the origin of its words, by number."""
    return {str(each.number): each.name_with_wording for each in listed_proposals()}


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
    """The labels of facet values; the titles of propositions are read once, when first needed."""

    @cached_property
    def lists(self) -> Lists:
        return lists()

    @property
    def countries(self) -> dict[str, ListedCountry]:
        """The countries where a partner may be."""
        return self.lists.foreign_countries

    @property
    def parents_of_themes(self) -> dict[str, str | None]:
        return {slug: theme.parent for slug, theme in self.lists.themes.items()}

    @cached_property
    def _proposals(self):
        return _proposals()

    def _all_of(self, facet):
        match facet:
            case Facet.REGION:
                return self.lists.regions
            case Facet.DEPARTEMENT:
                return self.lists.departements
            case Facet.GOAL:
                return self.lists.goals
            case Facet.THEME:
                return self.lists.theme_names
            case Facet.COUNTRY:
                return self.lists.foreign_names
            case Facet.PROPOSAL:
                return self._proposals
        return FIXED[facet]

    def of(self, facet: Facet, values: Collection[str]) -> dict[str, str]:
        """Returns the labels of those of `values` that may be shown, in order.

        « Not stated » is the last; a proposition that is not published is left out.
        """
        if facet in LINKED:
            return LINKED[facet](values) if values else {}
        if facet in YEARS:
            labels = {year: year for year in sorted(values, reverse=True) if year != NOT_STATED}
        else:
            labels = self._all_of(facet)
        labels = {value: str(label) for value, label in labels.items() if value in values}
        if NOT_STATED in values:
            labels[NOT_STATED] = _("non renseigné")
        return labels
