from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import Day
from partnerships.document.steps.step import BufferForm, Step, label_of
from partnerships.models import Partnership


class CalendarForm(BufferForm):
    starts_on = Day(
        label=label_of(Partnership, "starts_on"),
        help_text=gettext_lazy("Exemple\u202f: 15/01/2024."),
    )
    ends_on = Day(
        label=label_of(Partnership, "ends_on"),
        help_text=gettext_lazy("Laissez vide s’il n’y a pas de fin prévue."),
    )
    convention_signed_on = Day(
        label=label_of(Partnership, "convention_signed_on"),
        help_text=gettext_lazy("S’il y a une convention."),
    )
    transmitted_to_prefect_on = Day(
        label=label_of(Partnership, "transmitted_to_prefect_on"),
        help_text=gettext_lazy(
            "Une convention prend effet à sa transmission au préfet (article L1115-1)."
        ),
    )

    def clean_ends_on(self):
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if starts_on and ends_on and ends_on < starts_on:
            raise ValidationError(
                _("La fin précède le début\u202f: corrigez l’une des deux dates."), code="order"
            )
        return ends_on

    def clean_transmitted_to_prefect_on(self):
        signed_on = self.cleaned_data.get("convention_signed_on")
        transmitted_on = self.cleaned_data["transmitted_to_prefect_on"]
        if not transmitted_on or "convention_signed_on" not in self.cleaned_data:
            return transmitted_on
        if not signed_on:
            raise ValidationError(
                _("Indiquez aussi quand la convention a été signée."), code="unsigned"
            )
        if transmitted_on < signed_on:
            raise ValidationError(
                _(
                    "La transmission au préfet précède la signature\u202f: corrigez l’une des deux "
                    "dates."
                ),
                code="order",
            )
        return transmitted_on


STEP = Step(
    slug="calendrier",
    title=gettext_lazy("Calendrier et convention"),
    intro=gettext_lazy("Quand le partenariat a-t-il lieu, et sous quelle convention\u202f?"),
    form=CalendarForm,
    is_optional=True,
)
