"""The metadata of a page that shows what a query of the registry finds."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cncd_portal.prepared_address import address_of
from cncd_portal.site_address import absolute_address
from partnerships.models import Facet
from partnerships.pages.components.embedded import Embedded, embed_path
from partnerships.pages.components.metadata.linked_data import licences, site_reference
from partnerships.pages.components.metadata.page_metadata import (
    Crumb,
    FeedLink,
    Metadata,
    continued,
    cursor_of,
    is_forward,
)
from partnerships.pages.components.picture.card import Card, picture_path
from partnerships.registry.answer import WITH_CODE
from partnerships.registry.filters import FILTERS, LINKED, PLACE
from partnerships.registry.listing import COLUMN, Listing
from partnerships.registry.result_views import FIGURES, LIST, MAP, TABLE, ResultView
from partnerships.registry.sorts import SORT

# Filters that a title names beside the sentence; the others are told by their number.
NAMED_MAX = 6
LISTS = (LIST, TABLE)
REGISTRY = gettext_lazy("Registre")
DESCRIPTIONS = {
    LIST: gettext_lazy(
        "%(answer)s\u202f: qui, avec qui, où et depuis quand, dans le registre public de la "
        "coopération décentralisée."
    ),
    TABLE: gettext_lazy(
        "%(answer)s, en tableau\u202f: pays, dates, thématiques et provenance de chacun."
    ),
    MAP: gettext_lazy("%(answer)s, sur la carte du monde\u202f: où sont les deux côtés."),
    FIGURES: gettext_lazy(
        "%(answer)s, en chiffres\u202f: par pays, par région, par thématique et dans le temps."
    ),
}

NONE_FOUND = gettext_lazy("%(answer)s, dans le registre public de la coopération décentralisée.")


def canonical_query(listing: Listing, **changes) -> str:
    """Returns the query of a result, its filters and their values in one order, without what does
    not change what its view shows.
    """
    names = [*(facet.value for facet in (*FILTERS, *LINKED)), PLACE]
    ordered = {name: sorted(listing.data.getlist(name)) for name in names}
    left_out = {COLUMN: None} if listing.view in LISTS else {COLUMN: None, SORT: None}
    return listing.address(**{**ordered, **left_out, **changes})


def result_path(listing: Listing, view: ResultView, **changes) -> str:
    return view.path + canonical_query(listing, **changes)


def chosen_name(listing: Listing) -> str:
    """Returns what is chosen, in words that stay the same while the registry changes."""
    labels = ", ".join(chip.label for chip in listing.chips)
    if not labels:
        return _("Tous les partenariats du registre")
    return _("Partenariats\u202f: %(filters)s") % {"filters": labels}


def _unsaid(listing: Listing) -> list[str]:
    """Returns the active filters that the sentence of the answer does not name."""
    sentence = listing.answer.sentence
    # Words have no name, and are in the sentence.
    labels = [chip.label for chip in listing.chips if chip.name]
    return [each for each in labels if WITH_CODE.sub("", each) not in sentence]


def filtered_sentence(listing: Listing) -> str:
    """Returns the answer in words, with the filters that it leaves unsaid."""
    unsaid = _unsaid(listing)
    parts = [listing.answer.sentence, *unsaid[:NAMED_MAX]]
    others = len(unsaid) - NAMED_MAX
    if others > 0:
        text = ngettext("%(count)s autre filtre", "%(count)s autres filtres", others)
        parts.append(text % {"count": others})
    return " · ".join(parts)


def result_card(listing: Listing) -> Card:
    """Returns what the picture of a result says, whatever its view."""
    return Card(filtered_sentence(listing), " · ".join(listing.answer.by_provenance))


def _title(listing: Listing, label: str) -> str:
    title = f"{filtered_sentence(listing)} – {label}" if listing.chips else str(label)
    if listing.view in LISTS and listing.asked_sort:
        sort = listing.sorts[listing.sort]
        title = _("%(title)s (tri\u202f: %(sort)s)") % {"title": title, "sort": sort}
    return title


def _files(listing: Listing) -> list[tuple[str, str, str]]:
    """Returns the (name, type, path) of the files of a result."""
    query = canonical_query(listing, **{SORT: None})
    return [
        (_("Flux"), "application/atom+xml", address_of("partnerships:registry_feed") + query),
        (_("Table de la carte"), "text/csv", address_of("partnerships:map_csv") + query),
        (_("Points de la carte"), "application/json", address_of("partnerships:map_json") + query),
    ]


def _dataset(listing: Listing, title: str) -> dict:
    counts = listing.filterset.counts[Facet.PROVENANCE]
    provenances = listing.filterset.chosen.get(Facet.PROVENANCE, counts)
    return {
        "@type": "Dataset",
        "name": title,
        "description": str(DESCRIPTIONS[listing.view]) % {"answer": filtered_sentence(listing)},
        "url": absolute_address(result_path(listing, listing.view)),
        "isAccessibleForFree": True,
        "inLanguage": "fr",
        "isPartOf": site_reference(),
        "license": licences(each for each in provenances if counts.get(each)),
        "distribution": [
            {
                "@type": "DataDownload",
                "name": name,
                "encodingFormat": kind,
                "contentUrl": absolute_address(path),
            }
            for name, kind, path in _files(listing)
        ],
    }


def result_picture(listing: Listing) -> str:
    """Returns the path of the picture of what `listing` finds."""
    query = canonical_query(listing, **{SORT: None})
    return picture_path("partnerships:map_picture", query=query, card=result_card(listing))


def result_metadata(listing: Listing, label: str = "") -> Metadata:
    """Returns the metadata of a view of a result; `label`: its name, that of the view by default.

    Read in the same `one_instant()` as the page.
    """
    view, label = listing.view, label or listing.view.label
    title, cursor = _title(listing, label), {}
    if view in LISTS and listing.count:
        cursor = cursor_of(listing.page, listing.data)
        title = continued(title, listing.page, cursor)
    sentence, query = filtered_sentence(listing), canonical_query(listing, **{SORT: None})
    return Metadata(
        title=title,
        description=str(DESCRIPTIONS[view] if listing.count else NONE_FOUND) % {"answer": sentence},
        path=result_path(listing, view, **cursor),
        trail=[] if view != TABLE else [Crumb(REGISTRY, LIST.path)],
        label=label,
        data=[_dataset(listing, title)] if listing.count and not cursor else [],
        feeds=[FeedLink(chosen_name(listing), address_of("partnerships:registry_feed") + query)],
        picture=result_picture(listing),
        embed=embed_path(Embedded.MAP if view == MAP else Embedded.LIST, query),
        is_indexed=bool(listing.count) and is_forward(cursor),
    )
