"""The settings pages of lead reviewers."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SettingsPage:
    name: str
    label: Promise
    sentence: Promise

    @property
    def address(self) -> str:
        return reverse(f"partnerships:{self.name}")


SETTINGS_PAGES = (
    SettingsPage(
        "phrase_list",
        _("Phrases de motifs"),
        _("Ce que les instructeurs reprennent souvent pour motiver une décision."),
    ),
    SettingsPage(
        "letter_templates",
        _("Lettres de décision"),
        _("Le texte des lettres, par décision et par objet de dossier, avec un aperçu."),
    ),
    SettingsPage(
        "instruction_rules",
        _("Délais et contreseing"),
        _("Le temps donné pour décider, par objet de dossier, et les décisions prises à deux."),
    ),
    SettingsPage(
        "retention",
        _("Durées de conservation"),
        _("Quand archiver puis effacer les dossiers refusés ou retirés\u202f; les archives."),
    ),
    SettingsPage(
        "campaign",
        _("Campagne de confirmation"),
        _("Dates, relances et message de la campagne de chaque année, et son avancement."),
    ),
    SettingsPage(
        "advisory_body_list",
        _("Annuaire des organismes consultés"),
        _("Préfectures, ambassades et autres organismes, et où leur demander un avis."),
    ),
)
