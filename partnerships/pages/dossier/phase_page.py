"""« En sommeil », « terminé »: a short amendment on one page."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import Choice, PlainText
from partnerships.document.steps.precise_date_field import PreciseDateField, with_examples
from partnerships.models import Phase
from partnerships.precise_date import PreciseDate

SHORT_PHASES = (Phase.DORMANT, Phase.COMPLETED, Phase.CANCELLED)


class PhaseForm(forms.Form):
    phase = Choice(
        label=gettext_lazy("Ce partenariat est"),
        choices=[(phase.value, phase.label) for phase in SHORT_PHASES],
        widget=forms.RadioSelect,
    )
    ends_on = PreciseDateField(
        label=gettext_lazy("Depuis quand\u202f?"),
        help_text=with_examples(gettext_lazy("La date de fin, s’il est terminé ou abandonné.")),
    )
    word = PlainText(
        label=gettext_lazy("Un mot à l’administration"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Il n’est pas publié."),
    )

    def __init__(self, data, *, starts_on: PreciseDate | None):
        self.starts_on = starts_on
        super().__init__(data, label_suffix="")

    def clean_ends_on(self):
        ends_on = self.cleaned_data["ends_on"]
        if ends_on and self.starts_on and ends_on.is_before(self.starts_on):
            raise ValidationError(
                _("La fin précède le début du partenariat\u202f: corrigez cette date.")
            )
        return ends_on
