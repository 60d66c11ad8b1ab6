"""The form of a progress note, with its evidence."""

from functools import cached_property
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import Day, DayInput, PlainLine, PlainText
from partnerships.identifiers import uuid_of
from partnerships.pages.propositions.workshop.evidence_form import (
    DecisionForm,
    DocumentForm,
    EvidenceForm,
    EvidenceGroup,
    LinkForm,
    PartnershipForm,
)
from proposals.models import Progress, ProgressNote, Proposal

# Kind of evidence: title of its group, rows.
GROUPS = (
    (LinkForm, _("Page en ligne"), 3),
    (DocumentForm, _("Document"), 2),
    (PartnershipForm, _("Partenariat du registre"), 3),
    (DecisionForm, _("Décision"), 2),
)


def _progress_choices():
    yield "", _("Sans changement")
    for each in Progress:
        label = (
            _("Revenir à «\u202fnon renseigné\u202f»") if each == Progress.UNKNOWN else each.label
        )
        yield each.value, capfirst(label)


class NoteForm(forms.Form):
    """`note`: drawn with the page, so that a note sent twice is one; `seen`: the last note of the
    proposition that the page showed.
    """

    on = Day(required=True, label=_("Date"), widget=DayInput(format="%Y-%m-%d"))
    progress = forms.ChoiceField(
        label=_("Avancement"),
        required=False,
        widget=forms.RadioSelect,
        help_text=_("Un avancement s’appuie sur une preuve au moins."),
    )
    text = PlainText(
        label=_("Ce qui s’est passé"),
        max_length=ProgressNote._meta.get_field("text").max_length,
        help_text=_("2 000 caractères au plus. Tout le monde le lit."),
    )
    judged_by = PlainLine(
        label=_("Jugé par"),
        required=False,
        max_length=ProgressNote._meta.get_field("judged_by").max_length,
        help_text=_("Le service ou l’instance, plutôt qu’une personne."),
    )
    next_review = Day(
        label=_("Prochain point"),
        widget=DayInput(format="%Y-%m-%d"),
        help_text=_("Le jour où regarder de nouveau. Un courriel le rappelle aux curateurs."),
    )
    note = forms.CharField(widget=forms.HiddenInput, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, proposal: Proposal, user, data=None, files=None):
        super().__init__(
            data, initial={"on": timezone.localdate(), "note": uuid4(), "progress": ""}
        )
        self.proposal, self.user = proposal, user
        self.fields["progress"].choices = list(_progress_choices())
        self.groups = [
            EvidenceGroup(form_class, title, count, data, files)
            for form_class, title, count in GROUPS
        ]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("text", "judged_by", "next_review")]

    @cached_property
    def filled(self) -> list[EvidenceForm]:
        """The rows of evidence in which something is typed."""
        return [form for group in self.groups for form in group.filled]

    @cached_property
    def last_seen(self) -> int:
        """The key of the last note of the proposition, withdrawn or not; 0 before the first one."""
        return self.proposal.notes.order_by("-pk").values_list("pk", flat=True).first() or 0

    def clean_note(self) -> UUID:
        return uuid_of(self.cleaned_data["note"]) or uuid4()

    def clean(self):
        data = super().clean()
        if any(form.errors for form in self.filled):
            raise ValidationError(_("Corrigez les preuves, ci-dessous."))
        is_sent_again = ProgressNote.objects.filter(uuid=data.get("note")).exists()
        if not is_sent_again and (data.get("seen") or 0) != self.last_seen:
            raise ValidationError(
                _(
                    "Un autre point a été écrit pendant ce temps\u202f: lisez-le plus bas, puis "
                    "renvoyez le vôtre s’il vaut encore."
                )
            )
        return data

    @property
    def as_note(self) -> ProgressNote:
        """The note of a valid form, unsaved."""
        data = self.cleaned_data
        return ProgressNote(
            uuid=data["note"],
            proposal=self.proposal,
            on=data["on"],
            progress=data["progress"],
            text=data["text"],
            judged_by=data["judged_by"],
            next_review=data["next_review"],
            written_by=self.user,
        )

    def add_refusal(self, error: ValidationError) -> None:
        """Shows why the note was refused, each reason at its field."""
        for name, texts in getattr(error, "error_dict", {None: error.messages}).items():
            self.add_error(name if name in self.fields else None, texts)
