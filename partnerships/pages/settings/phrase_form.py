from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.document.steps.text import visible
from partnerships.models import Outcome, Phrase


class PhraseForm(forms.ModelForm):
    outcomes = forms.MultipleChoiceField(
        label=_("Proposée pour"), choices=Outcome.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Phrase
        fields = ["title", "text", "outcomes", "position", "is_active"]
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "title": _("Ce que l’instructeur lit dans la liste."),
            "text": _("Ce qui est mis dans les motifs\u202f; l’instructeur peut le compléter."),
            "position": _("Les plus petits rangs viennent d’abord."),
        }

    def clean_text(self):
        return visible(self.cleaned_data["text"]).replace("\r\n", "\n")
