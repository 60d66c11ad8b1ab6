from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.files.verification import (
    StoreFault,
    surplus_names,
    verify_slice,
    verify_store,
)
from partnerships.models import StoredContent


class Command(BaseCommand):
    help = _(
        "Compare chaque contenu gardé avec son empreinte, et chaque lettre, pièce, fichier d’avis "
        "ou fichier publié avec ce que le journal, les dépôts et les fiches en disent. Se termine "
        "en erreur si un contenu est perdu ou modifié."
    )

    def add_arguments(self, parser):
        parts = parser.add_mutually_exclusive_group()
        parts.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="AAAA-MM-JJ",
            help=_("seulement les contenus reçus à partir de ce jour"),
        )
        parts.add_argument(
            "--slice",
            action="store_true",
            help=_("seulement la part du jour, à la suite de celle d’hier"),
        )

    def handle(self, *, since, **options):
        try:
            found = self.verify_slice() if options["slice"] else self.verify_whole(since)
        except OSError as error:
            raise CommandError(
                _("Le lieu des fichiers ne répond pas\u202f: %(why)s") % {"why": error}
            ) from error
        if found:
            raise CommandError(
                _("Les fichiers ne sont pas intacts\u202f: %(count)s défaut(s).") % {"count": found}
            )
        self.stdout.write(_("Fichiers intacts."))

    def verify_slice(self):
        check = verify_slice(timezone.now())
        return sum(self.report(StoreFault(**fault)) for fault in check.faults)

    def verify_whole(self, since):
        """Returns the number of faults; contents that no row names are reported only."""
        found = sum(map(self.report, verify_store(since)))
        if not since:
            for name in surplus_names():
                self.stderr.write(
                    _("«\u202f%(name)s\u202f» n’est connu d’aucune ligne de la base.")
                    % {"name": name}
                )
            count = StoredContent.objects.count()
            self.stdout.write(_("%(count)s contenus lus.") % {"count": count})
        return found

    def report(self, fault):
        """Writes one fault to stderr; returns 1, to be summed."""
        self.stderr.write(str(fault))
        return 1
