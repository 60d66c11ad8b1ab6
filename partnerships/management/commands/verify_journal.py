from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partnerships.models import Dossier
from partnerships.workflow.journal import faults


class Command(BaseCommand):
    help = _("Vérifie que les journaux des dossiers n’ont pas été modifiés.")

    def handle(self, **options):
        found = 0
        for dossier, fault in faults(Dossier.objects.all()):
            found += 1
            self.stderr.write(f"{dossier.reference} – {fault}")
        if found:
            raise CommandError(
                _("Le journal n’est pas intact\u202f: %(count)s défaut(s).") % {"count": found}
            )
        count = Dossier.objects.count()
        self.stdout.write(
            _("Journal intact\u202f: %(count)s dossiers vérifiés.") % {"count": count}
        )
