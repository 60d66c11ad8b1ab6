from django import forms
from django.utils.translation import gettext as _

from cncd_portal.french_dates import MOMENT, french_date


class SeenForm(forms.ModelForm):
    """A form of a row that has a history: it is refused once if someone changed the row after the
    page was opened. What was typed is kept, and may then be saved.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self._last_change()[0]

    def _last_change(self):
        """(its identifier as text, when, by whom); empty texts if there is none."""
        changes = self.instance.history.select_related("history_user")
        last = changes.order_by("-history_date", "-history_id").first()
        if last is None:
            return "", "", ""
        by = last.history_user or _("le portail")
        return str(last.history_id), french_date(last.history_date, MOMENT), by

    def clean(self):
        data = super().clean()
        if not self.instance.pk:
            return data
        rows = type(self.instance).objects.select_for_update()
        rows.filter(pk=self.instance.pk).order_by("pk").values("pk").first()
        last, at, by = self._last_change()
        if data.get("seen", "") != last:
            self.data = self.data.copy()
            self.data["seen"] = last
            text = _(
                "Ce n’est pas enregistré\u202f: %(by)s a changé cette page le %(at)s, après que "
                "vous l’avez ouverte. Voyez son historique\u202f; ce que vous avez écrit est "
                "gardé, et remplacera son texte si vous enregistrez de nouveau."
            )
            raise forms.ValidationError(text % {"by": by, "at": at}, code="outdated")
        return data
