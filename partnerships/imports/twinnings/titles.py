"""The titles of imported twinnings, which name two towns."""

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.document.schema import upgraded
from partnerships.imports.twinnings.french_names import FrenchNames
from partnerships.models import Partnership, Provenance
from partnerships.models.name import typographic
from partnerships.publication.publish import republish

BETWEEN = " – "


def _title(title, country, names):
    """Returns the title with the French name of the town, and with typographic apostrophes."""
    here, between, there = title.rpartition(BETWEEN)
    return typographic(f"{here}{between}{names.of(country, there).french or there}")


def _untouched():
    """The twinnings that are public as they were imported."""
    return Partnership.objects.listed().filter(
        provenance=Provenance.WIKIDATA,
        current_version__created_by__isnull=True,
        current_version__submission__isnull=True,
    )


@transaction.atomic
def _retitle(pk, old, new):
    rows = _untouched().select_for_update(of=["self"]).select_related("current_version")
    partnership = rows.filter(pk=pk, title=old).first()
    if partnership:
        content = {**upgraded(partnership.current_version.content), "title": new}
        republish(partnership, content, by=None, reason=_("Noms des villes en français"))


def retitle_twinnings() -> int:
    """Names the towns in French in the titles of imported twinnings that nobody changed, each in
    its own transaction: a run that was killed can be run again. Returns how many were changed.
    """
    names, count = FrenchNames(), 0
    rows = _untouched().order_by("pk").values_list("pk", "title", "partners__country")
    for pk, old, country in list(rows):
        new = _title(old, country, names)
        if new != old:
            _retitle(pk, old, new)
            count += 1
    return count
