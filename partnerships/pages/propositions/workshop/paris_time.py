"""A field for a day and a time of Paris."""

from datetime import UTC

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone


class ParisTimeField(forms.DateTimeField):
    """Reads « 2026-07-14T09:00 », as browsers send it, in the time zone of the portal."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value):
        instant = super().to_python(value)
        try:
            return instant and timezone.localtime(instant.astimezone(UTC))
        except OverflowError as error:
            # In the first or the last hours of the calendar, which another time zone leaves out.
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
