"""The list of probable duplicates: filters, counts and reasons."""

from dataclasses import dataclass
from functools import cached_property

import django_filters
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from partnerships.models import Country, DuplicatePair, DuplicateState, RecordKind
from partnerships.pages.cleaning.records import Record, records_of
from partnerships.publication.duplicates.reasons import REASONS, Reason
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

SCORES = [(score, _("%(score)s et plus") % {"score": score}) for score in (90, 75, 60)]


def _countries():
    used = DuplicatePair.objects.exclude(country="").order_by().values("country")
    return list(Country.objects.filter(pk__in=used).values_list("pk", "name"))


class DuplicateFilterSet(django_filters.FilterSet):
    nature = django_filters.ChoiceFilter(
        "kind", label=_("Nature"), choices=RecordKind.choices, empty_label=_("Toutes")
    )
    pays = django_filters.ChoiceFilter(
        "country", label=_("Pays"), choices=[], empty_label=_("Tous")
    )
    score = django_filters.ChoiceFilter(
        "score", "gte", label=_("Score"), choices=SCORES, empty_label=_("Tous")
    )
    etat = django_filters.ChoiceFilter(
        "state",
        label=_("État"),
        choices=DuplicateState.choices,
        empty_label=None,
    )

    class Meta:
        model = DuplicatePair
        fields = []

    def __init__(self, data, queryset):
        super().__init__(data, queryset)
        self.filters["pays"].extra["choices"] = _countries()


@dataclass(frozen=True)
class ShownPair:
    """A pair with its two records and the reasons it is proposed."""

    pair: DuplicatePair
    first: Record
    second: Record

    @property
    def reasons(self) -> list[Reason]:
        return [REASONS[code] for code in self.pair.reasons]

    @property
    def new_reasons(self) -> list[Reason]:
        """The reasons that appeared since the pair was dismissed."""
        dismissed = set(self.pair.dismissed_reasons)
        return [REASONS[code] for code in self.pair.reasons if code not in dismissed]


def shown_pairs(pairs) -> list[ShownPair]:
    records = records_of((pair.kind, pk) for pair in pairs for pk in pair.ids)
    return [
        ShownPair(pair, *(records[pair.kind, pk] for pk in pair.ids))
        for pair in pairs
        if all((pair.kind, pk) in records for pk in pair.ids)
    ]


class DuplicatesPage:
    """The duplicates that an address asks for; its invalid parts are ignored."""

    def __init__(self, data):
        self.data = data.copy()
        self.data.setdefault("etat", DuplicateState.OPEN.value)
        self.filterset = DuplicateFilterSet(self.data, DuplicatePair.objects.all())

    @property
    def form(self):
        return self.filterset.form

    @cached_property
    def page(self):
        rows = self.filterset.qs.select_related("settled_by")
        cursors = {"after": self.data.get(AFTER, ""), "before": self.data.get(BEFORE, "")}
        return paginate([rows], Order("score"), **cursors)

    @cached_property
    def rows(self) -> list[ShownPair]:
        return shown_pairs(self.page.rows)

    @cached_property
    def counts(self) -> list[tuple[str, str, int]]:
        """(kind, label, number of open pairs), whatever the filters."""
        waiting = DuplicatePair.objects.filter(state=DuplicateState.OPEN).order_by()
        counts = dict(waiting.values_list("kind").annotate(Count("pk")))
        return [(kind.value, kind.label, counts.get(kind, 0)) for kind in RecordKind]

    @property
    def filters_query(self) -> str:
        """The filters as a query string, for the links to other pages."""
        query = self.data.copy()
        for name in (BEFORE, AFTER):
            query.pop(name, None)
        return f"{query.urlencode()}&"
