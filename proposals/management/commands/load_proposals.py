import csv
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from proposals.models import CONTENT, Proposal
from proposals.publishing import publish_text

FILE = Path(__file__).resolve().parents[2] / "data" / "proposals.tsv"
WITHOUT_TEXT = dict.fromkeys(CONTENT, "")


def _content(row: dict[str, str]) -> dict[str, object]:
    content = {name: row[name] for name in CONTENT if row.get(name)}
    on = date.fromisoformat(row["source_on"]) if row["source_on"] else None
    return {**WITHOUT_TEXT, **content, "source_on": on, "source_page": None}


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
                number = int(row["number"])
                if number not in known:
                    proposal = Proposal.objects.create(number=number, position=number)
                    publish_text(proposal, _content(row), by=None)
                    created += 1
        self.stdout.write(_("%(count)s propositions créées.") % {"count": created})
