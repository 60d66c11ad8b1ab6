from collections import Counter
from datetime import date
from functools import cache

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from cncd_portal.accounts.prepared_query import PreparedQuery
from cncd_portal.public_page import public_page
from partnerships.document.listed_proposals import ListedProposal, listed_proposals
from partnerships.models import Partnership, Provenance, SiteSettings
from partnerships.pages.components.metadata.home_metadata import home_metadata
from partnerships.pages.components.partnership_count_texts import partnership_count_texts
from partnerships.pages.components.registry_map import registry_map
from partnerships.publication.counts import key_figures, without_fiction
from partnerships.publication.kept_by_version import kept_by_version, kept_together
from partnerships.registry.address import registry_address
from partnerships.registry.facets.partnership_counts import partnership_counts
from partnerships.registry.rows import PartnershipRows
from proposals.models import Wording

# Partnerships shown: the last declared ones; without any, those of public sources but Wikidata.
DECLARED_SHOWN, SOURCED_SHOWN = 6, 4
LAST_SOURCED = PreparedQuery(
    lambda: (
        Partnership.objects.listed()
        .filter(provenance=Provenance.SOURCED)
        .for_list()[:SOURCED_SHOWN]
    )
)


@cache
def _last_declared(with_fiction: bool) -> PreparedQuery:
    rows = Partnership.objects.declared()
    if not with_fiction:
        rows = rows.exclude(provenance=Provenance.DEMONSTRATION)
    return PreparedQuery(lambda: rows.for_list()[:DECLARED_SHOWN])


@kept_by_version
def _site_settings() -> SiteSettings:
    return SiteSettings.objects.current()


class HomePage:
    """What the home page shows, in the order of the page."""

    def __init__(self):
        parts = kept_together(_site_settings, registry_map, partnership_counts)
        self._site, self.map, self._counts = parts

    @cached_property
    def note(self) -> tuple[str, date] | None:
        """The note of today and its first day, None if there is none."""
        site = self._site
        text = site.note_on(timezone.localdate())
        return (text, site.note_from) if text else None

    @cached_property
    def figures(self):
        return self.map.figures if self.map else without_fiction(key_figures())

    @property
    def counted_address(self) -> str:
        """The registry, with the partnerships that the figures count."""
        sources = list(self.figures.by_provenance) if self.figures.leaves_out else []
        return registry_address(provenance=sources)

    @cached_property
    def declared(self) -> PartnershipRows:
        """The last declared; fictitious ones only where the site is a demonstration."""
        return PartnershipRows(_last_declared(settings.DEMONSTRATION).all())

    @cached_property
    def sourced(self) -> PartnershipRows:
        return PartnershipRows(LAST_SOURCED.all())

    @cached_property
    def proposals(self) -> list[tuple[ListedProposal, str]]:
        """The propositions, each with how many partnerships carry it, in words."""
        return [
            (each, ", ".join(partnership_count_texts(self._counts[each.number])))
            for each in listed_proposals()
        ]

    @cached_property
    def wordings(self) -> tuple[tuple[Wording, int], ...]:
        """(wording, number of propositions so worded), for the legend of their squares."""
        counts = Counter(each.wording for each, _count in self.proposals)
        return tuple((wording, counts[wording]) for wording in Wording)


@public_page()
@require_safe
def home(request):
    page = HomePage()
    context = {"page": page, "metadata": home_metadata(page.map, page.figures)}
    return render(request, "home.html", context)
