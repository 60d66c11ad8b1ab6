"""What the page of a comparison shows."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partnerships.models import Facet
from partnerships.pages.comparison.candidates import find_candidates
from partnerships.pages.comparison.cell import Section
from partnerships.pages.comparison.identity_section import identity_section
from partnerships.pages.comparison.in_common_section import (
    InCommonSection,
    countries_in_common,
    linked_in_common,
)
from partnerships.pages.comparison.source_section import (
    COUNTED,
    Column,
    budgets_by_source,
    source_section,
)
from partnerships.pages.components.search_box import Results
from partnerships.registry.comparison.shared import values_by_source
from partnerships.registry.comparison.similar import Similar, most_present, similar_to
from partnerships.registry.comparison.sources import Source, counts_by_source
from partnerships.registry.comparison.subjects import (
    KINDS,
    ComparedSubjects,
    Subject,
    comparison_address,
)
from partnerships.registry.facets.labels import FacetLabels
from partnerships.registry.filters import WORDS

# Beyond this many partnerships together, they are counted and not read one by one.
READ_MAX = 2_000


class ComparisonPage:
    """The comparison that `data`, a query string, asks for, and how to change it."""

    def __init__(self, data: QueryDict):
        self._asked = data.get(WORDS, "")
        self.compared = ComparedSubjects(data)

    @property
    def subjects(self) -> list[Subject]:
        return self.compared.subjects

    @property
    def kind(self) -> str:
        """What may be added, where something is chosen."""
        return str(KINDS[self.compared.facet])

    @property
    def width(self) -> int:
        """The columns of the table, that of the criteria included."""
        return 1 + len(self.subjects)

    @property
    def suggestions_address(self) -> str:
        query = comparison_address(self.subjects).partition("?")[2]
        address = reverse("partnerships:comparison_suggestions")
        return f"{address}?{query}" if query else address

    @cached_property
    def results(self) -> Results | None:
        """What the words searched find, None without words."""
        return find_candidates(self._asked, self.compared) if self._asked else None

    @property
    def words(self) -> str:
        """The words searched, as they were read."""
        return self.results.words if self.results else ""

    @cached_property
    def chosen(self) -> list[tuple[Subject, str, str]]:
        """Each subject, the address without it, and that where it stands one place before."""
        return [
            (each, self.compared.without_subject(each), self.compared.moved_forward(each))
            for each in self.subjects
        ]

    @cached_property
    def similar(self) -> list[tuple[Similar, str]]:
        """What is worth comparing with the first subject, and the addresses that add it."""
        if not self.subjects or self.compared.is_full:
            return []
        found = similar_to(self.subjects[0], without=self.subjects)
        return [(each, self.compared.with_subject(each.subject)) for each in found]

    @cached_property
    def beginnings(self) -> list[tuple[str, list[tuple[Subject, str]]]]:
        """What to begin with where nothing is chosen, by kind: those the registry knows best."""
        if self.subjects or self.results:
            return []
        kinds = [(str(label), most_present(facet)) for facet, label in KINDS.items()]
        return [
            (label, [(each, comparison_address([each])) for each in subjects])
            for label, subjects in kinds
            if subjects
        ]

    @property
    def similar_title(self) -> str:
        if self.compared.is_comparison:
            text = _("À comparer aussi avec %(name)s")
        else:
            text = _("À comparer avec %(name)s")
        return text % {"name": self.subjects[0].name_in_text}

    @cached_property
    def _labels(self):
        return FacetLabels()

    @cached_property
    def _counts(self):
        return counts_by_source(self.compared.facet, self.compared.values, COUNTED)

    @cached_property
    def _is_readable(self) -> bool:
        """Whether the partnerships are few enough to be read one by one."""
        return sum(counts[Facet.ALL][""] for counts in self._counts.values()) <= READ_MAX

    @cached_property
    def _linked(self):
        """{(value, source): the partners, or the French authorities of a country}, or None."""
        if not self._is_readable:
            return None
        is_country = self.compared.facet == Facet.COUNTRY
        other = Facet.AUTHORITY if is_country else Facet.PARTNER
        return values_by_source(self.compared.facet, self.compared.values, other)

    @cached_property
    def _budgets(self):
        if not self._is_readable:
            return None
        return budgets_by_source(self.compared.facet, self.compared.values)

    def _column(self, subject, source):
        key = subject.value, source
        return Column(
            subject,
            self._counts.get(key, {}),
            self._labels,
            None if self._linked is None else len(self._linked.get(key, ())),
            None if self._budgets is None else self._budgets.get(key),
        )

    @cached_property
    def sections(self) -> list[Section]:
        """What they are, then one section for each source that some of them have."""
        sections = [identity_section(self.compared)]
        for source in Source:
            columns = [self._column(each, source) for each in self.subjects]
            if any(column.count for column in columns):
                sections.append(source_section(self.compared, source, columns))
        return sections

    @property
    def has_partnerships(self) -> bool:
        return bool(self._counts)

    @cached_property
    def in_common(self) -> list[InCommonSection]:
        sections = [linked_in_common(self.compared, self._linked)]
        if self.compared.facet != Facet.COUNTRY:
            sections.append(countries_in_common(self.compared, self._counts, self._labels))
        return sections
