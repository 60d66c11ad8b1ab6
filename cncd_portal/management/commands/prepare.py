from contextlib import redirect_stdout

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = _(
        "Prépare la base\u202f: migrations, données de référence, propositions, rôles, et données "
        "de démonstration si le site en est un. Ce qui est déjà fait ne l’est pas de nouveau."
    )

    def handle(self, **options):
        call_command("migrate", verbosity=0, interactive=False, stdout=self.stdout)
        call_command("load_reference_data", stdout=self.stdout)
        call_command("set_up_roles", stdout=self.stdout)
        call_command("load_proposals", stdout=self.stdout)
        call_command("reindex", missing=True, stdout=self.stdout)
        if settings.DEMONSTRATION:
            call_command("load_demonstration", stdout=self.stdout)
            self.send_the_mails_of_fiction()

    def send_the_mails_of_fiction(self):
        """To a file, where the console would be full of what nobody did."""
        file = settings.VAR_DIR / "courriels-de-demonstration.txt"
        with file.open("a") as output, redirect_stdout(output):
            call_command("send_mail")
