"""The address of an account is confirmed: the page that waits for it, and the one of the link."""

from allauth.account import app_settings
from allauth.account.internal.flows.email_verification import send_verification_email_at_login
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.views import ConfirmEmailView, EmailVerificationSentView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _


def _address(login) -> str:
    return (login.email or login.user.email).lower()


def _is_confirmed(login) -> bool:
    """Whether the address of the sign-in that waits is confirmed, in this browser or another."""
    own = EmailAddress.objects.filter(user=login.user, verified=True) if login.user else None
    return own is not None and own.exists()


def say_mail_just_left(request) -> None:
    messages.info(
        request,
        _(
            "Un courriel est parti il y a moins de trois minutes\u202f: attendez-le un "
            "peu, il arrive parfois dans les indésirables."
        ),
    )


@method_decorator(login_not_required, name="dispatch")
class ConfirmationAwaited(EmailVerificationSentView):
    """Says that a mail is on its way; sends it again, or goes on once the address is confirmed.

    It answers the same whether or not the address had an account.
    """

    @property
    def stage(self):
        return LoginStageController.enter(self.request, EmailVerificationStage.key)

    def get_context_data(self, **kwargs):
        stage = self.stage
        return super().get_context_data(address=_address(stage.login) if stage else "", **kwargs)

    def post(self, request):
        stage = self.stage
        if stage is None:
            return redirect("account_login")
        if "other" in request.POST:
            stage.abort()
            return redirect("account_signup")
        if "again" not in request.POST:
            return self._go_on(stage)
        if not send_verification_email_at_login(request, stage.login):
            say_mail_just_left(request)
        return redirect("account_email_verification_sent")

    def _go_on(self, stage):
        if _is_confirmed(stage.login):
            return stage.exit()
        messages.warning(
            self.request,
            _("L’adresse n’est pas encore confirmée\u202f: suivez d’abord le lien du courriel."),
        )
        return redirect("account_email_verification_sent")


@method_decorator(login_not_required, name="dispatch")
class Confirmation(ConfirmEmailView):
    """The page of the link; followed again, it says that the address is confirmed already."""

    def _is_done(self) -> bool:
        days = app_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS
        try:
            pk = signing.loads(self.kwargs["key"], max_age=days * 86_400, salt=app_settings.SALT)
        except signing.BadSignature:
            return False
        return EmailAddress.objects.filter(pk=pk, verified=True).exists()

    def get_context_data(self, **kwargs):
        is_done = self.object is None and self._is_done()
        return super().get_context_data(is_done=is_done, **kwargs)

    def post(self, *args, **kwargs):
        try:
            return super().post(*args, **kwargs)
        except Http404:
            # A second click, or a link that expired while its page was open.
            return redirect(self.request.path)
