"""« Mon courriel »: each button says what it did, or why there was nothing left to do."""

from allauth.account.models import EmailAddress
from allauth.account.views import EmailView
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cncd_portal.accounts.confirmation_page import say_mail_just_left


class EmailPage(EmailView):
    def form_invalid(self, form):
        if form.has_error("email", "duplicate_email"):
            return self._say(_("C’était déjà fait\u202f: cette adresse est dans votre compte."))
        return super().form_invalid(form)

    def post(self, request, *args, **kwargs):
        is_added = "action_add" in request.POST
        why = "" if is_added else self._why_nothing_to_do(request.POST)
        return self._say(why) if why else super().post(request, *args, **kwargs)

    def _say(self, text):
        messages.info(self.request, text)
        return redirect(self.success_url)

    def _why_nothing_to_do(self, posted) -> str:
        if not posted.get("email"):
            return _("Choisissez d’abord une adresse.")
        own = EmailAddress.objects.filter(user=self.request.user)
        address = own.filter(email__iexact=posted["email"]).first()
        if address is None and "action_remove" in posted:
            return _("C’était déjà fait\u202f: cette adresse n’est plus dans votre compte.")
        if address is None:
            return _("Cette adresse n’est plus dans votre compte.")
        if "action_primary" in posted and address.primary:
            return _("C’était déjà fait\u202f: cette adresse est la principale.")
        if "action_send" in posted and address.verified:
            return _("Cette adresse est déjà confirmée.")
        return ""

    def _action_send(self, request, *args, **kwargs):
        response = super()._action_send(request, *args, **kwargs)
        if not self._did_send_verification_email:
            say_mail_just_left(request)
        return response
