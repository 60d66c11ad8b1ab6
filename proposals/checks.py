from django.apps import apps
from django.core import checks
from django.db import DatabaseError
from django.utils.translation import gettext as _


@checks.register(checks.Tags.database)
def check_official_wording(databases=None, **kwargs):
    """Warn while a proposition does not have the text of the report."""
    if not databases:
        return []
    proposals = apps.get_model("proposals", "Proposal").objects
    try:
        official = proposals.with_text().filter(text__wording="official")
        missing = proposals.count() - official.count()
    except DatabaseError:
        return []  # Before the first migration.
    if not missing:
        return []
    return [
        checks.Warning(
            _("%(count)s propositions n’ont pas le texte officiel du rapport.")
            % {"count": missing},
            hint=_("Un curateur l’écrit dans l’atelier, avec sa page."),
            id="proposals.W001",
        )
    ]
