from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partnerships.anchors.check import anchor_faults
from partnerships.anchors.daily import anchor_state, is_set
from partnerships.models import Dossier, JournalAnchor
from partnerships.workflow.journal import faults
from partnerships.workflow.journal_triggers import unguarded_tables


class Command(BaseCommand):
    help = _(
        "Vérifie que les journaux des dossiers n’ont pas été modifiés\u202f: chaînes, dépôts, et "
        "ce que tiennent les ancres écrites ailleurs."
    )

    def handle(self, **options):
        for table in unguarded_tables():
            self.stderr.write(
                _(
                    "La table «\u202f%(table)s\u202f» n’est plus protégée par son "
                    "déclencheur\u202f: lancez prepare, qui le recrée."
                )
                % {"table": table}
            )
        found = sum(self._report(dossier.reference, text) for dossier, text in faults())
        try:
            found += self._verify_anchors()
        except OSError as error:
            raise CommandError(
                _("Le lieu des ancres ne répond pas\u202f: %(why)s") % {"why": error}
            ) from error
        if found:
            raise CommandError(
                _("Le journal n’est pas intact\u202f: %(count)s défaut(s).") % {"count": found}
            )
        self.stdout.write(
            _("Journal intact\u202f: %(count)s dossiers et %(anchors)s ancres vérifiés.")
            % {"count": Dossier.objects.count(), "anchors": JournalAnchor.objects.count()}
        )

    def _report(self, reference, text):
        """Writes one fault to stderr; returns 1, to be summed."""
        where = reference or _("Ancres")
        self.stderr.write(f"{where} – {text}")
        return 1

    def _verify_anchors(self):
        """Returns the number of faults the anchors find; reports unreadable anchors."""
        if is_set():
            if anchor_state() == "late":
                self.stderr.write(
                    _("Aucune ancre depuis deux jours\u202f: daily_upkeep est-il lancé\u202f?")
                )
            return sum(self._report(reference, text) for reference, text in anchor_faults())
        if JournalAnchor.objects.exists():
            return self._report(
                "",
                _("il y en a, et rien ne dit où les lire\u202f: réglez ANCHOR_KEY et ANCHOR_URL"),
            )
        self.stderr.write(
            _(
                "Aucune ancre\u202f: un journal entièrement refait ne se verrait pas. Réglez "
                "ANCHOR_KEY et ANCHOR_URL."
            )
        )
        return 0
