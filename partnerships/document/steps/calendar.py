from django.utils.translation import gettext_lazy

from partnerships.document.steps.precise_date_field import PreciseDateField, with_examples
from partnerships.document.steps.step import BufferForm, Step, field_label
from partnerships.models import Partnership

ENDS_BEFORE = gettext_lazy("La fin précède le début\u202f: corrigez l’une des deux dates.")
SIGNED_AFTER = gettext_lazy(
    "La convention est signée après le début du partenariat\u202f: corrigez l’une des deux dates."
)
UNSIGNED = gettext_lazy("Indiquez aussi quand la convention a été signée.")
TRANSMITTED_BEFORE = gettext_lazy(
    "La transmission au préfet précède la signature\u202f: corrigez l’une des deux dates."
)


class CalendarForm(BufferForm):
    starts_on = PreciseDateField(label=field_label(Partnership, "starts_on"))
    ends_on = PreciseDateField(
        label=field_label(Partnership, "ends_on"),
        help_text=with_examples(gettext_lazy("Laissez vide s’il n’y a pas de fin prévue.")),
    )
    convention_signed_on = PreciseDateField(
        label=field_label(Partnership, "convention_signed_on"),
        help_text=with_examples(gettext_lazy("S’il y a une convention\u202f: avant le début.")),
    )
    transmitted_to_prefect_on = PreciseDateField(
        label=field_label(Partnership, "transmitted_to_prefect_on"),
        help_text=with_examples(
            gettext_lazy(
                "Une convention prend effet à sa transmission au préfet (article L1115-1)."
            )
        ),
    )

    def clean(self):
        data = super().clean()
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        signed_on, transmitted_on = (
            data.get("convention_signed_on"),
            data.get("transmitted_to_prefect_on"),
        )
        is_signature_read = "convention_signed_on" in data
        if starts_on and ends_on and ends_on.is_before(starts_on):
            self.add_error("ends_on", ENDS_BEFORE)
        if starts_on and signed_on and starts_on.is_before(signed_on):
            self.add_error("convention_signed_on", SIGNED_AFTER)
        if transmitted_on and is_signature_read and not signed_on:
            self.add_error("transmitted_to_prefect_on", UNSIGNED)
        if transmitted_on and signed_on and transmitted_on.is_before(signed_on):
            self.add_error("transmitted_to_prefect_on", TRANSMITTED_BEFORE)
        return data


STEP = Step(
    slug="calendrier",
    title=gettext_lazy("Calendrier et convention"),
    intro=gettext_lazy("Quand le partenariat a-t-il lieu, et sous quelle convention\u202f?"),
    form=CalendarForm,
    is_optional=True,
)
