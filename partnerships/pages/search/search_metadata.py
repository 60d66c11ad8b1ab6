"""The metadata of the search over everything."""

from django.urls import reverse
from django.utils.translation import gettext as _

from partnerships.pages.components.metadata.page_metadata import Metadata
from partnerships.pages.components.other_searches import searched_address
from partnerships.pages.search.search_page import SearchPage


def search_metadata(found: SearchPage) -> Metadata:
    """Returns the metadata of a search; search engines leave out what others searched."""
    words = {"words": found.text}
    title = _("«\u202f%(words)s\u202f» – Recherche") % words if found.text else _("Recherche")
    text = _("Ce que tout le portail sait de «\u202f%(words)s\u202f»") % words
    return Metadata(
        title=title,
        description=_("%(text)s\u202f: %(found)s.")
        % {"text": text, "found": found.summary or _("rien")}
        if found.text
        else _("Une ville, une collectivité, un partenaire, un pays, un thème, un code, des mots."),
        path=searched_address(found.text) if found.text else reverse("partnerships:search"),
        label=_("Recherche"),
        picture=reverse("partnerships:home_picture"),
        is_indexed=not found.text,
    )
