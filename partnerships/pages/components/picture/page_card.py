"""The pictures of pages that are of no single row: what each says."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.prepared_address import address_of
from partnerships.pages.components.picture.card import Card, picture_path
from partnerships.registry.comparison.subjects import Subject, comparison_address

# By the name of the page in the address of its picture.
CARDS = {
    "collectivites": Card(
        gettext_lazy("Les collectivités françaises"),
        gettext_lazy("Les partenariats connus de chacune."),
    ),
    "couverture": Card(
        gettext_lazy("Ce que le registre contient, et ce qui lui manque"),
        gettext_lazy("Source par source."),
    ),
    "donnees": Card(
        gettext_lazy("Les données du registre"),
        gettext_lazy("Ce que l’on peut télécharger, et sous quelle licence."),
    ),
    "pays": Card(
        gettext_lazy("Les pays et territoires"),
        gettext_lazy("Où une collectivité française a un partenaire."),
    ),
}


def page_picture_path(page: str) -> str:
    """Returns the path of the picture of one of CARDS."""
    return picture_path("partnerships:page_picture", page, card=CARDS[page])


def comparison_card(subjects: Iterable[Subject]) -> Card:
    """Returns what the picture of a comparison says; of none, that of the page where it begins."""
    names = [str(each.name) for each in subjects]
    detail = _("Côte à côte\u202f: partenariats, pays, thématiques, partenaires en commun.")
    return Card(" · ".join(names) or _("Comparer"), detail)


def comparison_picture_path(subjects: Iterable[Subject]) -> str:
    subjects = list(subjects)
    query = comparison_address(subjects).removeprefix(address_of("partnerships:comparison"))
    name, card = "partnerships:comparison_picture", comparison_card(subjects)
    return picture_path(name, card=card, query=query)
