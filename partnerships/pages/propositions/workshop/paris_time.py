"""A field for a day and a time of Paris."""

from django import forms


class ParisTimeField(forms.DateTimeField):
    """Reads « 2026-07-14T09:00 », as browsers send it, in the time zone of the portal."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
