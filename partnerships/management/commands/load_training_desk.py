import resource
import sys
import time
from datetime import date, timedelta

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.imports.demonstration.accounts import account_lines
from partnerships.imports.training.desk import last_day, load_desk, work_left
from partnerships.imports.training.people import ACCOUNTS
from partnerships.models import JournalAnchor

EVERY = 200
DOSSIERS_MAX = 10_000
# getrusage counts in kibibytes, and in bytes on macOS.
MEBIBYTE = 2**20 if sys.platform == "darwin" else 2**10


class Command(BaseCommand):
    help = _(
        "Charge un an de dossiers fictifs, pour apprendre à instruire. Refusé en service. Fait "
        "deux fois, n’ajoute rien\u202f; arrêté au milieu, reprend où il en était."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dossiers", type=int, default=300, help=_("combien de dossiers en tout (300)")
        )
        parser.add_argument(
            "--until",
            type=date.fromisoformat,
            help=_("dernier jour de l’année fictive (AAAA-MM-JJ)\u202f: hier si rien n’est dit"),
        )

    def handle(self, *, dossiers, until, **options):
        self.refuse(dossiers)
        began = time.process_time()
        call_command("load_demonstration", accounts=False, stdout=self.stdout)
        until = self.chosen_day(until)
        work = work_left(dossiers, until)
        refused = set()
        for count, plan in enumerate(load_desk(work, until), 1):
            if plan:
                refused.add(plan.rank)
            if count % EVERY == 0:
                self.stdout.write(
                    _("%(count)s étapes sur %(total)s") % {"count": count, "total": len(work.steps)}
                )
        self.report(work, len(refused), time.process_time() - began)

    def refuse(self, dossiers):
        if not settings.DEMONSTRATION:
            raise CommandError(
                _("Ce site est en service\u202f: il n’a pas de dossiers pour apprendre.")
            )
        if not 1 <= dossiers <= DOSSIERS_MAX:
            raise CommandError(_("Demandez entre 1 et %(max)s dossiers.") % {"max": DOSSIERS_MAX})
        if JournalAnchor.objects.exists():
            raise CommandError(
                _(
                    "Les journaux de ce site ont des ancres\u202f: des événements datés d’avant "
                    "elles passeraient pour ajoutés après coup."
                )
            )

    def chosen_day(self, until):
        """The day asked for, or that of the desk that is there, which keeps its own."""
        loaded = last_day()
        if loaded and until and until != loaded:
            raise CommandError(
                _("Les dossiers qui sont là vont jusqu’au %(day)s\u202f: reprenez sans --until.")
                % {"day": loaded.isoformat()}
            )
        yesterday = timezone.localdate() - timedelta(days=1)
        if until and until > yesterday:
            raise CommandError(_("Le dernier jour est hier au plus tard."))
        return loaded or until or yesterday

    def report(self, work, refused, seconds):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
        self.stdout.write(
            _("%(new)s dossiers ajoutés, %(steps)s étapes\u202f; %(left)s laissés tels quels.")
            % {"new": work.new, "steps": len(work.steps), "left": len(work.changed) + refused}
        )
        self.stdout.write(
            _("%(seconds)s s de processeur, %(memory)s Mo de mémoire au plus.")
            % {"seconds": round(seconds), "memory": round(peak)}
        )
        self.stdout.write("\n".join(account_lines(ACCOUNTS)))
