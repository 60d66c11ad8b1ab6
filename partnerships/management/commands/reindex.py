from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.publication.index import reindex


class Command(BaseCommand):
    help = _("Refait l’index du registre et les nombres qu’il affiche.")

    def handle(self, **options):
        self.stdout.write(_("%(count)s partenariats lus.") % {"count": reindex()})
