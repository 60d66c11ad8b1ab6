"""The check of a draft: what a text must be to be published."""

from django import forms
from django.core.validators import URLValidator
from django.forms import fields_for_model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.text import refuse_hidden_characters, tidied
from proposals.drafting import CONFLICT
from proposals.models import CONTENT, SOURCE_PAGE_MAX, ProposalDraft, ProposalText, Wording

TWO_TEXTS = gettext_lazy("Deux textes ont été écrits ici\u202f: choisissez celui qui reste.")
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


WIDGETS = {
    **{name: forms.Textarea(attrs={"rows": rows}) for name, rows in AREAS.items()},
    **{name: _text_input() for name in LINES},
}


def _own_fields():
    """The fields that are not those of the model."""
    names = ("source_page", "source_url", "source_on")
    page, url, on = (ProposalText._meta.get_field(name) for name in names)
    return {
        "source_page": forms.IntegerField(
            label=page.verbose_name,
            min_value=1,
            max_value=SOURCE_PAGE_MAX,
            required=False,
            widget=_text_input(inputmode="numeric"),
        ),
        "source_url": forms.URLField(
            label=url.verbose_name,
            max_length=url.max_length,
            required=False,
            assume_scheme="https",
            validators=[URLValidator(schemes=["http", "https"])],
            widget=_text_input(inputmode="url"),
        ),
        "source_on": forms.DateField(
            label=on.verbose_name, required=False, input_formats=DAY_FORMATS, widget=_text_input()
        ),
    }


class ProposalTextForm(forms.Form):
    """Reads the content of a text as it was typed; `content` is what can be published.

    It asks the database nothing: the constraints are checked here, and when the text is published.
    """

    def __init__(self, typed):
        super().__init__(typed, auto_id="champ-%s")
        own = _own_fields()
        plain = fields_for_model(
            ProposalText, [name for name in CONTENT if name not in own], widgets=WIDGETS
        )
        fields = {**plain, **own}
        self.fields = {name: fields[name] for name in CONTENT}
        for name, field in self.fields.items():
            field.label = capfirst(field.label)
            field.help_text = HINTS[name]

    def clean(self):
        content = self.cleaned_data
        for name in {*AREAS, *LINES} & {*content}:
            self._tidy(name, content)
        if content.get("wording") == Wording.OFFICIAL:
            self._check_official(content)
        return content

    def _tidy(self, name, content):
        content[name] = tidied(content[name], is_line=name in LINES)
        field = self.fields[name]
        try:
            refuse_hidden_characters(content[name])
            field.validate(content[name])
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
        if CONFLICT + name in draft.typed:
            form.add_error(name, TWO_TEXTS)
    return form


def text_as_typed(form: ProposalTextForm) -> ProposalText:
    """Returns the text, not saved, as far as it can be shown: words that are wrong as they were
    typed, an address, a date, a number or a choice that is wrong not at all.
    """
    form.is_valid()
    text = ProposalText(wording=Wording.WORKING)
    typed = {name: form.data.get(name, "") for name in {*AREAS, *LINES}}
    for name, value in {**typed, **form.cleaned_data}.items():
        setattr(text, name, value)
    return text
