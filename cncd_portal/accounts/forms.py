"""The forms of accounts: those of allauth, and those of the administration."""

from uuid import uuid4

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.utils import setup_user_email
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.email_address import VisibleAddress
from cncd_portal.accounts.models import ERASED_DOMAIN, User


class AddressField(VisibleAddress, EmailField):
    """The field of allauth's pages for an address."""


class LoginForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()


class SignupForm(allauth.SignupForm):
    """Does the same work whether or not the address has an account, so that the response time does
    not reveal it.
    """

    first_name = forms.CharField(label=_("Prénom"), max_length=150)
    last_name = forms.CharField(label=_("Nom"), max_length=150)
    email = AddressField()

    field_order = ["first_name", "last_name", "email", "password1", "password2"]

    def try_save(self, request):
        user = self.save(request)
        return super().try_save(request) if self.account_already_exists else (user, None)

    def save(self, request):
        """Returns the new account. Where the address already has one, an account with a random
        address is written and rolled back; only the password hash is computed before that.
        """
        adapter = get_adapter(request)
        user = adapter.save_user(request, adapter.new_user(request), self, commit=False)
        if self.account_already_exists:
            user.email = f"{uuid4()}@{ERASED_DOMAIN}"
        with transaction.atomic():
            user.save()
            setup_user_email(request, user, [])
            transaction.set_rollback(self.account_already_exists)
        return user


class AddEmailForm(allauth.AddEmailForm):
    email = AddressField()

    def save(self, request):
        """Adds the address and notifies the main one."""
        address = super().save(request)
        context = {"added_email": address.email}
        get_adapter(request).send_notification_mail("account/email/email_added", self.user, context)
        return address


class ResetPasswordForm(allauth.ResetPasswordForm):
    email = AddressField()

    def save(self, request, **kwargs):
        """Writes one mail. Without an account, a token is made for nobody, so that the database is
        asked the same as with one.
        """
        if not self.users:
            allauth.default_token_generator.make_token(User(pk=0))
        return super().save(request, **kwargs)


class ActivateApplicationForm(ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code de l’application")


class UserChangeForm(DjangoUserChangeForm):
    class Meta:
        model = User
        fields = "__all__"
        field_classes = {}

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class UserCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "groups", "is_staff"]
        field_classes = {}

    def clean_email(self):
        return self.cleaned_data["email"].lower()


class PasswordForm(AdminPasswordChangeForm):
    """A password that the administration sets or removes: the person is notified."""

    def save(self, commit=True):
        user = super().save(commit)
        get_adapter().send_notification_mail("account/email/password_changed", user)
        return user
