"""When a text is published, and why."""

from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class When(TextChoices):
    NOW = "now", gettext_lazy("tout de suite")
    LATER = "later", gettext_lazy("à un moment choisi")


def local_instant(naive: datetime) -> datetime:
    """Returns an instant told in the hour of Paris.

    Raises ValidationError where the change of hour leaves that hour out, or has it twice.
    """
    zone = timezone.get_current_timezone()
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    is_left_out = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive
    raise ValidationError(
        _("Ce jour-là, on passe à l’heure d’été et cette heure n’existe pas\u202f: prenez 3 h.")
        if is_left_out
        else _(
            "Ce jour-là, on revient à l’heure d’hiver et cette heure passe deux fois\u202f: prenez "
            "3 h, ou 1 h 59."
        )
    )


class PublicationForm(forms.Form):
    """Why and when. `at`, once it is valid: the chosen instant, None for now."""

    at = None
    reason = forms.CharField(
        label=gettext_lazy("Motif"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    when = forms.ChoiceField(
        label=gettext_lazy("Quand le publier"), choices=When, widget=forms.RadioSelect
    )
    day = forms.DateField(label=gettext_lazy("Jour"), required=False)
    hour = forms.TimeField(label=gettext_lazy("Heure de Paris"), required=False)

    def __init__(self, *args, asks_reason: bool):
        super().__init__(*args, initial={"when": When.NOW})
        reason = self.fields["reason"]
        reason.required = asks_reason
        reason.error_messages["required"] = _("Dites pourquoi le texte du rapport change.")
        reason.help_text = (
            _("Le texte du rapport change\u202f: dites pourquoi. Ce motif reste dans l’historique.")
            if asks_reason
            else _("Il reste dans l’historique, que les curateurs lisent.")
        )

    def clean(self):
        values = super().clean()
        if values.get("when") == When.LATER and not {"day", "hour"} & {*self.errors}:
            self._read_instant(values["day"], values["hour"])
        return values

    def _read_instant(self, day: date | None, hour: time | None):
        if day is None or hour is None:
            name = "day" if day is None else "hour"
            return self.add_error(name, _("Donnez le jour et l’heure de la publication."))
        if day < timezone.localdate():
            return self.add_error("day", _("Ce jour est déjà passé."))
        try:
            self.at = local_instant(datetime.combine(day, hour))
        except ValidationError as error:
            return self.add_error("hour", error)
        if self.at <= timezone.now():
            return self.add_error("hour", _("Ce moment est déjà passé."))
        return None

    def add_refusal(self, error: ValidationError) -> None:
        """Shows why the text was not published, beside the field that it is about."""
        reasons = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
        for name, messages in reasons.items():
            field = "hour" if name == "effective_from" else name
            self.add_error(field if field in self.fields else None, messages)
