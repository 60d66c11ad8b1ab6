"""The pictures of pages that are of no single row: what each says."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.prepared_address import address_of
from partnerships.pages.components.picture.card import Card, picture_path
from partnerships.registry.comparison.subjects import Subject, comparison_address

# By the name of the page in the address of its picture. The title and the detail of those that have
# no data are also those of their metadata.
CARDS = {
    "accessibilite": Card(
        gettext_lazy("Déclaration d’accessibilité"),
        gettext_lazy(
            "Ce qui a été vérifié, ce qui ne l’a pas été, et que faire si une page vous résiste."
        ),
    ),
    "aide": Card(
        gettext_lazy("Aide"),
        gettext_lazy(
            "Lire le registre\u202f: chercher, comprendre une fiche, ses sources, la carte et les "
            "chiffres, le suivre et le montrer. Puis déclarer un partenariat et le garder exact."
        ),
    ),
    "aide-instruction": Card(
        gettext_lazy("Aide de l’instruction"),
        gettext_lazy("Comment instruire les dossiers, décider, et tenir le registre."),
    ),
    "aide-propositions": Card(
        gettext_lazy("Aide de l’atelier des propositions"),
        gettext_lazy(
            "Comment rédiger les vingt propositions, les remplacer par un fichier, les suivre et "
            "les illustrer."
        ),
    ),
    "collectivites": Card(
        gettext_lazy("Les collectivités françaises"),
        gettext_lazy("Les partenariats connus de chacune."),
    ),
    "couverture": Card(
        gettext_lazy("Ce que le registre contient, et ce qui lui manque"),
        gettext_lazy("Source par source."),
    ),
    "declarer": Card(
        gettext_lazy("Déclarer un partenariat"),
        gettext_lazy(
            "Ce qu’il faut avoir sous la main pour déclarer un partenariat d’une collectivité "
            "française, ce qui est demandé, et ce qui se passe ensuite."
        ),
    ),
    "donnees": Card(
        gettext_lazy("Les données du registre"),
        gettext_lazy("Ce que l’on peut télécharger, et sous quelle licence."),
    ),
    "donnees-personnelles": Card(
        gettext_lazy("Données personnelles"),
        gettext_lazy(
            "Ce que le portail garde sur vous, pourquoi, et qui le voit. Rien d’autre n’est "
            "demandé."
        ),
    ),
    "integrer": Card(
        gettext_lazy("Intégrer le registre à un autre site"),
        gettext_lazy(
            "Une liste, une carte ou une fiche du registre dans la page d’un autre site\u202f: le "
            "code à copier, sans cookie ni traceur."
        ),
    ),
    "mentions-legales": Card(
        gettext_lazy("Mentions légales"),
        gettext_lazy(
            "Qui publie ce site, qui l’héberge, et ce que l’on peut faire de ce qu’il contient."
        ),
    ),
    "pays": Card(
        gettext_lazy("Les pays et territoires"),
        gettext_lazy("Où une collectivité française a un partenaire."),
    ),
    "plan-du-site": Card(
        gettext_lazy("Plan du site"),
        gettext_lazy("Toutes les pages du portail, en un seul endroit."),
    ),
    "propositions": Card(
        gettext_lazy("Les vingt propositions"),
        gettext_lazy(
            "Celles du rapport « Vers un modèle français des villes intelligentes partagées » et "
            "les partenariats qui les portent."
        ),
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
