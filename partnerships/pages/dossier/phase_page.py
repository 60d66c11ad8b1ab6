"""« En sommeil », « terminé »: a short amendment on one page."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import Choice, Day, PlainText
from partnerships.models import Phase

SHORT_PHASES = (Phase.DORMANT, Phase.COMPLETED, Phase.CANCELLED)


class PhaseForm(forms.Form):
    phase = Choice(
        label=gettext_lazy("Ce partenariat est"),
        choices=[(phase.value, phase.label) for phase in SHORT_PHASES],
        widget=forms.RadioSelect,
    )
    ends_on = Day(
        label=gettext_lazy("Depuis le"),
        help_text=gettext_lazy("La date de fin, s’il est terminé ou abandonné."),
    )
    word = PlainText(
        label=gettext_lazy("Un mot à l’administration"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Il n’est pas publié."),
    )

    def __init__(self, data, *, starts_on: date | None):
        self.starts_on = starts_on
        super().__init__(data, label_suffix="")

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on and self.starts_on and ends_on < self.starts_on:
            raise ValidationError(
                _("La fin précède le début du partenariat\u202f: corrigez cette date.")
            )
        return ends_on
