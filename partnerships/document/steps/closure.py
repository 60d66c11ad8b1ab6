"""The closure of a partnership on one page: fields of several steps, in the same buffer."""

from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.choices import CHOOSE
from partnerships.document.steps.fields import Choice
from partnerships.document.steps.precise_date_field import PreciseDateField
from partnerships.document.steps.results import IndicatorForm, ResultsForm
from partnerships.document.steps.step import Step, field_label
from partnerships.models import Partnership
from partnerships.models.partnership_kind import OVER

# Blank indicator lines on the page.
LINES = 3
RESULTS_NEEDED = _("obligatoire s’il est terminé\u202f: ici, là-bas ou un indicateur")


class ClosureForm(ResultsForm):
    phase = Choice(
        label=_("Comment s’est-il terminé\u202f?"),
        choices=[CHOOSE, *((phase.value, phase.label) for phase in OVER)],
    )
    ends_on = PreciseDateField(label=field_label(Partnership, "ends_on"), required=True)

    field_order = ["phase", "ends_on"]

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        for name in ("results_here", "results_there"):
            self.fields[name].needed = RESULTS_NEEDED


STEP = Step(
    slug="cloture",
    title=_("Clôture"),
    intro=_(
        "Une page suffit\u202f: comment le partenariat s’est terminé, et ce qu’il a changé. Le "
        "reste de la fiche ne bouge pas."
    ),
    form=ClosureForm,
    lists=(IndicatorForm,),
)
