import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils.translation import gettext as _

from partnerships.files.scanning import ScannerSilent, scan_waiting


class Command(BaseCommand):
    help = _("Fait analyser par l’antivirus (CLAMAV_URL) les fichiers qui attendent encore.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDES",
            help=_("recommence toutes les SECONDES, jusqu’à l’arrêt"),
        )

    def handle(self, *, every, **options):
        if not settings.CLAMAV_URL:
            raise CommandError(_("CLAMAV_URL n’est pas réglé\u202f: aucun antivirus à interroger."))
        while True:
            self.scan()
            if not every:
                return
            close_old_connections()
            time.sleep(every)

    def scan(self):
        count = 0
        try:
            for _content in scan_waiting():
                count += 1
        except ScannerSilent as silent:
            self.stderr.write(_("L’antivirus ne répond pas\u202f: %(why)s") % {"why": silent})
        if count:
            self.stdout.write(_("%(count)s fichier(s) analysé(s).") % {"count": count})
