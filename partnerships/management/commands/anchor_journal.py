from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.anchors.daily import write_anchor
from partnerships.workflow.refusals import Refused


class Command(BaseCommand):
    help = _(
        "Écrit une ancre du journal maintenant\u202f: têtes et comptes de tous les dossiers, "
        "signés avec ANCHOR_KEY, au lieu que dit ANCHOR_URL. daily_upkeep en écrit une par jour."
    )

    def handle(self, **options):
        try:
            anchor = write_anchor(timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except OSError as error:
            raise CommandError(
                _("Le lieu des ancres n’a pas pris celle-ci\u202f: %(why)s") % {"why": error}
            ) from error
        self.stdout.write(
            _("Ancre n° %(number)s\u202f: %(dossiers)s dossiers, %(events)s événements.")
            % {
                "number": anchor.number,
                "dossiers": anchor.dossier_count,
                "events": anchor.event_count,
            }
        )
