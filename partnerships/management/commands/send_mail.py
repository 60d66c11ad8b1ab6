from django.utils.translation import gettext as _

from partnerships.management.repeated import RepeatedCommand
from partnerships.models import BackgroundProcess
from partnerships.notifications.outbox import RelayUnavailable, send_due


class Command(RepeatedCommand):
    help = _("Envoie les courriels en attente.")
    process = BackgroundProcess.MAIL

    def work(self, beat):
        sent = 0
        try:
            for is_sent in send_due():
                sent += is_sent
                beat()
        except RelayUnavailable as why:
            self.stderr.write(
                _("Le serveur de courriel ne répond pas\u202f: %(why)s") % {"why": why}
            )
        if sent:
            self.stdout.write(_("%(count)s courriel(s) envoyé(s).") % {"count": sent})
