"""Letter templates: the form, and their versions."""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.text import tidied, visible
from partnerships.models import DossierKind, LetterTemplate, Outcome
from partnerships.papers.decision import own_wording
from partnerships.papers.letter_fields import FIELDS, Wording
from partnerships.papers.notation import faults, placeholders
from partnerships.papers.paper import undrawn_words
from partnerships.workflow.refusals import Refused

# Names in an address.
OUTCOMES = {
    "accord": Outcome.ACCEPTED,
    "accord-avec-reserves": Outcome.RESERVED,
    "refus": Outcome.REJECTED,
}
KINDS = {
    "tous": "",
    "enregistrement": DossierKind.REGISTRATION,
    "modification": DossierKind.AMENDMENT,
    "cloture": DossierKind.CLOSURE,
    "declaration": DossierKind.CLAIM,
}
# Placeholders that a letter must contain.
REQUIRED = {
    Outcome.ACCEPTED: ("motifs",),
    Outcome.RESERVED: ("motifs", "reserves"),
    Outcome.REJECTED: ("motifs",),
}


@dataclass(frozen=True)
class TemplateRow:
    """The wording of one outcome and dossier kind, by their names in the address. `template`: the
    version in use, None when a more general one applies.
    """

    outcome: str
    kind: str
    template: LetterTemplate | None

    @property
    def label(self) -> str:
        return kind_label(self.kind)

    @property
    def faults(self) -> list[str]:
        """Why the version in use could not be saved today: the rules are stricter, or a font is
        no longer there.
        """
        return stored_faults(OUTCOMES[self.outcome], self.template) if self.template else []


def kind_label(name: str) -> str:
    kind = KINDS[name]
    return str(kind.label) if kind else _("tous les objets")


def templates_by_outcome() -> list[tuple[str, list[TemplateRow]]]:
    """Returns (outcome label, its wordings by kind), in one query."""
    last = {}
    for each in LetterTemplate.objects.order_by("number").select_related("created_by"):
        last[each.outcome, each.kind] = each if each.is_used else None
    return [
        (
            str(outcome.label),
            [TemplateRow(name, kind, last.get((outcome, value))) for kind, value in KINDS.items()],
        )
        for name, outcome in OUTCOMES.items()
    ]


class LetterTemplateForm(forms.Form):
    subject = forms.CharField(label=gettext_lazy("Objet de la lettre"), max_length=200)
    body = forms.CharField(
        label=gettext_lazy("Texte de la lettre"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 22}),
        help_text=gettext_lazy(
            "Une ligne vide sépare deux paragraphes. **Deux étoiles** mettent en gras. Des lignes "
            "qui commencent par un tiret et une espace font une liste. Les champs entre accolades "
            "sont remplacés."
        ),
    )

    def __init__(self, outcome: Outcome, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.outcome = outcome

    def _checked(self, text):
        errors = faults(text, FIELDS)
        words = undrawn_words([text])
        if words:
            message = _("La lettre ne peut pas imprimer %(words)s\u202f: écrivez-le autrement.")
            errors.append(message % {"words": ", ".join(f"«\u202f{word}\u202f»" for word in words)})
        if errors:
            raise ValidationError(errors)
        return text

    def clean_subject(self):
        return self._checked(tidied(visible(self.cleaned_data["subject"]), is_line=True))

    def clean_body(self):
        body = self._checked(tidied(visible(self.cleaned_data["body"]), is_line=False))
        missing = [name for name in REQUIRED[self.outcome] if name not in placeholders(body)]
        if missing:
            raise ValidationError(
                _("La lettre doit dire\u202f: %(fields)s.")
                % {"fields": ", ".join(f"{{{name}}}" for name in missing)}
            )
        return body

    @property
    def wording(self) -> Wording:
        return Wording(self.cleaned_data["subject"], self.cleaned_data["body"])


def stored_faults(outcome: Outcome, template: LetterTemplate) -> list[str]:
    """Returns what the form says of a stored version, as sentences."""
    form = LetterTemplateForm(outcome, {"subject": template.subject, "body": template.body})
    return [text for texts in form.errors.values() for text in texts]


def starting_wording(outcome: Outcome, kind: str) -> Wording:
    """Returns the initial wording of the form: the version in use, of this kind or more general,
    else the built-in one.
    """
    template = LetterTemplate.objects.used_for(outcome, kind)
    if template:
        return Wording(template.subject, template.body, template)
    return own_wording(outcome)


def save_version(outcome, kind: str, wording: Wording, *, by, seen: int, is_used=True):
    """Adds a version after number `seen`. Raises Refused when another was saved meanwhile."""
    last = LetterTemplate.objects.last_of(outcome, kind)
    number = last.number if last else 0
    try:
        if number != seen:
            raise IntegrityError
        with transaction.atomic():
            return LetterTemplate.objects.create(
                outcome=outcome,
                kind=kind,
                number=number + 1,
                subject=wording.subject,
                body=wording.body,
                is_used=is_used,
                created_at=timezone.now(),
                created_by=by,
            )
    except IntegrityError:
        raise Refused(
            _(
                "Ce modèle a changé depuis que cette page est ouverte\u202f: votre texte est "
                "conservé ci-dessous, relisez la version d’en bas avant de l’enregistrer."
            )
        ) from None
