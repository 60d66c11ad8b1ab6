"""What the page of a comparison shows."""

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.charts.chart import Chart
from partnerships.maps.result import known_countries
from partnerships.models import Facet
from partnerships.pages.comparison.candidates import find_candidates
from partnerships.pages.comparison.cell import Section
from partnerships.pages.comparison.column import COUNTED, Column
from partnerships.pages.comparison.identity_section import identity_section
from partnerships.pages.comparison.in_common_section import (
    COUNTRIES,
    InCommonSection,
    NamesInCommon,
    country_names,
    linked_kind,
    linked_names,
    too_many,
)
from partnerships.pages.comparison.source_section import budgets_by_source, source_section
from partnerships.pages.comparison.source_view import SourceView
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
ADD_LABELS = {
    Facet.AUTHORITY: gettext_lazy("Ajouter une collectivité à comparer"),
    Facet.COUNTRY: gettext_lazy("Ajouter un pays ou un territoire à comparer"),
    Facet.REGION: gettext_lazy("Ajouter une région à comparer"),
    Facet.DEPARTEMENT: gettext_lazy("Ajouter un département à comparer"),
}


class ComparisonPage:
    """The comparison that `data`, a query string, asks for, and how to change it."""

    def __init__(self, data: QueryDict):
        self._asked = data.get(WORDS, "")
        self.compared = ComparedSubjects(data)

    @property
    def subjects(self) -> list[Subject]:
        return self.compared.subjects

    @property
    def add_label(self) -> Promise:
        """What may be added, where something is chosen."""
        return ADD_LABELS[self.compared.facet]

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
    def _columns(self) -> dict[Source, list[Column]]:
        """The columns of each source that some of them have."""
        columns = {
            source: [self._column(each, source) for each in self.subjects] for source in Source
        }
        return {
            source: of_source
            for source, of_source in columns.items()
            if any(column.count for column in of_source)
        }

    @cached_property
    def sections(self) -> list[Section]:
        """What they are, then one section for each source."""
        of_sources = [source_section(self.compared, *each) for each in self._columns.items()]
        return [identity_section(self.compared), *of_sources]

    @cached_property
    def views(self) -> list[SourceView]:
        """The charts and the maps of each source."""
        known = {} if self.compared.facet == Facet.COUNTRY else known_countries()
        return [SourceView(self.compared, *each, known) for each in self._columns.items()]

    def view_of_maps(self, slug: str) -> SourceView | None:
        """Returns the view whose maps are the file `slug`."""
        views = (view for view in self._shown_views if view.maps_slug == slug)
        return next((view for view in views if view.maps), None)

    def chart(self, slug: str) -> Chart | None:
        """Returns the chart `slug`, None if there is none."""
        charts = (chart for view in self._shown_views for chart in view.charts)
        return next((chart for chart in charts if chart.slug == slug), None)

    @property
    def _shown_views(self):
        return self.views if self.compared.is_comparison else []

    def subject_of(self, value: str) -> Subject | None:
        return next((each for each in self.subjects if each.value == value), None)

    @property
    def has_partnerships(self) -> bool:
        return bool(self._counts)

    def names(self, slug: str) -> NamesInCommon | None:
        """Returns the names of a kind that they share or have alone; None where they have no names
        of this kind, or too many to be read.
        """
        if slug == COUNTRIES.slug and self.compared.facet != Facet.COUNTRY:
            return country_names(self.compared, self._counts, self._labels)
        if slug == linked_kind(self.compared.facet).slug and self._linked is not None:
            return linked_names(self.compared, self._linked)
        return None

    @cached_property
    def in_common(self) -> list[InCommonSection]:
        linked = linked_kind(self.compared.facet)
        names = self.names(linked.slug)
        sections = [names.section() if names else too_many(linked)]
        if countries := self.names(COUNTRIES.slug):
            sections.append(countries.section())
        return sections
