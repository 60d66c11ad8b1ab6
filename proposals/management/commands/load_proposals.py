import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from proposals.models import Proposal

FILE = Path(__file__).resolve().parents[2] / "data" / "proposals.tsv"


class Command(BaseCommand):
    help = _(
        "Crée celles des vingt propositions qui manquent. "
        "Ce qu’un curateur a écrit n’est pas touché."
    )

    @transaction.atomic
    def handle(self, **options):
        known = set(Proposal.objects.values_list("number", flat=True))
        created = 0
        with FILE.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if int(row["number"]) not in known:
                    Proposal.objects.create(**row)
                    created += 1
        self.stdout.write(_("%(count)s propositions créées.") % {"count": created})
