import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import MailState, OutboxMail
from partnerships.notifications import send_one


class Command(BaseCommand):
    help = _("Envoie les courriels en attente.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDES",
            help=_("recommence toutes les SECONDES, jusqu’à l’arrêt"),
        )

    def handle(self, *, every, **options):
        while True:
            self.send()
            if not every:
                return
            close_old_connections()
            time.sleep(every)

    def send(self):
        due = OutboxMail.objects.filter(state=MailState.PENDING, next_try_at__lte=timezone.now())
        sent = sum(send_one(mail) for mail in due)
        if sent:
            self.stdout.write(_("%(count)s courriel(s) envoyé(s).") % {"count": sent})
