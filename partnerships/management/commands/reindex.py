from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.publication.index import reindex
from partnerships.registry.facets.held import HELD, rebuild_facets
from partnerships.workflow.index import reindex_dossiers
from partnerships.workflow.index_check import check_indexes


class Command(BaseCommand):
    help = _("Refait l’index du registre et les nombres qu’il affiche, et celui des instructeurs.")

    def add_arguments(self, parser):
        parser.add_argument(
            "--missing",
            action="store_true",
            help=_("seulement les dossiers déposés qui manquent à l’index des instructeurs"),
        )

    def handle(self, *, missing, **options):
        if not missing:
            self.stdout.write(_("%(count)s partenariats lus.") % {"count": reindex()})
        if not missing or HELD.now() is None:
            rebuild_facets()
        count = reindex_dossiers(only_missing=missing)
        if count or not missing:
            self.stdout.write(_("%(count)s dossiers lus.") % {"count": count})
            # A fault that is repaired is no longer shown by /sante/.
            check_indexes(timezone.now())
