from django.conf import settings
from django.core import checks
from django.utils.translation import gettext as _

from partnerships.anchors.daily import is_set

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
