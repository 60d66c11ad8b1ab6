from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.management.repeated import RepeatedCommand
from partnerships.models import MailState, OutboxMail
from partnerships.notifications.outbox import send_one


class Command(RepeatedCommand):
    help = _("Envoie les courriels en attente.")

    def work(self):
        due = OutboxMail.objects.filter(state=MailState.PENDING, next_try_at__lte=timezone.now())
        sent = sum(send_one(mail) for mail in due)
        if sent:
            self.stdout.write(_("%(count)s courriel(s) envoyé(s).") % {"count": sent})
