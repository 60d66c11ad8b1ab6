"""The columns of the directory's file, and what each cell says."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.accounts.email_address import EmailFormField
from partnerships.analysis import fold
from partnerships.country_names import CountryNames, UnknownCountry
from partnerships.document.steps.text import refuse_hidden_characters, tidied
from partnerships.identifiers import is_uuid
from partnerships.models import AdvisoryBody, AdvisoryBodyKind, Country, Departement, Region
from partnerships.models.advisory_body import PLACE_FIELDS

NAME_MAX = AdvisoryBody._meta.get_field("name").max_length
EMAIL_MAX = AdvisoryBody._meta.get_field("email").max_length
YES, NO = gettext_lazy("oui"), gettext_lazy("non")


class WrongCell(ValueError):
    """A cell cannot be read; the text is a French sentence that says what to write."""


@dataclass(frozen=True)
class Column:
    name: str
    heading: Promise
    hint: Promise
    is_required: bool = False


COLUMNS = (
    Column(
        "uuid",
        gettext_lazy("Identifiant"),
        gettext_lazy("celui du fichier exporté\u202f; vide pour un organisme nouveau"),
    ),
    Column(
        "kind",
        gettext_lazy("Nature"),
        gettext_lazy(
            "préfecture de région, préfecture de département, ambassade de France, ou autre "
            "organisme"
        ),
        is_required=True,
    ),
    Column(
        "name",
        gettext_lazy("Nom"),
        gettext_lazy("vide, il est fait de la nature et du lieu"),
    ),
    Column(
        "email",
        gettext_lazy("Courriel"),
        gettext_lazy("les demandes d’avis et leurs pièces y sont envoyées"),
        is_required=True,
    ),
    Column("region", gettext_lazy("Région"), gettext_lazy("nom ou code INSEE")),
    Column("departement", gettext_lazy("Département"), gettext_lazy("nom ou code INSEE")),
    Column("country", gettext_lazy("Pays"), gettext_lazy("nom ou code ISO à deux lettres")),
    Column(
        "is_active",
        gettext_lazy("Proposé"),
        gettext_lazy("oui ou non\u202f; vide, oui pour un organisme nouveau"),
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}


def cells_of(body: AdvisoryBody) -> list[str]:
    """Returns the cells of a body, in the order of the columns."""
    return [
        str(body.uuid),
        body.get_kind_display(),
        body.name,
        body.email,
        *(str(getattr(body, name) or "") for name in PLACE_FIELDS.values()),
        str(YES if body.is_active else NO),
    ]


def _by_name_or_code(rows: Iterable) -> dict[str, object]:
    return {fold(key): row for row in rows for key in (row.code, row.name)}


class CellReader:
    """Reads the cells of a line. The places are read once, whatever the number of lines."""

    @cached_property
    def regions(self) -> dict[str, Region]:
        return _by_name_or_code(Region.objects.all())

    @cached_property
    def departements(self) -> dict[str, Departement]:
        return _by_name_or_code(Departement.objects.select_related("region"))

    @cached_property
    def countries(self) -> CountryNames:
        return CountryNames()

    def uuid(self, text: str) -> str:
        if text and not is_uuid(text):
            raise WrongCell(_("Laissez l’identifiant tel qu’exporté, ou videz la cellule."))
        return text

    def kind(self, text: str) -> AdvisoryBodyKind:
        for kind in AdvisoryBodyKind:
            if fold(text) in (fold(str(kind.label)), kind.value):
                return kind
        labels = ", ".join(str(kind.label) for kind in AdvisoryBodyKind)
        raise WrongCell(_("Écrivez l’une de ces natures\u202f: %(kinds)s.") % {"kinds": labels})

    def name(self, text: str) -> str:
        text = tidied(text, is_line=True)
        try:
            refuse_hidden_characters(text)
        except ValidationError as error:
            raise WrongCell(error.messages[0]) from None
        if len(text) > NAME_MAX:
            raise WrongCell(
                _("Ce nom est trop long\u202f: %(limit)s caractères au plus.") % {"limit": NAME_MAX}
            )
        return text

    def email(self, text: str) -> str:
        try:
            text = EmailFormField(max_length=None).clean(text)
        except ValidationError:
            raise WrongCell(_("Écrivez une adresse électronique, comme nom@exemple.fr.")) from None
        if len(text) > EMAIL_MAX:
            raise WrongCell(
                _("Cette adresse est trop longue\u202f: %(limit)s caractères au plus.")
                % {"limit": EMAIL_MAX}
            )
        return text.lower()

    def region(self, text: str) -> Region | None:
        return self._place(self.regions, text, _("Cette région n’est pas dans la liste"))

    def departement(self, text: str) -> Departement | None:
        return self._place(self.departements, text, _("Ce département n’est pas dans la liste"))

    def _place(self, places, text, why):
        if not text:
            return None
        # Spreadsheets take « 01 » for a number.
        found = places.get(fold(text)) or places.get(fold(text).zfill(2))
        if found is None:
            raise WrongCell(_("%(why)s\u202f: écrivez son nom ou son code INSEE.") % {"why": why})
        return found

    def country(self, text: str) -> Country | None:
        if not text:
            return None
        try:
            return self.countries.one_named(text).country
        except UnknownCountry as unknown:
            raise WrongCell(str(unknown)) from None

    def is_active(self, text: str) -> bool | None:
        answers = {"": None, fold(str(YES)): True, fold(str(NO)): False}
        if fold(text) not in answers:
            raise WrongCell(_("Écrivez oui ou non."))
        return answers[fold(text)]
