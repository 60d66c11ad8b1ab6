"""The form to invite a colleague."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from partnerships.models import Invitation, LocalAuthority, LocalAuthorityMember, MemberRole


class InvitationForm(forms.Form):
    """`uuid`: drawn by the page, so that a double click invites once."""

    uuid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    authority = forms.ModelChoiceField(
        LocalAuthority.objects.none(), label=_("Collectivité"), empty_label=None
    )
    email = forms.EmailField(
        label=_("Adresse électronique"),
        max_length=254,
        help_text=_("De préférence professionnelle\u202f: l’invitation ne vaut que pour elle."),
    )
    role = forms.ChoiceField(
        label=_("Rôle"),
        choices=MemberRole.choices,
        help_text=_(
            "Un contributeur écrit et dépose les dossiers\u202f; un gestionnaire gère aussi les "
            "membres."
        ),
    )
    message = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=Invitation._meta.get_field("message").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Il est joint à l’invitation."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        managed = LocalAuthorityMember.objects.active_of(user).managers()
        self.fields["authority"].queryset = LocalAuthority.objects.existing().filter(
            pk__in=managed.values("authority")
        )
