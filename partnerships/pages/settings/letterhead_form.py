"""What the service prints on every letter: the form, and its versions."""

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


class Lines(PlainText):
    """A few short lines, as they stand on a letter."""

    def __init__(self, *, count_max=HEAD_LINES_MAX, length_max=HEAD_LINE_LENGTH_MAX, **kwargs):
        self.limits = count_max, length_max
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(**kwargs)

    def clean(self, value):
        return checked_lines(super().clean(value), *self.limits)


class LetterheadForm(forms.ModelForm):
    ministry = Lines(
        label=gettext_lazy("Bloc-marque"),
        max_length=300,
        help_text=gettext_lazy(
            "Le nom du ministère, en texte, ligne par ligne. Le portail ne porte pas le dessin du "
            "bloc-marque de l’État."
        ),
    )
    motto = Lines(label=gettext_lazy("Devise"), max_length=100, required=False)
    service = Lines(
        label=gettext_lazy("Service"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Direction, sous-direction, bureau\u202f: un par ligne."),
    )
    place = PlainLine(
        label=gettext_lazy("Lieu"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Écrit devant la date\u202f: «\u202fParis, le…\u202f»."),
    )
    address = Lines(label=gettext_lazy("Adresse du service"), max_length=300, required=False)
    contact = PlainLine(
        label=gettext_lazy("Contact"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Courriel ou téléphone, au pied de la lettre."),
    )
    appeal = PlainText(
        label=gettext_lazy("Voies et délais de recours"),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Le texte que vos services juridiques demandent. Le portail n’en propose aucun\u202f; "
            "tant qu’il est vide, le portail dit avant chaque envoi qu’il manque."
        ),
    )
    copies = Lines(
        label=gettext_lazy("Copies"),
        max_length=600,
        required=False,
        count_max=COPIES_MAX,
        length_max=COPY_LENGTH_MAX,
        help_text=gettext_lazy(
            "Qui reçoit une copie, un par ligne. L’instructeur peut les changer pour une lettre."
        ),
    )

    class Meta:
        model = Letterhead
        fields = (
            "ministry",
            "motto",
            "service",
            "place",
            "address",
            "contact",
            "appeal",
            "copies",
        )


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
