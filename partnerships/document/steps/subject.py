from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.fields import Choices, PlainText
from partnerships.document.steps.step import BufferForm, Step, field_label
from partnerships.models import Partnership


class SubjectForm(BufferForm):
    summary = PlainText(
        label=field_label(Partnership, "summary"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("En deux ou trois phrases\u202f: quoi, avec qui, pour qui."),
    )
    objectives = PlainText(
        label=field_label(Partnership, "objectives"),
        required=False,
        help_text=_("Ce que les partenaires veulent avoir changé à la fin."),
    )
    themes = Choices(
        label=field_label(Partnership, "themes"),
        help_text=_("Cochez celles qui disent l’essentiel, trois ou quatre suffisent."),
    )
    goals = Choices(
        label=field_label(Partnership, "goals"),
        help_text=_(
            "Ceux des Nations unies. Les plus fréquents pour la ville partagée viennent d’abord."
        ),
    )

    def set_choices(self):
        self.fields["themes"].choices = self.references.themes
        self.fields["goals"].choices = self.references.goals


STEP = Step(
    slug="sujet",
    title=_("Sujet"),
    intro=_("Que faites-vous ensemble, et pourquoi\u202f?"),
    form=SubjectForm,
)
