from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.management.upkeep import run_jobs
from partnerships.models import IndexCheck
from partnerships.workflow.index_check import Compared


class Command(BaseCommand):
    help = _(
        "À lancer chaque jour\u202f: ancre du journal, courriels et relances de la campagne de "
        "confirmation, relances des avis, points d’avancement des propositions, avertissements sur "
        "les brouillons délaissés, courriels quotidiens et hebdomadaires, notifications "
        "anciennes, corbeille, archives expirées, contenus que plus aucun fichier ne désigne, "
        "actes en nombre interrompus, doublons probables, sessions, courriels et travaux anciens, "
        "comparaison des index avec les fiches et les dossiers. Un travail qui échoue n’arrête "
        "pas les autres. Deux fois le même jour, ou arrêtée au milieu puis relancée, elle ne fait "
        "rien deux fois."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--date",
            type=date.fromisoformat,
            metavar="AAAA-MM-JJ",
            help=_("comme si l’on était ce jour-là"),
        )

    def handle(self, *, date, **options):
        failed = 0
        for run in run_jobs(date or timezone.localdate()):
            label = run.get_job_display()
            if run.error:
                failed += 1
                self.stderr.write(
                    _("Échec\u202f: %(job)s\u202f: %(error)s") % {"job": label, "error": run.error}
                )
            elif run.count:
                self.stdout.write(
                    _("%(job)s\u202f: %(count)s") % {"job": label, "count": run.count}
                )
        self.tell_faults()
        if failed:
            raise CommandError(_("%(count)s travail(aux) en échec.") % {"count": failed})

    def tell_faults(self) -> None:
        check = IndexCheck.objects.first()
        for fault in check.faults if check else ():
            text = _(
                "Index «\u202f%(what)s\u202f»\u202f: %(missing)s lignes manquent, "
                "%(surplus)s en trop (%(examples)s). Lancez reindex."
            )
            examples = ", ".join(fault["examples"])
            self.stderr.write(
                text % {**fault, "what": Compared(fault["what"]).label, "examples": examples}
            )
