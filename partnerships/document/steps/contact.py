import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.accounts.email_address import EmailFormField
from partnerships.document.steps.fields import REQUIRED, PlainLine
from partnerships.document.steps.step import BufferForm, Step

PHONE = re.compile(r"[0-9+(). -]{4,30}")


class ContactForm(BufferForm):
    """The contact for officers. Never published."""

    path = "contact"

    name = PlainLine(
        label=gettext_lazy("Nom et fonction"),
        help_text=gettext_lazy(
            "Exemple\u202f: «\u202fDominique Durand, relations internationales\u202f»."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailFormField(
        label=gettext_lazy("Courriel"),
        help_text=gettext_lazy("Exemple\u202f: d.durand@ville.fr"),
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "type": "text", "inputmode": "email"}
        ),
        error_messages={
            "required": REQUIRED,
            "invalid": gettext_lazy(
                "Cette adresse n’est pas valable\u202f: écrivez-la comme nom@domaine.fr."
            ),
        },
    )
    phone = PlainLine(
        label=gettext_lazy("Téléphone"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        help_text=gettext_lazy("Exemple\u202f: 01 23 45 67 89"),
    )

    def clean_phone(self):
        phone = self.cleaned_data["phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError(
                _("Ce numéro n’est pas valable\u202f: écrivez-le avec des chiffres et des espaces.")
            )
        return phone


STEP = Step(
    slug="contact",
    title=gettext_lazy("Contact"),
    intro=gettext_lazy(
        "Qui joindre au sujet de ce dossier\u202f? Ces coordonnées ne sont jamais publiées."
    ),
    form=ContactForm,
)
