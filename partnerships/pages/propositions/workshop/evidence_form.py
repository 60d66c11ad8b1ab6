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
from partnerships.pages.propositions.shown_evidence import (
    public_partnerships,
    public_partnerships_named,
)
from proposals.models import NEEDED, Evidence, EvidenceKind

PUBLIC_ID = re.compile(rf"(?:^|/)([{PUBLIC_ID_ALPHABET}]{{8}})(?:[-/]|$)")
LABEL_MAX = Evidence._meta.get_field("label").max_length
# Pages offered for a name.
FOUND_MAX = 8
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

    @property
    def shown_fields(self) -> list[tuple[forms.BoundField, bool]]:
        """Each field, and whether it is needed once the row is not empty; of choices, those that
        have some.
        """
        needed = {*NEEDED[self.kind], "file"}
        return [
            (field, field.name in needed)
            for field in self
            if not isinstance(field.field.widget, forms.RadioSelect) or field.field.widget.choices
        ]

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
    """`found`: the pages that the name typed finds, one of which is to be chosen."""

    kind = EvidenceKind.PARTNERSHIP

    partnership = PlainLine(
        label=_("Fiche du registre"),
        required=False,
        max_length=URL_MAX,
        help_text=_(
            "Son nom, son adresse ou son identifiant de huit caractères. D’après un nom, les "
            "fiches trouvées sont proposées à l’enregistrement."
        ),
    )
    found = forms.CharField(label=_("Fiches trouvées"), required=False, widget=forms.RadioSelect)

    def has_changed(self):
        return "partnership" in self.changed_data

    def clean_partnership(self):
        text = self.cleaned_data["partnership"]
        if not text:
            return ""
        named = PUBLIC_ID.search(text)
        row = public_partnerships(named.groups()).get(named[1]) if named else None
        return row.public_id if row else self._chosen_by_name(text)

    def _chosen_by_name(self, text):
        """Returns the public identifier of the page chosen among those that `text` finds. Raises
        ValidationError where none is, which offers them.
        """
        rows = public_partnerships_named(text, FOUND_MAX + 1)
        choices = {row.public_id: f"{row.title} ({row.public_id})" for row in rows[:FOUND_MAX]}
        chosen = self.data.get(self.add_prefix("found"))
        if chosen in choices:
            return chosen
        self.fields["found"].widget.choices = list(choices.items())
        if not rows:
            raise ValidationError(
                _(
                    "Aucune fiche publique n’a ce nom, cette adresse ni cet identifiant\u202f: "
                    "essayez d’autres mots, ou copiez l’adresse de sa page."
                )
            )
        raise ValidationError(
            _("Choisissez la fiche parmi celles trouvées, ou précisez son nom.")
            if len(rows) <= FOUND_MAX
            else _("Choisissez la fiche, ou précisez son nom\u202f: il y en a d’autres.")
        )


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
