"""The forms of accounts: those of allauth, and those of the administration."""

from uuid import uuid4

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.utils import setup_user_email
from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, AdminUserCreationForm
from django.contrib.auth.forms import UserChangeForm as DjangoUserChangeForm
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cncd_portal.accounts.email_address import VisibleAddress
from cncd_portal.accounts.models import ERASED_DOMAIN, User


class AddressField(VisibleAddress, EmailField):
    """An address that is typed in a page of allauth."""


class LoginForm(allauth.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"] = AddressField()


class SignupForm(allauth.SignupForm):
    """Does the same work for an address that has an account as for another: how long the answer
    takes does not tell which it is.
    """

    first_name = forms.CharField(label=_("Prénom"), max_length=150)
    last_name = forms.CharField(label=_("Nom"), max_length=150)
    email = AddressField()

    field_order = ["first_name", "last_name", "email", "password1", "password2"]

    def try_save(self, request):
        user = self.save(request)
        return super().try_save(request) if self.account_already_exists else (user, None)

    def save(self, request):
        """Returns the new account. For an address that has one, it is made under a name of its own
        and undone; nothing but the hash of the password is computed outside the transaction.
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
        """Adds the address, and tells the one that the account had."""
        address = super().save(request)
        context = {"added_email": address.email}
        get_adapter(request).send_notification_mail("account/email/email_added", self.user, context)
        return address


class ResetPasswordForm(allauth.ResetPasswordForm):
    email = AddressField()

    def save(self, request, **kwargs):
        """Writes one mail. An address without an account asks the database what one with it asks,
        which is the addresses of the account.
        """
        if not self.users:
            allauth.default_token_generator.make_token(User(pk=0))
        return super().save(request, **kwargs)


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
    """A password that the administration gives, or takes: the person is told."""

    def save(self, commit=True):
        user = super().save(commit)
        get_adapter().send_notification_mail("account/email/password_changed", user)
        return user
