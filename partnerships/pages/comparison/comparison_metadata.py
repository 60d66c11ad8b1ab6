"""The metadata of a comparison."""

from collections.abc import Sequence
from operator import attrgetter

from django.utils.translation import gettext as _

from partnerships.pages.comparison.names_page import NamesPage
from partnerships.pages.components.metadata.page_metadata import Crumb, Metadata
from partnerships.pages.components.picture.page_card import comparison_picture_path
from partnerships.registry.comparison.subjects import Subject, comparison_address


def comparison_metadata(subjects: Sequence[Subject]) -> Metadata:
    """Returns the metadata of the comparison of `subjects`, none where it begins. Only that page
    is for search engines: there are too many comparisons.
    """
    names = ", ".join(str(each.name) for each in subjects)
    text = _(
        "Deux à quatre collectivités, pays, régions ou départements côte à côte\u202f: "
        "partenariats, pays, thématiques, partenaires en commun."
    )
    compared = _("%(names)s côte à côte\u202f: partenariats, pays, thématiques, en commun.")
    return Metadata(
        title=_("%(names)s – Comparer") % {"names": names} if names else _("Comparer"),
        description=compared % {"names": names} if names else text,
        path=comparison_address(sorted(subjects, key=attrgetter("value"))),
        label=_("Comparer"),
        is_indexed=not subjects,
        picture=comparison_picture_path(subjects),
    )


def names_metadata(page: NamesPage, path: str) -> Metadata:
    """Returns the metadata of the list of names that the things compared share, or that one of
    them has alone; `path`: its address.
    """
    names = ", ".join(str(each.name) for each in page.subjects)
    title = _("%(title)s – %(names)s") % {"title": page.title, "names": names}
    return Metadata(
        title=title,
        description=title,
        path=path,
        trail=[Crumb(_("Comparer"), page.comparison_address)],
        label=page.title,
        picture=comparison_picture_path(page.subjects),
        is_indexed=False,
    )
