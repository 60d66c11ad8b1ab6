"""When a text is published, and why."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.pages.propositions.workshop.publication_time_form import PublicationTimeForm


class PublicationForm(PublicationTimeForm):
    reason = forms.CharField(
        label=gettext_lazy("Motif"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, asks_reason: bool):
        super().__init__(*args)
        reason = self.fields["reason"]
        reason.required = asks_reason
        reason.error_messages["required"] = _("Dites pourquoi le texte du rapport change.")
        reason.help_text = (
            _("Le texte du rapport change\u202f: dites pourquoi. Ce motif reste dans l’historique.")
            if asks_reason
            else _("Il reste dans l’historique, que les curateurs lisent.")
        )

    def add_refusal(self, error: ValidationError) -> None:
        """Shows why the text was not published, beside the field that it is about."""
        reasons = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
        for name, messages in reasons.items():
            field = "hour" if name == "effective_from" else name
            self.add_error(field if field in self.fields else None, messages)
