from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.files.content import forget_all

# What is arriving is held by nothing yet.
GRACE = timedelta(days=1)


class Command(BaseCommand):
    help = _(
        "Efface les contenus que plus rien ne désigne\u202f: un envoi interrompu, un dossier purgé."
    )

    def handle(self, **options):
        count = forget_all(timezone.now() - GRACE)
        self.stdout.write(_("%(count)s contenu(s) effacé(s).") % {"count": count})
