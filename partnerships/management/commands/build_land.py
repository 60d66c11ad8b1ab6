from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.imports.reference.authorities import DATA
from partnerships.imports.reference.land import build_land
from partnerships.imports.reference.scripted_land import SCRIPTED, scripted_land


class Command(BaseCommand):
    help = _(
        "Refait les terres émergées des cartes à partir du paquet npm world-atlas "
        "(partnerships/data/README.md). Demande les outils de développement (shapely)."
    )

    def add_arguments(self, parser):
        parser.add_argument("atlas", type=Path, help=_("dossier du paquet, décompressé"))

    def handle(self, *, atlas, **options):
        build_land(atlas, DATA)
        SCRIPTED.write_text(scripted_land(), encoding="utf-8")
        self.stdout.write(_("Terres émergées écrites."))
