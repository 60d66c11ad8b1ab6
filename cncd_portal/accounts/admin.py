from allauth.account.adapter import get_adapter
from allauth.account.admin import EmailAddressAdmin as AllauthEmailAddressAdmin
from allauth.account.models import EmailAddress
from allauth.mfa.admin import AuthenticatorAdmin as AllauthAuthenticatorAdmin
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _
from dsfr.admin import DsfrConfig

from cncd_portal.accounts.forms import PasswordForm, UserChangeForm, UserCreationForm
from cncd_portal.accounts.models import User
from cncd_portal.accounts.signals import person_renamed


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts are known by their address; roles are groups."""

    form = UserChangeForm
    add_form = UserCreationForm
    change_password_form = PasswordForm
    change_form_template = "admin/accounts/user/change_form.html"
    list_display = ["email", "first_name", "last_name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["email", "first_name", "last_name"]
    ordering = ["email"]
    filter_horizontal = ["groups"]
    readonly_fields = ["last_login", "date_joined"]
    fieldsets = [
        (None, {"fields": ["email", "password", "first_name", "last_name"]}),
        (_("Rôles"), {"fields": ["is_active", "groups", "is_staff", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["email", "first_name", "last_name", "groups", "is_staff"]}),
        (_("Mot de passe"), {"fields": ["usable_password", "password1", "password2"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser makes another, or gives access to the administration."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser", "is_staff"]

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and {"first_name", "last_name"} & set(form.changed_data):
            person_renamed.send(sender=User, user=obj)
        if change and "email" in form.changed_data:
            # The new address is proved at the next log-in, as any other.
            EmailAddress.objects.filter(user=obj).delete()
            old = form.initial["email"]
            context = {"from_email": old, "to_email": obj.email}
            get_adapter().send_notification_mail("account/email/email_changed", obj, context, old)


# As the pages of accounts name them.
FACTOR_NAMES = {
    Authenticator.Type.TOTP: _("application d’authentification"),
    Authenticator.Type.WEBAUTHN: _("clé d’accès"),
    Authenticator.Type.RECOVERY_CODES: _("codes de secours"),
}
# Its page would show the secret.
admin.site.unregister(Authenticator)
# Its page would change an address without notifying the person.
admin.site.unregister(EmailAddress)
# Its settings are read by templates that the portal does not use.
admin.site.unregister(DsfrConfig)


@admin.register(Authenticator)
class AuthenticatorAdmin(AllauthAuthenticatorAdmin):
    """Second factors: one may be removed for a person who lost it; its secret is not shown."""

    fields = readonly_fields = ["user", "type", "created_at", "last_used_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def delete_model(self, request, obj):
        super().delete_model(request, obj)
        _notify_factor_removed(obj)

    def delete_queryset(self, request, queryset):
        removed = list(queryset.select_related("user"))
        super().delete_queryset(request, queryset)
        for factor in removed:
            _notify_factor_removed(factor)


def _notify_factor_removed(factor):
    context = {"factor": FACTOR_NAMES[factor.type]}
    get_adapter().send_notification_mail("account/email/factor_removed", factor.user, context)


@admin.register(EmailAddress)
class EmailAddressAdmin(AllauthEmailAddressAdmin):
    """Addresses of accounts, read-only: a person changes their own, an administrator edits the
    account.
    """

    actions = []

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
