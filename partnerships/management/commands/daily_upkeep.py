from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.anchors.daily import anchor_of_the_day
from partnerships.files.content import delete_all_unused
from partnerships.models import BulkRun
from partnerships.notifications.digest import forget_notifications, write_digests
from partnerships.pages.members.data_export_file import forget_data_exports
from partnerships.publication.duplicates.looking import look_for_duplicates
from partnerships.workflow.bulk.run import forget_unstarted
from partnerships.workflow.bulk.tasks import resume_runs
from partnerships.workflow.campaign import write_to_members
from partnerships.workflow.drafts import purge_bin, warn_and_discard_untouched
from partnerships.workflow.index_check import Compared, check_indexes
from partnerships.workflow.opinions.asking import send_automatic_reminders
from partnerships.workflow.refusals import Refused
from partnerships.workflow.retention import announce_due, archive_due, erase_due
from partnerships.workflow.times import fill_missing_times


class Command(BaseCommand):
    help = _(
        "À lancer chaque jour\u202f: ancre du journal, courriels et relances de la campagne de "
        "confirmation, relances des avis, avertissements sur les brouillons délaissés, courriels "
        "quotidiens et hebdomadaires, notifications anciennes, corbeille, archives expirées, "
        "contenus que plus aucun fichier ne désigne, actes en nombre interrompus, doublons "
        "probables, comparaison des index avec les fiches et les dossiers. "
        "Deux fois le même jour, ou arrêtée au milieu puis relancée, elle ne fait rien "
        "deux fois."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--date",
            type=date.fromisoformat,
            metavar="AAAA-MM-JJ",
            help=_("comme si l’on était ce jour-là"),
        )

    def handle(self, *, date, **options):
        today = date or timezone.localdate()
        done = {
            _("ancres du journal\u202f: %(count)s"): self.anchor(),
            _("courriels de campagne\u202f: %(count)s"): write_to_members(today),
            _("avis relancés\u202f: %(count)s"): send_automatic_reminders(today),
            _("brouillons délaissés\u202f: %(count)s"): warn_and_discard_untouched(today),
            _("dossiers effacés de la corbeille\u202f: %(count)s"): purge_bin(today),
            _("courriels quotidiens ou hebdomadaires\u202f: %(count)s"): write_digests(today),
            _("notifications oubliées\u202f: %(count)s"): forget_notifications(today),
            _("actes en nombre repris\u202f: %(count)s"): resume_runs(BulkRun.objects.stalled()),
            _("actes préparés et jamais lancés\u202f: %(count)s"): forget_unstarted(timezone.now()),
            _("dossiers archivés\u202f: %(count)s"): archive_due(today),
            _("effacements annoncés\u202f: %(count)s"): announce_due(today),
            _("dossiers effacés des archives\u202f: %(count)s"): erase_due(today),
            _("archives de données effacées\u202f: %(count)s"): forget_data_exports(timezone.now()),
            _("temps de dossiers comptés\u202f: %(count)s"): fill_missing_times(),
            _("contenus effacés\u202f: %(count)s"): delete_all_unused(timezone.now()),
            _("fiches comparées aux autres\u202f: %(count)s"): look_for_duplicates(),
        }
        for text, count in done.items():
            if count:
                self.stdout.write(text % {"count": count})
        self.compare_indexes()

    def compare_indexes(self) -> None:
        """Last, once everything else is written; /sante/ shows the result until the next one."""
        for fault in check_indexes(timezone.now()).faults:
            text = _(
                "Index «\u202f%(what)s\u202f»\u202f: %(missing)s lignes manquent, "
                "%(surplus)s en trop (%(examples)s). Lancez reindex."
            )
            examples = ", ".join(fault["examples"])
            self.stderr.write(
                text % {**fault, "what": Compared(fault["what"]).label, "examples": examples}
            )

    def anchor(self) -> int:
        """First, and on its own: what does not answer there stops nothing of the rest."""
        try:
            return anchor_of_the_day(timezone.now())
        except (Refused, OSError) as why:
            self.stderr.write(_("Aucune ancre aujourd’hui\u202f: %(why)s") % {"why": why})
            return 0
