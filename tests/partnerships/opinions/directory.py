"""A file of the directory, and what is there once it is written."""

from django.urls import reverse

from partnerships.models import AdvisoryBody

IMPORT, EXPORT = reverse("partnerships:directory_import"), reverse("partnerships:directory_export")
HEADINGS = "Identifiant;Nature;Nom;Courriel;Région;Département;Pays;Proposé"
SHORT = "Nature;Courriel;Département;Pays;Nom"


def csv_of(*lines, headings=SHORT):
    return "\n".join([headings, *lines]).encode("utf-8-sig")


def rows():
    names = ("kind", "name", "email", "region", "departement", "country", "is_active")
    return set(AdvisoryBody.objects.values_list(*names))


GOOD = csv_of(
    "préfecture de département;Pref59@Example.org;Nord;;",
    "Ambassade de France;rabat@example.org;;ma;",
    "autre organisme;agence@example.org;1;;L'Agence",
)
WRITTEN = {
    ("departement", "Préfecture du Nord", "pref59@example.org", None, "59", None, True),
    ("embassy", "Ambassade de France au Maroc", "rabat@example.org", None, None, "MA", True),
    ("other", "L’Agence", "agence@example.org", None, "01", None, True),
}
