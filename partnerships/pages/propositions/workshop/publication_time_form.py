"""When texts are published: at once, or at a day and an hour of Paris."""

from datetime import UTC, date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PublicationTime(TextChoices):
    NOW = "now", gettext_lazy("tout de suite")
    LATER = "later", gettext_lazy("à un moment choisi")


def paris_instant(naive: datetime) -> datetime:
    """Returns the instant of a date and time in Paris.

    Raises ValidationError if a change of hour skips that time, or repeats it.
    """
    zone = timezone.get_current_timezone()
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    is_skipped = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive
    raise ValidationError(
        _("Ce jour-là, on passe à l’heure d’été et cette heure n’existe pas\u202f: prenez 3 h.")
        if is_skipped
        else _(
            "Ce jour-là, on revient à l’heure d’hiver et cette heure passe deux fois\u202f: prenez "
            "3 h, ou 1 h 59."
        )
    )


class PublicationTimeForm(forms.Form):
    """`at`, once the form is valid: the chosen instant, None for now."""

    at = None
    when = forms.ChoiceField(
        label=gettext_lazy("Quand publier"),
        choices=PublicationTime,
        initial=PublicationTime.NOW,
        widget=forms.RadioSelect,
    )
    day = forms.DateField(label=gettext_lazy("Jour"), required=False)
    hour = forms.TimeField(label=gettext_lazy("Heure de Paris"), required=False)

    def clean(self):
        values = super().clean()
        is_later = values.get("when") == PublicationTime.LATER
        if is_later and not {"day", "hour"} & {*self.errors}:
            self._read_instant(values["day"], values["hour"])
        return values

    def _read_instant(self, day: date | None, hour: time | None):
        if day is None or hour is None:
            name = "day" if day is None else "hour"
            return self.add_error(name, _("Donnez le jour et l’heure de la publication."))
        if day < timezone.localdate():
            return self.add_error("day", _("Ce jour est déjà passé."))
        try:
            self.at = paris_instant(datetime.combine(day, hour))
        except ValidationError as error:
            return self.add_error("hour", error)
        if self.at <= timezone.now():
            return self.add_error("hour", _("Ce moment est déjà passé."))
        return None
