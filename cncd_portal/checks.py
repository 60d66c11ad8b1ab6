from django.conf import settings
from django.core import checks
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError, connections, router
from django.utils.translation import gettext as _

from partnerships.anchors.daily import is_set
from partnerships.models import Letterhead, SiteSettings

KEY_MIN_LENGTH = 32


@checks.register(checks.Tags.database)
def check_anchors(databases=None, **kwargs):
    """Warn where nothing makes the journal's tampering seen from elsewhere."""
    if not databases:
        return []
    hint = _("ANCHOR_KEY signe, ANCHOR_URL dit où écrire\u202f: un lieu d’une autre main.")
    if not is_set():
        text = _("Aucune ancre du journal n’est écrite.")
    elif min(map(len, settings.ANCHOR_KEY)) < KEY_MIN_LENGTH:
        text = _("ANCHOR_KEY a moins de 32 caractères\u202f: elle se devinerait.")
    else:
        return []
    return [checks.Warning(text, hint=hint, id="cncd_portal.W001")]


@checks.register(checks.Tags.caches, deploy=True)
def check_shared_limits(**kwargs):
    """An error where several processes each have their own cache: it counts sign-in attempts.

    A portal in service has several processes (README.md); the demonstration has one, unless
    WEB_CONCURRENCY, which gunicorn reads too, says otherwise.
    """
    has_one_process = settings.DEMONSTRATION and settings.WEB_CONCURRENCY == 1
    if has_one_process or not isinstance(caches["default"], LocMemCache | DummyCache):
        return []
    text = _(
        "Chaque processus a son propre cache (CACHE_URL)\u202f: les essais de connexion ne sont "
        "pas comptés ensemble."
    )
    hint = _(
        "Retirez CACHE_URL\u202f: le cache sera une table de la base, créée par prepare. Ou réglez "
        "CACHE_URL=redis://…. Pour la démonstration, réglez CACHE_URL=dbcache://portal_cache."
    )
    return [checks.Error(text, hint=hint, id="cncd_portal.E001")]


@checks.register(checks.Tags.database, deploy=True)
def check_cache_table(databases=None, **kwargs):
    """An error where the cache of the database has no table: no one could sign in."""
    cache = caches["default"]
    if not databases or not isinstance(cache, DatabaseCache):
        return []
    entries = cache.cache_model_class
    database = router.db_for_read(entries)
    table = entries._meta.db_table
    if database not in databases or table in connections[database].introspection.table_names():
        return []
    text = _("La table du cache, «\u202f%(table)s\u202f», manque\u202f: lancez prepare.")
    return [checks.Error(text % {"table": table}, id="cncd_portal.E002")]


@checks.register(checks.Tags.database)
def check_site_settings(databases=None, **kwargs):
    """Warn while required settings of a site in service are empty."""
    if not databases or settings.DEMONSTRATION:
        return []
    try:
        missing = SiteSettings.objects.current().missing
    except DatabaseError:
        return []  # Before the first migration.
    if not missing:
        return []
    text = _("Des pages publiques ne disent pas\u202f: %(missing)s.")
    hint = _("Un curateur l’écrit dans l’administration, «\u202fRéglages du site\u202f».")
    return [
        checks.Warning(text % {"missing": ", ".join(missing)}, hint=hint, id="cncd_portal.W002")
    ]


@checks.register(checks.Tags.database)
def check_letters(databases=None, **kwargs):
    """Warn while letters of decisions have no means of appeal: the portal invents none."""
    if not databases or settings.DEMONSTRATION:
        return []
    try:
        letterhead = Letterhead.objects.current()
    except DatabaseError:
        return []  # Before the first migration.
    if letterhead and letterhead.appeal:
        return []
    text = _("Les lettres de décision ne disent pas les voies et délais de recours.")
    hint = _("Un responsable les écrit dans «\u202fRéglages\u202f», «\u202fLettres\u202f».")
    return [checks.Warning(text, hint=hint, id="cncd_portal.W003")]
