"""The check of a draft: what a text must be to be published."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.text import refuse_hidden_characters, tidied
from proposals.models import CONTENT, ProposalDraft, ProposalText, Wording

CONFLICTING = gettext_lazy("Deux textes ont été écrits ici\u202f: choisissez celui qui reste.")
AREAS = {"summary": 4, "body": 18, "actors": 2}
LINES = {"title", "axis", "source"}
HINTS = {
    "title": gettext_lazy("Ce que les listes et les dossiers montrent. 250 caractères au plus."),
    "summary": gettext_lazy("Une ou deux phrases, sous le titre. 2\u202f000 caractères au plus."),
    "body": gettext_lazy(
        "# titre, ## sous-titre, - liste, 1. liste numérotée, > citation, *italique*, **gras**, "
        "[texte du lien](https://…). Une ligne vide sépare deux paragraphes."
    ),
    "axis": gettext_lazy("Le chapitre ou l’axe du rapport où elle se lit."),
    "actors": gettext_lazy("Ceux que le texte nomme, séparés par des virgules."),
    "wording": gettext_lazy("Ces mots sont montrés partout où le texte l’est."),
    "report": gettext_lazy("Il y en a deux\u202f: dites lequel la source cite."),
    "source_page": gettext_lazy("Pour un texte du rapport, la page où il se lit."),
    "source": gettext_lazy("Par exemple\u202f: Weka, 31 juillet 2018."),
    "source_url": gettext_lazy("Adresse complète, qui commence par https://."),
    "source_on": gettext_lazy("Par exemple\u202f: 31/07/2018."),
}
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def _text_input(**attrs):
    return forms.TextInput(attrs={"autocomplete": "off", **attrs})


class ProposalTextForm(forms.ModelForm):
    """Reads the content of a text as it was typed; `content` is what can be published."""

    source_url = forms.URLField(
        label=ProposalText._meta.get_field("source_url").verbose_name,
        max_length=500,
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=_text_input(inputmode="url"),
    )
    source_on = forms.DateField(
        label=ProposalText._meta.get_field("source_on").verbose_name,
        required=False,
        input_formats=DAY_FORMATS,
        widget=_text_input(),
    )

    class Meta:
        model = ProposalText
        fields = CONTENT
        widgets = {
            **{name: forms.Textarea(attrs={"rows": rows}) for name, rows in AREAS.items()},
            **{name: _text_input() for name in LINES},
            "source_page": _text_input(inputmode="numeric"),
        }
        help_texts = HINTS

    def __init__(self, typed, **kwargs):
        super().__init__(typed, auto_id="champ-%s", **kwargs)
        for name, field in self.fields.items():
            field.label = field.label.capitalize() if field.label.islower() else field.label
            field.help_text = HINTS[name]
            # Told by the check and by the hint: a browser would cut what is pasted.
            field.widget.attrs.pop("maxlength", None)

    def clean(self):
        content = super().clean()
        for name in {*AREAS, *LINES} & {*content}:
            self._tidy(name, content)
        if content.get("wording") == Wording.OFFICIAL:
            self._check_official(content)
        return content

    def _tidy(self, name, content):
        content[name] = tidied(content[name], is_line=name in LINES)
        try:
            refuse_hidden_characters(content[name])
        except forms.ValidationError as error:
            self.add_error(name, error)

    def _check_official(self, content):
        message = _("Un texte officiel indique le rapport et la page où il se lit.")
        for name in ("report", "source_page"):
            if name not in self.errors and content.get(name) in ("", None):
                self.add_error(name, message)

    @property
    def content(self) -> dict[str, object]:
        """The checked content, by the names of `CONTENT`; the form is valid."""
        return {name: self.cleaned_data[name] for name in CONTENT}


def checked_form(draft: ProposalDraft) -> ProposalTextForm:
    """Returns the form of a draft, with its errors; two texts of one field are an error."""
    form = ProposalTextForm(draft.typed)
    for name in CONTENT:
        if f"conflict.{name}" in draft.typed:
            form.add_error(name, CONFLICTING)
    return form


def text_as_typed(form: ProposalTextForm) -> ProposalText:
    """Returns the text, not saved, as far as it can be shown: what is wrong is left as typed, or
    out where it is a date, a number or a choice.
    """
    form.full_clean()
    text = ProposalText()
    for name in CONTENT:
        typed = form.data.get(name, "") if isinstance(getattr(text, name), str) else None
        setattr(text, name, form.cleaned_data.get(name, typed))
    if text.wording not in Wording:
        text.wording = Wording.WORKING
    return text
