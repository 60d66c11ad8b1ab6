"""What the service prints on every letter: the form, and its versions."""

from functools import partial

from django import forms
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.document.steps.fields import PlainLine, PlainText
from partnerships.models import Letterhead
from partnerships.workflow.decisions.letter import COPIES_MAX, COPY_LENGTH_MAX, checked_lines
from partnerships.workflow.refusals import Refused

MOTTO = "Liberté\nÉgalité\nFraternité"
HEAD_LINES_MAX, HEAD_LINE_LENGTH_MAX = 6, 45
LINES = ("ministry", "motto", "service", "address", "copies")


class Lines(PlainText):
    """A few short lines, as they stand on a letter."""

    def __init__(self, *, count_max=HEAD_LINES_MAX, length_max=HEAD_LINE_LENGTH_MAX, **kwargs):
        self.limits = count_max, length_max
        super().__init__(**kwargs)

    def clean(self, value):
        return checked_lines(super().clean(value), *self.limits)


class LetterheadForm(forms.ModelForm):
    class Meta:
        model = Letterhead
        field_classes = {
            "ministry": Lines,
            "motto": Lines,
            "service": Lines,
            "place": PlainLine,
            "address": Lines,
            "contact": PlainLine,
            "appeal": PlainText,
            "copies": partial(Lines, count_max=COPIES_MAX, length_max=COPY_LENGTH_MAX),
        }
        fields = tuple(field_classes)
        widgets = {
            **dict.fromkeys(LINES, forms.Textarea({"rows": 3})),
            "appeal": forms.Textarea({"rows": 8}),
        }
        help_texts = {
            "ministry": gettext_lazy(
                "Le nom du ministère, en texte, ligne par ligne. Le portail ne porte pas le dessin "
                "du bloc-marque de l’État."
            ),
            "service": gettext_lazy("Direction, sous-direction, bureau\u202f: un par ligne."),
            "place": gettext_lazy("Écrit devant la date\u202f: «\u202fParis, le…\u202f»."),
            "contact": gettext_lazy("Courriel ou téléphone, au pied de la lettre."),
            "appeal": gettext_lazy(
                "Le texte que vos services juridiques demandent. Le portail n’en propose "
                "aucun\u202f; tant qu’il est vide, le portail dit avant chaque envoi qu’il manque."
            ),
            "copies": gettext_lazy(
                "Qui reçoit une copie, un par ligne. L’instructeur peut les changer pour une "
                "lettre."
            ),
        }


def starting_values() -> dict[str, str]:
    """Returns the initial values of the form: the last version, else the motto alone."""
    last = Letterhead.objects.current()
    if last is None:
        return {"motto": MOTTO}
    return {name: getattr(last, name) for name in LetterheadForm.Meta.fields}


def save_letterhead(form: LetterheadForm, *, by, seen: int) -> None:
    """Adds a version after number `seen`. Raises Refused when another was saved meanwhile."""
    row = form.save(commit=False)
    row.number, row.created_at, row.created_by = seen + 1, timezone.now(), by
    last = Letterhead.objects.current()
    try:
        if (last.number if last else 0) != seen:
            raise IntegrityError
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(
            _(
                "L’en-tête a changé depuis que cette page est ouverte\u202f: ce que vous avez "
                "écrit est conservé ci-dessous, relisez la version d’en bas avant de "
                "l’enregistrer."
            )
        ) from None
