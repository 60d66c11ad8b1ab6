"""The registry filters, parsed from a query string that may contain anything."""

import django_filters
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.models import Facet, Partnership, PartnershipFacet, PartnershipPeriod
from partnerships.registry.choices import FILTERS, offered_choices
from partnerships.registry.pagination import MOST_COUNTED
from partnerships.registry.search import count_found, search, search_by_name_first

LONGEST_SEARCH = 200


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Filters partnerships by one of the chosen values of a facet."""

    def filter(self, qs, value):
        if not value:
            return qs
        facets = PartnershipFacet.objects.filter(facet=self.field_name, value__in=value)
        return qs.filter(pk__in=facets.values("partnership"))


class YearFilter(django_filters.MultipleChoiceFilter):
    """Filters partnerships under way in one of the chosen years."""

    def filter(self, qs, value):
        under_way = Q()
        for year in value or ():
            no_end_before = Q(last_year__isnull=True) | Q(last_year__gte=year)
            under_way |= Q(first_year__lte=year) & no_end_before
        if not under_way:
            return qs
        return qs.filter(pk__in=PartnershipPeriod.objects.filter(under_way).values("pk"))


class WordsFilter(django_filters.CharFilter):
    def filter(self, qs, value):
        return search(qs, value) if value else qs


class PartnershipFilterSet(django_filters.FilterSet):
    """The filters of the registry page and of everything that shows the same rows."""

    q = WordsFilter(label=gettext_lazy("Mots"))

    class Meta:
        model = Partnership
        fields = []

    def __init__(self, data, queryset, choices=None):
        self.choices = offered_choices() if choices is None else choices
        self.notes = []
        super().__init__(self._known_values(data), queryset)
        for facet, offered in self.choices.items():
            self.filters[facet].extra["choices"] = [(each.value, each.label) for each in offered]
        self.is_valid()

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The active filters: {facet: chosen values}."""
        return {
            facet.value: values
            for facet in self.choices
            if (values := self.form.cleaned_data[facet.value])
        }

    @property
    def by_name_first(self):
        """The rows of `qs` in two parts: those named exactly as searched, then the others."""
        rows = self.queryset
        for name, values in self.chosen.items():
            rows = self.filters[name].filter(rows, values)
        is_frequent = self.words_count > MOST_COUNTED
        return search_by_name_first(rows, self.form.cleaned_data["q"], is_frequent)

    @cached_property
    def words_count(self) -> int:
        """How many partnerships match the search, ignoring the filters, up to a limit."""
        return count_found(self.form.cleaned_data["q"], MOST_COUNTED + 1)

    def _known_values(self, data):
        """Returns `data` without unknown values; each removal adds a sentence to `notes`."""
        data = data.copy()
        words = data.get("q", "").replace("\x00", "").strip()
        if len(words) > LONGEST_SEARCH:
            words = words[:LONGEST_SEARCH]
            self.notes.append(
                _("La recherche est limitée à %(most)s caractères.") % {"most": LONGEST_SEARCH}
            )
        data["q"] = words
        for facet, offered in self.choices.items():
            asked = dict.fromkeys(value for value in data.getlist(facet) if value)
            known = [value for value in asked if value in {each.value for each in offered}]
            if len(known) < len(asked):
                note = _("Filtre «\u202f%(name)s\u202f»\u202f: une valeur inconnue est ignorée.")
                self.notes.append(note % {"name": Facet(facet).label})
            data.setlist(facet, known)
        return data


for _facet in FILTERS:
    _filter = YearFilter if _facet == Facet.YEAR else FacetFilter
    PartnershipFilterSet.base_filters[_facet.value] = _filter(
        field_name=_facet.value, label=_facet.label
    )
