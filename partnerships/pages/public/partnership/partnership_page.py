"""What the page of a partnership shows."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.prepared_address import PreparedAddress
from cncd_portal.site_address import absolute_address
from partnerships.document.plain_fields import DATES
from partnerships.document.reading import read
from partnerships.document.reading_parts import AuthorityReading, PartnerReading, Reading
from partnerships.identifiers import WIKIDATA_TWINNED
from partnerships.models import (
    Facet,
    InternationalPartnerKind,
    LocalAuthority,
    Partnership,
    PartnershipKind,
    Phase,
    Provenance,
    ReportPart,
)
from partnerships.pages.public.partnership.partnership_citation import Citation
from partnerships.pages.public.partnership.partnership_history import History
from partnerships.pages.public.partnership.partnership_map import PartnershipMap
from partnerships.pages.public.partnership.partnership_neighbours import Neighbours
from partnerships.pages.public.partnership.partnership_sentence import ImportedSentence, joined
from partnerships.pages.public.partnership.partnership_side_counts import counts_of_sides
from partnerships.registry.address import registry_address
from partnerships.registry.counted_sources import partnerships_text
from partnerships.registry.lists import lists

SHORT = PreparedAddress("partnerships:partnership_by_id", "22222222")
REPORT = PreparedAddress("partnerships:report_create", "fiche", "22222222")
# Fewer sections than this need no list of them.
SECTIONS_LISTED_MIN = 3


def _place_of(authority: LocalAuthority) -> str:
    """Returns « Commune, Nord (59), Hauts-de-France »."""
    departement, region = authority.departement, authority.region
    has_both = departement and region and not departement.is_outside_regions
    parts = capfirst(authority.get_kind_display()), authority.located_in, region if has_both else ""
    return ", ".join(str(each) for each in parts if each)


class Side(NamedTuple):
    """A party on the page, and how many public partnerships it has: `count` in words, "" where this
    one is the only one; `inhabitants`, in words, "" where they are not known; `place`: of an
    authority.
    """

    reading: AuthorityReading | PartnerReading
    count: str
    address: str
    inhabitants: str
    place: str = ""


class PartnershipPage:
    """The page of `partnership` (from `read_sides`)."""

    def __init__(self, partnership: Partnership):
        self.partnership = partnership
        self.short_path = SHORT.of(partnership.public_id)
        self.address = absolute_address(self.short_path)
        self.report_path = REPORT.of("fiche", partnership.public_id)
        self.reading: Reading = read(
            partnership.current_version.content, partnership, lambda: self._names.rows
        )
        self.map = PartnershipMap(partnership)
        for link in partnership.authority_links:
            if link.authority_id == partnership.lead_authority_id:
                partnership.lead_authority = link.authority

    @cached_property
    def _names(self):
        return lists()

    @cached_property
    def authorities(self):
        return [each.authority for each in self.reading.authorities]

    @cached_property
    def partners(self):
        return [each.partner for each in self.reading.partners]

    @cached_property
    def title(self) -> str:
        """Its title; the two names where the import made it of them."""
        if self.partnership.provenance != Provenance.WIKIDATA:
            return self.reading.title
        names = [*map(str, self.authorities), *map(str, self.partners)]
        return _("%(here)s – %(there)s") % {"here": names[0], "there": joined(names[1:])}

    @cached_property
    def sentence(self) -> str:
        """What an imported one is; "" for the others."""
        if not self.partnership.is_imported:
            return ""
        distance = self.map.distance
        return str(ImportedSentence(self.partnership, self.authorities, self.partners, distance))

    @cached_property
    def _counts(self):
        return counts_of_sides(self.partnership)

    def _side(self, reading, facet, value, population, place=""):
        counts = self._counts[value]
        words = partnerships_text(counts) if counts.total() > 1 else ""
        inhabitants = ""
        if population:
            inhabitants = _("%(people)s habitants") % {"people": intcomma(population)}
        return Side(reading, words, registry_address(**{facet: value}), inhabitants, place)

    @property
    def here(self) -> Iterator[Side]:
        for each in self.reading.authorities:
            key, population = each.authority.key, each.authority.population
            yield self._side(each, Facet.AUTHORITY, key, population, _place_of(each.authority))

    @property
    def there(self) -> Iterator[Side]:
        for each in self.reading.partners:
            partner, place = each.partner, each.place
            is_town = partner.kind == InternationalPartnerKind.MUNICIPALITY and place
            population = place.population or None if is_town else None
            yield self._side(each, Facet.PARTNER, str(partner.uuid), population)

    @cached_property
    def period(self) -> str:
        """« 2005 – 2027 », « depuis 2005 », "" where no year is known."""
        dates = (self.reading.starts_on, self.reading.ends_on)
        first, last = (date and str(date.first_day.year) for date in dates)
        if first and last:
            return first if first == last else f"{first} – {last}"
        if first:
            return _("depuis %(year)s") % {"year": first}
        return _("jusqu’en %(year)s") % {"year": last} if last else ""

    @property
    def is_phase_known(self) -> bool:
        return self.reading.phase != Phase.UNKNOWN

    @property
    def is_of_wikidata(self) -> bool:
        """Whether it was imported from the twinnings of Wikidata, by now declared or not."""
        return self.partnership.source_url == WIKIDATA_TWINNED

    @cached_property
    def missing(self) -> list[tuple[str, str]]:
        """What nobody has said of an imported partnership yet: (words, part of the page or "")."""
        reading = self.reading
        absent = {
            (_("Depuis quand il existe"), ReportPart.DATES): not reading.starts_on,
            (_("De quel type il est"), ""): reading.kind == PartnershipKind.UNKNOWN,
            (_("Ses thèmes"), ReportPart.CONTENT): not reading.themes,
            (_("Ce que les deux parties y font"), ReportPart.CONTENT): not (
                reading.objectives or reading.summary
            ),
            (_("S’il est toujours actif"), ReportPart.DATES): reading.phase == Phase.UNKNOWN,
        }
        return [missing for missing, is_absent in absent.items() if is_absent]

    @cached_property
    def history(self) -> History:
        return History(self.partnership)

    @cached_property
    def neighbours(self) -> Neighbours:
        themes = [theme.pk for theme in self.reading.themes]
        return Neighbours(self.partnership, themes, lambda: self._names)

    @cached_property
    def citation(self) -> Citation:
        author = "" if self.partnership.is_imported else str(self.reading.lead_authority)
        return Citation(self.partnership, self.title, author, self.address, timezone.localdate())

    @property
    def has_facts(self) -> bool:
        """Whether it has a date, a theme or a goal."""
        reading = self.reading
        return any(getattr(reading, name) for name in (*DATES, "themes", "goals"))

    @cached_property
    def sections(self) -> list[tuple[str, str]]:
        """(anchor, title) of the sections that it has; none where they are few."""
        reading = self.reading
        present = {
            ("en-bref", _("En bref")): self.has_facts,
            ("objectifs", _("Objectifs")): reading.objectives,
            ("resultats", _("Résultats")): reading.has_results,
            ("propositions", _("Propositions portées")): reading.contributions,
            ("budget", _("Budget")): reading.budget or reading.total_cost is not None,
            ("images", _("Images")): reading.images,
            ("documents", _("Documents")): reading.documents,
        }
        found = [each for each, is_present in present.items() if is_present]
        if len(found) < SECTIONS_LISTED_MIN:
            return []
        others = [("historique", _("Historique")), ("citer", _("Citer cette fiche"))]
        return [*found, *others]
