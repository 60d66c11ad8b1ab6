from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.imports.demonstration.accounts import account_lines, create_accounts
from partnerships.imports.demonstration.campaign import open_campaign
from partnerships.imports.demonstration.instruction import ask_of_bodies, set_rules
from partnerships.imports.demonstration.letters import write_letters
from partnerships.imports.demonstration.story import create_sides, create_stories
from partnerships.imports.sourced import load_sourced
from partnerships.imports.twinnings.checked import load_checked_twinnings
from partnerships.models import Dossier
from partnerships.registry.facets.held import rebuild_facets


class Command(BaseCommand):
    help = _(
        "Charge les comptes et les dossiers fictifs d’un site de démonstration, et quelques "
        "partenariats réels avec leur source. Refusé en service. Fait deux fois, n’ajoute rien."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--no-accounts",
            action="store_false",
            dest="accounts",
            help=_("n’affiche pas les comptes"),
        )

    @transaction.atomic
    def handle(self, *, accounts, **options):
        if not settings.DEMONSTRATION:
            raise CommandError(
                _("Ce site est en service\u202f: il n’a ni comptes ni dossiers de démonstration.")
            )
        call_command("set_up_roles", verbosity=0)
        real = load_checked_twinnings() + load_sourced()
        rebuild_facets()
        partners = create_sides()
        people = create_accounts()
        dossiers = 0
        if not Dossier.objects.filter(is_demonstration=True).exists():
            set_rules()
            write_letters(people)
            dossiers = create_stories(people, partners)
            ask_of_bodies(people)
            open_campaign(people, partners)
        self.stdout.write(
            _(
                "Démonstration\u202f: %(dossiers)s dossiers fictifs et %(real)s partenariats réels "
                "ajoutés."
            )
            % {"dossiers": dossiers, "real": real}
        )
        if accounts:
            self.stdout.write("\n".join(account_lines()))
