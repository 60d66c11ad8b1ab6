"""The evidence of a progress note, as a curator types it: a form for each kind."""

import re
from typing import ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import Day, DayInput, PlainLine
from partnerships.models.partnership import PUBLIC_ID_ALPHABET
from partnerships.pages.components.attachment import ACCEPT, TYPES, checked_upload
from partnerships.pages.propositions.shown_evidence import public_partnerships
from proposals.models import Evidence, EvidenceKind

PUBLIC_ID = re.compile(rf"(?:^|/)([{PUBLIC_ID_ALPHABET}]{{8}})(?:[-/]|$)")
LABEL_MAX = Evidence._meta.get_field("label").max_length
URL_MAX = Evidence._meta.get_field("url").max_length


class WebPage(forms.URLField):
    default_validators: ClassVar = [URLValidator(schemes=["http", "https"])]


class EvidenceForm(forms.Form):
    """A row of evidence; left empty, there is none."""

    kind: EvidenceKind

    def __init__(self, data=None, files=None, *, prefix):
        super().__init__(
            data, files, prefix=prefix, empty_permitted=True, use_required_attribute=False
        )

    def clean(self):
        """Raises what the model refuses, by field."""
        data = super().clean()
        names = ("label", "url", "on", "partnership")
        evidence = Evidence(kind=self.kind, **{name: data[name] for name in names if name in data})
        try:
            if self.has_changed():
                evidence.clean()
        except ValidationError as error:
            for name, texts in error.error_dict.items():
                if name not in self.errors:
                    self.add_error(name, texts)
        self.evidence = evidence
        return data


class LinkForm(EvidenceForm):
    kind = EvidenceKind.LINK

    url = WebPage(
        label=_("Adresse de la page"),
        required=False,
        max_length=URL_MAX,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={
            "invalid": _(
                "Cette adresse n’est pas celle d’une page\u202f: copiez-la entière, comme "
                "https://www.exemple.fr/page."
            )
        },
    )
    label = PlainLine(label=_("Titre de la page"), required=False, max_length=LABEL_MAX)
    on = Day(label=_("Lue le"), widget=DayInput(format="%Y-%m-%d"))


class DocumentForm(EvidenceForm):
    kind = EvidenceKind.DOCUMENT

    file = forms.FileField(
        label=_("Fichier"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=format_lazy(_("{types}. N’importe qui pourra le télécharger."), types=TYPES),
    )
    label = PlainLine(label=_("Intitulé du document"), required=False, max_length=LABEL_MAX)

    def clean_file(self):
        """Returns (file, what it is), or None."""
        sent = self.cleaned_data["file"]
        return checked_upload(sent) if sent else None

    def clean(self):
        data = super().clean()
        if self.has_changed() and not data.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choisissez le fichier de cette preuve."))
        return data


class PartnershipForm(EvidenceForm):
    kind = EvidenceKind.PARTNERSHIP

    partnership = PlainLine(
        label=_("Adresse de la fiche, ou identifiant"),
        required=False,
        max_length=URL_MAX,
        help_text=_(
            "Les huit caractères qui suivent «\u202f/registre/\u202f» dans l’adresse de la fiche."
        ),
    )

    def clean_partnership(self):
        text = self.cleaned_data["partnership"]
        if not text:
            return ""
        found = PUBLIC_ID.search(text)
        row = public_partnerships(found.groups()).get(found[1]) if found else None
        if row is None:
            raise ValidationError(
                _(
                    "Aucune fiche publique n’a cette adresse ni cet identifiant\u202f: copiez "
                    "l’adresse de sa page."
                )
            )
        return row.public_id


class DecisionForm(EvidenceForm):
    kind = EvidenceKind.DECISION

    label = PlainLine(
        label=_("Ce qui a été décidé, et par qui"), required=False, max_length=LABEL_MAX
    )
    on = Day(label=_("Jour de la décision"), widget=DayInput(format="%Y-%m-%d"))


class EvidenceGroup:
    """The rows of one kind; `title`: of the group."""

    def __init__(self, form_class: type[EvidenceForm], title, count: int, data=None, files=None):
        self.kind, self.title = form_class.kind, title
        self.forms = [
            form_class(data, files, prefix=f"{form_class.kind.value}-{rank}")
            for rank in range(count)
        ]

    @property
    def is_document(self) -> bool:
        return self.kind == EvidenceKind.DOCUMENT

    @cached_property
    def filled(self) -> list[EvidenceForm]:
        return [form for form in self.forms if form.has_changed()]

    @property
    def is_open(self) -> bool:
        """Whether the group is unfolded: something is typed in it."""
        return bool(self.filled)
