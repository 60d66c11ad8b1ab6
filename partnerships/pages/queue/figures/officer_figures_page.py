"""Officers' figures: dossiers in and out by month, and processing times by the chosen group."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Count, FilteredRelation, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.french_dates import french_date
from partnerships.document.steps.fields import Day, DayInput
from partnerships.models import Country, DossierKind, DossierTimes, Leaving, Region
from partnerships.sort_key import person_key, sort_key

MEDIAN, P90 = 0.5, 0.9


def quantile(histogram: dict[int, int], share: float) -> int | None:
    """Returns the smallest number of days within which `share` of the dossiers were done.
    `histogram`: days → number of dossiers.
    """
    total, cumulated = sum(histogram.values()), 0
    for days in sorted(histogram):
        cumulated += histogram[days]
        if cumulated >= share * total:
            return days
    return None


@dataclass(frozen=True)
class Delay:
    """Processing times: number of dossiers, then median and 90th percentile in calendar days and in
    working days.
    """

    count: int
    median: int | None
    p90: int | None
    working_median: int | None
    working_p90: int | None


def _delay(pairs: dict[tuple[int, int], int]) -> Delay:
    days, working = defaultdict(int), defaultdict(int)
    for (each, each_working), count in pairs.items():
        days[each] += count
        working[each_working] += count
    return Delay(
        sum(days.values()),
        quantile(days, MEDIAN),
        quantile(days, P90),
        quantile(working, MEDIAN),
        quantile(working, P90),
    )


def _delays(rows: QuerySet, name: str, group: str | None) -> dict:
    """Returns {group: Delay}, from the number of dossiers per number of days; one query."""
    fields = (f"{name}_days", f"{name}_working_days")
    counted = rows.order_by().values_list(*([group] if group else []), *fields)
    by_group = defaultdict(lambda: defaultdict(int))
    for *key, days, working, count in counted.annotate(count=Count("pk", distinct=True)):
        by_group[key[0] if key else None][days, working] += count
    return {key: _delay(pairs) for key, pairs in by_group.items()}


# Value of « par » → (label, field to group by).
GROUPS = {
    "objet": (gettext_lazy("objet du dossier"), "dossier__kind"),
    "region": (gettext_lazy("région"), "dossier__lead_authority__region"),
    "pays": (gettext_lazy("pays"), "countries"),
    "organisme": (gettext_lazy("organisme consulté"), "asked__body_name"),
    "instructeur": (gettext_lazy("instructeur"), "officer"),
}


def _with_bodies(rows: QuerySet) -> QuerySet:
    """Returns `rows` with `asked`: the opinions that were asked for and not revoked."""
    standing = Q(dossier__opinions__revoked_at=None)
    return rows.annotate(asked=FilteredRelation("dossier__opinions", condition=standing))


def _a_year_ago(today: date) -> date:
    return today.replace(year=today.year - 1, day=1)


class FiguresForm(forms.Form):
    du = Day(required=True, widget=DayInput(format="%Y-%m-%d"), label=gettext_lazy("Du"))
    au = Day(required=True, widget=DayInput(format="%Y-%m-%d"), label=gettext_lazy("Au"))
    par = forms.ChoiceField(
        label=gettext_lazy("Détail par"),
        choices=[(name, label) for name, (label, _field) in GROUPS.items()],
    )

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("du"), cleaned.get("au")
        if start and end and end < start:
            self.add_error("au", _("Cette date vient avant la première\u202f: corrigez-la."))
        return cleaned


@dataclass(frozen=True)
class Month:
    """The dossiers that came in and left in the month of the day `first`."""

    first: date
    came: int
    left: dict[str, int]

    @property
    def name(self) -> str:
        return capfirst(french_date(self.first, "F Y"))

    @property
    def short(self) -> str:
        """« 03/2026 »."""
        return f"{self.first:%m/%Y}"

    @property
    def following(self) -> date:
        """The first day of the next month."""
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def left_total(self) -> int:
        return sum(self.left.values())

    @property
    def left_cells(self) -> list[int]:
        return [self.left.get(each, 0) for each in Leaving.values]


@dataclass(frozen=True)
class GroupFigures:
    """The figures of one group."""

    name: str
    came: int
    left: int
    answer: Delay | None
    decision: Delay | None


class OfficerFigures:
    """The figures of a period; the number of queries is fixed."""

    def __init__(self, user, query):
        today = timezone.localdate()
        self.user, self.today = user, today
        typed = {"du": f"{_a_year_ago(today)}", "au": f"{today}", "par": "objet", **query.dict()}
        self.form = FiguresForm(typed)
        self.is_valid = self.form.is_valid()
        chosen = self.form.cleaned_data
        self.start = chosen.get("du") or _a_year_ago(today)
        self.end = chosen.get("au") or today
        self.group = chosen.get("par") or "objet"

    def _in_period(self, field):
        return {f"{field}__range": (self.start, self.end)}

    @property
    def _came(self):
        return DossierTimes.objects.filter(**self._in_period("came_on"))

    @property
    def _left(self):
        return DossierTimes.objects.filter(**self._in_period("left_on"))

    @property
    def _answered(self):
        return DossierTimes.objects.filter(**self._in_period("answered_on"))

    @property
    def decided(self):
        return self._left.filter(decision_days__isnull=False)

    @cached_property
    def months(self) -> list[Month]:
        """The months from the first in which a dossier came in or left to the last."""
        came = self._came.order_by().values_list(TruncMonth("came_on")).annotate(n=Count("pk"))
        left = self._left.order_by().values_list(TruncMonth("left_on"), "left_as")
        by_month = defaultdict(lambda: [0, {}])
        for month, count in came:
            by_month[month][0] = count
        for month, how, count in left.annotate(n=Count("pk")):
            by_month[month][1][how] = count
        months, last = [], max(by_month, default=None)
        month = min(by_month, default=None)
        while month and month <= last:
            months.append(Month(month, *by_month[month]))
            month = months[-1].following
        return months

    @cached_property
    def stock_before(self) -> int:
        """How many dossiers were in hand before the first day of the period."""
        before = DossierTimes.objects.filter(came_on__lt=self.start)
        return before.filter(Q(left_on__isnull=True) | Q(left_on__gte=self.start)).count()

    @property
    def came_count(self) -> int:
        return sum(month.came for month in self.months)

    @property
    def left_count(self) -> int:
        return sum(month.left_total for month in self.months)

    @cached_property
    def answer(self) -> Delay | None:
        return _delays(self._answered, "answer", None).get(None)

    @cached_property
    def decision(self) -> Delay | None:
        return _delays(self.decided, "decision", None).get(None)

    @property
    def group_label(self):
        return GROUPS[self.group][0]

    @property
    def leavings(self):
        return [capfirst(label) for label in Leaving.labels]

    def _names(self, keys) -> dict:
        """Returns {key: name} of the groups, in display order."""
        if self.group == "objet":
            return {value: capfirst(label) for value, label in DossierKind.choices}
        if self.group == "region":
            return {each.pk: str(each) for each in Region.objects.all()}
        if self.group == "pays":
            return {each.pk: str(each) for each in Country.objects.all()}
        if self.group == "organisme":
            return {name: name for name in sorted(filter(None, keys), key=sort_key)}
        people = get_user_model().objects.filter(pk__in=keys).order_by("pk")
        return {each.pk: str(each) for each in sorted(people, key=person_key)}

    @cached_property
    def rows(self) -> list[GroupFigures]:
        """The groups that have figures. Officers see their own row, lead reviewers all of them."""
        field = GROUPS[self.group][1]

        def of(rows):
            if self.group == "organisme":
                return _with_bodies(rows)
            return rows.visible_to(self.user) if self.group == "instructeur" else rows

        counts = [
            dict(of(rows).order_by().values_list(field).annotate(n=Count("pk", distinct=True)))
            for rows in (self._came, self._left)
        ]
        delays = [
            _delays(of(self._answered), "answer", field),
            _delays(of(self.decided), "decision", field),
        ]
        keys = {key for figures in (*counts, *delays) for key in figures}
        names = {**self._names(keys), None: _("non précisé")}
        came, left = counts
        answer, decision = delays
        return [
            GroupFigures(
                name, came.get(key, 0), left.get(key, 0), answer.get(key), decision.get(key)
            )
            for key, name in names.items()
            if key in keys
        ]

    @cached_property
    def query(self) -> str:
        return f"du={self.start}&au={self.end}&par={self.group}"
