import gc
from contextlib import redirect_stdout
from io import StringIO

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils.translation import gettext as _

from cncd_portal.backup.restoring import is_restoration_unfinished
from partnerships.imports.demonstration.accounts import account_lines
from partnerships.models import SiteSettings
from partnerships.workflow.journal_triggers import guard_journal


class Command(BaseCommand):
    help = _(
        "Prépare la base\u202f: migrations, données de référence, propositions, rôles, et données "
        "de démonstration si le site en est un. Ce qui est déjà fait ne l’est pas de nouveau."
    )
    # They read every page and form; `check --deploy` does them, and the tests.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "--static",
            action="store_true",
            help=_("rassemble aussi les fichiers statiques, à la place des précédents"),
        )

    def handle(self, *, static, **options):
        try:
            self.prepare(static=static)
        except (OperationalError, OSError) as failed:
            reason = str(failed).partition("\n")[0]
            message = _(
                "La préparation s’est arrêtée\u202f: %(reason)s. Ce qui était fait le reste\u202f: "
                "remédiez-y, puis relancez la commande."
            )
            raise CommandError(message % {"reason": reason}) from failed

    def prepare(self, *, static):
        if is_restoration_unfinished():
            raise CommandError(
                _("Une restauration a été arrêtée au milieu\u202f: relancez restore d’abord.")
            )
        call_command("migrate", verbosity=0, interactive=False, stdout=self.stdout)
        gc.collect()  # the models of each migration
        guard_journal()
        call_command("createcachetable", verbosity=0, stdout=self.stdout)
        call_command("load_reference_data", stdout=self.stdout)
        call_command("set_up_roles", stdout=self.stdout)
        call_command("load_proposals", stdout=self.stdout)
        SiteSettings.objects.get_or_create()
        call_command("reindex", missing=True, stdout=self.stdout)
        if static:  # a server reads all of them as it starts: none of an earlier collection
            call_command("collectstatic", clear=True, interactive=False, verbosity=0)
        if settings.DEMONSTRATION:
            self.prepare_demonstration()

    def prepare_demonstration(self):
        """Its data, what the day brings, the mails of both; the accounts last."""
        call_command("load_demonstration", accounts=False, stdout=self.stdout)
        self.send_the_mails_of_fiction()
        try:
            call_command("daily_upkeep", stdout=StringIO(), stderr=self.stderr)
        except CommandError as failed:  # told above; the portal can start
            self.stderr.write(str(failed))
        self.stdout.write("\n".join(account_lines()))

    def send_the_mails_of_fiction(self):
        """To a file, where the console would be full of what nobody did."""
        file = settings.VAR_DIR / "courriels-de-demonstration.txt"
        with file.open("a") as output, redirect_stdout(output):
            call_command("send_mail", stdout=output)
