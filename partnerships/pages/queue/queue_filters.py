"""The filters of the officers' queue, read from an address that may hold anything."""

import re
from datetime import timedelta

import django_filters
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partnerships.document.steps.references import KEY
from partnerships.document.steps.text import visible
from partnerships.models import (
    Dossier,
    DossierFacet,
    DossierStatus,
    Facet,
    LocalAuthority,
    OpinionState,
)
from partnerships.models.dossier_status import CLOSED_FOR_OFFICERS
from partnerships.pages.queue.queue_choices import (
    ALL,
    AUTHORITY,
    LATE,
    LATE_TO_RELEASE,
    MAX_AGE,
    ME,
    MIN_AGE,
    NOBODY,
    OPEN,
    STATUS,
    UNDATED,
    WORDS,
    Pairs,
)
from partnerships.publication.search_table import DOSSIERS
from partnerships.registry.filters import LONGEST_SEARCH
from partnerships.registry.search import has_many_matches, search, searched_words

DAYS = re.compile(r"[0-9]{1,4}")
MOST_AUTHORITIES = 20
REFERENCE_DIGITS = 6


class FacetFilter(django_filters.MultipleChoiceFilter):
    """Keeps the dossiers indexed under one of the chosen values of a facet."""

    def filter(self, qs, value):
        found = DossierFacet.objects.filter(facet=self.field_name, value__in=value)
        return qs.filter(pk__in=found.values("dossier")) if value else qs


class AnyFilter(django_filters.MultipleChoiceFilter):
    """Keeps the dossiers that meet one of the chosen conditions; the filter set's method
    `field_name` turns each value into a condition.
    """

    def filter(self, qs, value):
        conditions = Q()
        for each in value:
            conditions |= getattr(self.parent, self.field_name)(each)
        return qs.filter(conditions) if value else qs


class StatusFilter(AnyFilter):
    """Keeps the dossiers in one of the chosen states; the open ones if none is chosen."""

    def filter(self, qs, value):
        return qs if ALL in value else super().filter(qs, value or [OPEN])


class QueueFilterSet(django_filters.FilterSet):
    """The filters of the queue, of the desk and of exports.

    `offered`: the choices of each filter; other values are ignored, with a message in `notes`.
    """

    q = django_filters.CharFilter(method="of_words")
    etat = StatusFilter(field_name="in_status")
    instructeur = AnyFilter(field_name="in_hands")
    objet = django_filters.MultipleChoiceFilter(field_name="kind")
    collectivite = django_filters.MultipleChoiceFilter(method="of_authorities")
    region = FacetFilter(field_name=Facet.REGION)
    pays = FacetFilter(field_name=Facet.COUNTRY)
    theme = FacetFilter(field_name=Facet.THEME)
    proposition = FacetFilter(field_name=Facet.PROPOSAL)
    age_min = django_filters.NumberFilter(method="of_age_or_more")
    age_max = django_filters.NumberFilter(method="of_age_or_less")
    echeance = django_filters.ChoiceFilter(method="of_due_date")
    avis = django_filters.MultipleChoiceFilter(method="of_opinions")
    premiere = django_filters.MultipleChoiceFilter(method="of_first_time")

    class Meta:
        model = Dossier
        fields = []

    def __init__(self, data: QueryDict, user, offered: dict[str, Pairs]):
        self.user, self.offered, self.notes = user, offered, []
        self._named = _authorities(data.getlist(AUTHORITY))
        self.authorities = list(dict.fromkeys(self._named.values()))
        super().__init__(self._readable(data), Dossier.objects.deposited())
        for name, choices in {**offered, AUTHORITY: self._authority_choices}.items():
            self.filters[name].extra["choices"] = choices
        self.is_valid()

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Name → values of the active filters, in display order."""
        return {name: values for name in self.filters if (values := self.data.getlist(name))}

    @property
    def _authority_choices(self):
        return [(each.key, str(each)) for each in self.authorities]

    @cached_property
    def hands(self):
        """The dossiers in the officer's hands today, those of colleagues they replace included."""
        return Dossier.objects.instructed_by(self.user).values("pk")

    def labels(self, name) -> dict[str, str]:
        choices = {**self.offered, AUTHORITY: self._authority_choices}.get(name, ())
        return {value: str(label) for value, label in choices}

    def of_words(self, rows, name, value):
        is_frequent = has_many_matches(value, DOSSIERS)
        found = search(rows, value, DOSSIERS, is_frequent)
        numbers = _with_indexed_numbers(value)
        return found | search(rows, numbers, DOSSIERS) if numbers else found

    def in_status(self, value):
        return ~Q(status__in=CLOSED_FOR_OFFICERS) if value == OPEN else Q(status=value)

    def in_hands(self, value):
        if value == ME:
            return Q(pk__in=self.hands)
        return Q(reviewer__isnull=True) if value == NOBODY else Q(reviewer=value)

    def of_authorities(self, rows, name, value):
        found = DossierFacet.objects.filter(facet=Facet.AUTHORITY, value__in=value)
        return rows.filter(pk__in=found.values("dossier"))

    def of_age_or_more(self, rows, name, value):
        return rows.filter(submitted_at__lte=timezone.now() - timedelta(days=int(value)))

    def of_age_or_less(self, rows, name, value):
        return rows.filter(submitted_at__gte=timezone.now() - timedelta(days=int(value)))

    def of_due_date(self, rows, name, value):
        if value == UNDATED:
            return rows.filter(due_on__isnull=True)
        if value == LATE_TO_RELEASE:
            return rows.late_to_release()
        return rows.late_to_decide() if value == LATE else rows.due_within(int(value))

    def of_opinions(self, rows, name, value):
        """Excludes dossiers of the officer's own authorities, whose opinions they may not know."""
        conditions = Q()
        for each in value:
            conditions |= OpinionState(each).holds()
        return rows.reviewable_by(self.user).filter(conditions)

    def of_first_time(self, rows, name, value):
        return rows.filter(index__is_first_time=True)

    def _readable(self, data):
        """Returns `data` without the values that no filter accepts."""
        clean = QueryDict(mutable=True)
        words = visible(data.get(WORDS, "")).strip()[:LONGEST_SEARCH]
        clean.setlist(WORDS, [words] if words else [])
        for name, choices in {**self.offered, AUTHORITY: self._authority_choices}.items():
            values = {value for value in data.getlist(name) if value}
            if name == STATUS:
                values = _statuses(values)
            elif name == AUTHORITY:
                values = {self._named[key].key if key in self._named else key for key in values}
            known = [value for value, _label in choices if value in values]
            if len(known) < len(values):
                self.notes.append(_("Un filtre qui n’existe pas, ou plus, est ignoré."))
            clean.setlist(name, known)
        for name in (MIN_AGE, MAX_AGE):
            days = data.get(name, "").strip()
            if days and not DAYS.fullmatch(days):
                self.notes.append(_("L’âge est un nombre de jours\u202f: celui-ci est ignoré."))
            elif days:
                clean[name] = days
        return clean


def _indexed_number(word):
    year, number = word[2:6], word[6:]
    if word.startswith("cd") and year.isdecimal() and (not number or number.isdecimal()):
        return f"cd {year} {number}".strip()
    is_short = word.isdecimal() and len(word) < REFERENCE_DIGITS
    return word.lstrip("0") or word if is_short else word


def _with_indexed_numbers(text):
    """Returns the words of `text` with the numbers of dossiers as they are indexed: « 257 » for
    0257, « cd 2026 000257 » for CD2026000257; "" if none is written otherwise.
    """
    words = searched_words(text)
    indexed = [_indexed_number(word) for word in words]
    return "" if indexed == words else " ".join(indexed)


def _statuses(values):
    """Returns the states to write in an address: none for the open dossiers, ALL for all."""
    is_all = ALL in values or {OPEN, DossierStatus.CLOSED} <= values
    if is_all or OPEN in values:
        return {ALL} if is_all else set()
    return values


def _authorities(keys):
    """Returns {key: authority} of `keys`; a merged authority is replaced by its successor."""
    keys = [key for key in dict.fromkeys(keys) if KEY.fullmatch(key)][:MOST_AUTHORITIES]
    if not keys:
        return {}
    rows = LocalAuthority.objects.filter(key__in=keys).order_by("pk").select_related("successor")
    return {row.key: row.current for row in rows}
