"""The adapter of allauth: mails by way of the outbox, so that no page waits; client addresses;
proofs of identity.
"""

import time
from datetime import timedelta
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cncd_portal.client_address import client_address, counted_address
from partnerships.models import LocalAuthorityMember
from partnerships.notifications.outbox import write_mail

# Links that open an account: whoever reads them enters.
SECRET_LINKS = ("activate_url", "password_reset_url")


def _secret_of(context: dict) -> str:
    """Returns the last part of the path of a link that opens an account; "" without one."""
    link = next(
        (context[name] for name in SECRET_LINKS if name in context and "key" in context), ""
    )
    return urlsplit(link).path.rstrip("/").rpartition("/")[2]


class AccountAdapter(DefaultAccountAdapter):
    """Writes each mail about an account in the outbox; `send_mail` sends it."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "L’adresse ou le mot de passe n’est pas le bon\u202f: vérifiez les deux, ou suivez "
            "«\u202fMot de passe oublié\u202f?\u202f»."
        ),
        "enter_current_password": _(
            "Ce n’est pas votre mot de passe actuel\u202f: saisissez-le de nouveau."
        ),
        "incorrect_password": _("Ce n’est pas votre mot de passe\u202f: saisissez-le de nouveau."),
        "too_many_login_attempts": _(
            "Trop d’essais se sont suivis\u202f: attendez cinq minutes, puis recommencez."
        ),
    }

    def get_client_ip(self, request) -> str:
        """The address that limits count: see `client_address.py`."""
        return counted_address(client_address(request))

    def get_email_confirmation_url(self, request, emailconfirmation) -> str:
        """The link of the mail keeps the page where one wanted to go before creating an account:
        it may be opened in another browser.
        """
        link = super().get_email_confirmation_url(request, emailconfirmation)
        page = get_next_redirect_url(request)
        return f"{link}?{urlencode({'next': page})}" if page else link

    def get_login_redirect_url(self, request) -> str:
        """Where one lands without a page to go back to: an officer of no authority has nothing in
        « Mon espace ».
        """
        user = request.user
        is_officer = user.has_perm("partnerships.review_dossier")
        if is_officer and not LocalAuthorityMember.objects.active_of(user).exists():
            return reverse("partnerships:desk")
        return super().get_login_redirect_url(request)

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent on to `url`: not to what cannot be read as an address."""
        try:
            return super().is_safe_url(url)
        except ValueError:
            return False

    def is_reauthentication_required(self, *, app: str, **kwargs) -> bool:
        """Whether an act on the account asks for the password or the second factor again: not
        within REAUTHENTICATION_TIMEOUT of the sign-in or of the last proof.
        """
        records = get_authentication_records(self.request, self.request.user)
        last = records[-1]["at"] if records else 0
        return time.time() - last >= app_settings.REAUTHENTICATION_TIMEOUT

    def send_notification_mail(self, template_prefix, user, context=None, email=None) -> None:
        """Notifies the person of a change to their account, at their main address; a confirmed
        address that was removed is notified too.
        """
        pages = {"password_reset_url": "account_reset_password", "legal_url": "portal:legal"}
        links = {key: self.request.build_absolute_uri(reverse(pages[key])) for key in pages}
        context = {**links, **(context or {})}
        super().send_notification_mail(template_prefix, user, context, email)
        removed = context.get("deleted_email")
        if removed and removed == getattr(self.request, "confirmed_address_to_remove", None):
            super().send_notification_mail(template_prefix, user, context, removed)

    def can_delete_email(self, email_address) -> bool:
        # allauth notifies once the row is gone: whether the address was confirmed is noted here.
        if email_address.verified:
            self.request.confirmed_address_to_remove = email_address.email
        return super().can_delete_email(email_address)

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        today = timezone.localdate()
        page = {
            "email": email,
            "request": self.request,
            "current_site": get_current_site(self.request),
            "confirmed_until": today + timedelta(app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS),
            "reset_until": today + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        }
        mail = self.render_mail(template_prefix, email, {**page, **context})
        cause = f"account:{uuid4()}"
        write_mail(cause, email, mail.subject, mail.body, secret=_secret_of(context))
