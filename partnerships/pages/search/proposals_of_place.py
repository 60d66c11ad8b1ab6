"""« propositions Maroc »: the propositions that the partnerships of a place carry."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.analysis import stem
from partnerships.document.listed_proposals import listed_proposals
from partnerships.models import Country, Departement, Facet, LocalAuthority, Region
from partnerships.pages.components.other_searches import Link
from partnerships.registry.facets.partnership_counts import counts_of_propositions
from partnerships.registry.named.located_names import place_named
from partnerships.registry.profile import counts_within
from partnerships.registry.search import searched_words

PROPOSITION = stem("propositions")
# Facet of a place → its model, and the field that its value names.
PLACES = {
    Facet.COUNTRY: (Country, "pk"),
    Facet.REGION: (Region, "pk"),
    Facet.DEPARTEMENT: (Departement, "pk"),
    Facet.AUTHORITY: (LocalAuthority, "key"),
}


def _carried_count(facet, value):
    counts = counts_of_propositions(
        counts_within(facet, value, [Facet.CONTRIBUTION])[Facet.CONTRIBUTION]
    )
    return sum(counts[each.number].total > 0 for each in listed_proposals())


def proposals_of_place(text: str) -> Link | None:
    """Returns the propositions of the country, région, département or authority that `text` names
    beside the word « proposition »; None if it does not.
    """
    words = searched_words(text)
    others = [word for word in words if stem(word) != PROPOSITION]
    place = place_named(others) if others and len(others) < len(words) else None
    if place is None:
        return None
    model, field = PLACES[place[0]]
    row = model.objects.get(**{field: place[1]})
    count = _carried_count(*place)
    label = (
        ngettext(
            "%(place)s\u202f: %(count)s proposition portée par ses partenariats",
            "%(place)s\u202f: %(count)s propositions portées par ses partenariats",
            count,
        )
        if count
        else _("%(place)s\u202f: aucune proposition portée par ses partenariats")
    )
    address = f"{row.get_absolute_url()}#propositions"
    return Link(label % {"place": row.name, "count": count}, address)
