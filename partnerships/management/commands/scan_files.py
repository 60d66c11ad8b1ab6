from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from partnerships.files.scanning import ScannerSilent, scan_waiting
from partnerships.management.repeated import RepeatedCommand
from partnerships.models import BackgroundProcess


class Command(RepeatedCommand):
    help = _("Fait analyser par l’antivirus (CLAMAV_URL) les fichiers qui attendent encore.")
    process = BackgroundProcess.SCAN

    def handle(self, **options):
        if not settings.CLAMAV_URL:
            raise CommandError(_("CLAMAV_URL n’est pas réglé\u202f: aucun antivirus à interroger."))
        super().handle(**options)

    def work(self, beat):
        count = 0
        try:
            for _content in scan_waiting():
                count += 1
                beat()
        except ScannerSilent as silent:
            self.stderr.write(_("L’antivirus ne répond pas\u202f: %(why)s") % {"why": silent})
        if count:
            self.stdout.write(_("%(count)s fichier(s) analysé(s).") % {"count": count})
