"""Figures of authorities: which have a partnership, and how many."""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.humanize.templatetags.humanize import intcomma
from django.db.models import Case, Count, QuerySet, Value, When
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.charts.chart import Chart, Mark
from partnerships.charts.numbers import number_mark, percent_text
from partnerships.models import (
    AuthoritySize,
    Facet,
    FacetCount,
    LocalAuthority,
    LocalAuthorityKind,
)
from partnerships.pages.figures.findings import FEW
from partnerships.pages.figures.found import Figure, Found
from partnerships.publication.kept_by_version import kept_by_version

# The first and the last number of partnerships of each class; None: no last.
# The labels of some sizes begin with it.
OF = "de "
CLASSES = ((1, 1), (2, 2), (3, 3), (4, 5), (6, 10), (11, None))


def _class_of_size():
    """Returns the class of population of a row, as SQL."""
    classes = [
        When(population__gte=int(each.partition("-")[0]), then=Value(each.value))
        for each in reversed(list(AuthoritySize))
    ]
    return Case(*classes, default=Value(""))


class Totals(NamedTuple):
    """How many authorities there are: of each kind, and communes of each class of population."""

    kinds: dict[str, int]
    sizes: dict[str, int]


def _totals(rows: QuerySet) -> Totals:
    kinds = rows.order_by().values_list("kind").annotate(count=Count("pk"))
    communes = rows.filter(kind=LocalAuthorityKind.COMMUNE, population__isnull=False)
    sizes = communes.order_by().annotate(size=_class_of_size()).values_list("size")
    return Totals(dict(kinds), dict(sizes.annotate(count=Count("pk"))))


@kept_by_version
def _national_totals() -> Totals:
    return _totals(LocalAuthority.objects.existing())


class KindAndSize(NamedTuple):
    """`size`: the class of population, None if not known."""

    kind: str
    size: AuthoritySize | None


def _in_use(rows: QuerySet) -> dict[str, KindAndSize]:
    """Returns the kind and size of those of `rows` that any partnership has, by key."""
    stored = FacetCount.objects.filter(facet=Facet.AUTHORITY, count__gt=0).values("value")
    read = rows.filter(key__in=stored).order_by().values_list("key", "kind", "population")
    return {key: KindAndSize(kind, AuthoritySize.of(population)) for key, kind, population in read}


@kept_by_version
def _all_in_use() -> dict[str, KindAndSize]:
    return _in_use(LocalAuthority.objects.existing())


class Authorities:
    """The authorities of what is found, beside all those that exist in the places chosen.

    `with_partnership`: {key: number of partnerships}, of those that have one.
    """

    def __init__(self, found: Found):
        self.found = found
        self.with_partnership: Counter = found.filterset.authorities_found

    @cached_property
    def _in_use(self) -> dict[str, KindAndSize]:
        """The kind and size of those in the places chosen that any partnership has."""
        if self.found.filterset.authorities_in_place is None:
            return _all_in_use()
        return _in_use(self.found.authorities())

    @cached_property
    def by_partnerships(self) -> Counter:
        """{number of partnerships: how many authorities}, of those that have one."""
        if self.found.filterset.authorities_in_place is None:
            return Counter(self.with_partnership.values())
        known = self.with_partnership.keys() & self._in_use.keys()
        return Counter(self.with_partnership[key] for key in known)

    @cached_property
    def _totals(self) -> Totals:
        if self.found.filterset.authorities_in_place is None:
            return _national_totals()
        return _totals(self.found.authorities())

    @cached_property
    def _by_kind_and_size(self) -> Counter:
        """{kind and size: how many authorities}, of those that have a partnership."""
        found = Counter(map(self._in_use.get, self.with_partnership))
        del found[None]
        return found

    @cached_property
    def kinds(self) -> dict[str, tuple[int, int]]:
        """{kind: (with a partnership, in all)}."""
        all_of = self._totals.kinds
        having = Counter()
        for each, count in self._by_kind_and_size.items():
            having[each.kind] += count
        return {kind: (having[kind], all_of[kind]) for kind in LocalAuthorityKind if kind in all_of}

    @cached_property
    def sizes(self) -> dict[str, tuple[int, int]]:
        """{class of population: (communes with a partnership, in all)}."""
        all_of = self._totals.sizes
        communes = LocalAuthorityKind.COMMUNE
        return {
            size: (self._by_kind_and_size[communes, size], all_of[size])
            for size in AuthoritySize
            if size in all_of
        }


def _share_mark(label, having, total, address, is_accent=False) -> Mark:
    note = _("%(having)s sur %(total)s") % {"having": intcomma(having), "total": intcomma(total)}
    share = having / total
    return Mark(label, share, percent_text(share), address if having else "", is_accent, note=note)


def _highest(shares: dict[str, tuple[int, int]]) -> list[str]:
    """Returns the keys whose share is the greatest."""
    values = {key: having / total for key, (having, total) in shares.items()}
    return [key for key in values if values[key] == max(values.values())]


def _sizes_title(sizes: dict[str, tuple[int, int]], labels: dict[str, str]) -> str:
    first = _highest(sizes)
    having, total = sizes[first[0]]
    text = _("%(percent)s des communes %(labels)s en ont un connu ici")
    if having == total:
        text = _("Toutes les communes %(labels)s en ont un connu ici")
        if total == 1 and len(first) == 1:
            text = _("La seule commune %(labels)s en a un connu ici")
    names = _(" et ").join(f"{OF}{labels[each].removeprefix(OF)}" for each in first)
    return text % {"percent": percent_text(having / total), "labels": names}


def sizes_chart(found: Found, authorities: Authorities) -> Chart | None:
    """Returns the share of the communes of each size that have at least one partnership."""
    if not any(having for having, _total in authorities.sizes.values()):
        return None
    labels = {each: str(each.label) for each in AuthoritySize}
    marks = [
        _share_mark(
            capfirst(size.short_label),
            having,
            total,
            found.address(
                **{Facet.SIZE: [size], Facet.AUTHORITY_KIND: [LocalAuthorityKind.COMMUNE]}
            ),
            is_accent=size in _highest(authorities.sizes),
        )
        for size, (having, total) in authorities.sizes.items()
    ]
    return Figure(
        slug="communes",
        title=_sizes_title(authorities.sizes, labels),
        subtitle=_("Part des communes de chaque taille qui ont au moins un de ces partenariats."),
        label_head=_("Population de la commune"),
        value_head=_("Part des communes"),
        definition=_("Communes d’aujourd’hui de population connue (INSEE)."),
    ).chart(found, marks)


def _absent_kinds(count: int) -> str:
    if not count:
        return ""
    text = ngettext(
        "Aucune de connue pour une autre nature\u202f: voir le tableau.",
        "Aucune de connue pour %(count)s autres natures\u202f: voir le tableau.",
        count,
    )
    return text % {"count": count}


def kinds_chart(found: Found, authorities: Authorities) -> Chart | None:
    """Returns the share of the authorities of each kind that have at least one partnership."""
    if not any(having for having, _total in authorities.kinds.values()):
        return None
    share_of = {kind: having / total for kind, (having, total) in authorities.kinds.items()}
    absent = sum(not share for share in share_of.values())
    marks = [
        _share_mark(
            capfirst(str(LocalAuthorityKind(kind).label)),
            *authorities.kinds[kind],
            found.address(**{Facet.AUTHORITY_KIND: [kind]}),
        )
        for kind in sorted(authorities.kinds, key=lambda each: -share_of[each])
    ]
    having, total = (sum(each) for each in zip(*authorities.kinds.values(), strict=True))
    return Figure(
        slug="collectivites",
        title=ngettext(
            "%(having)s collectivité sur %(total)s en a un connu ici",
            "%(having)s collectivités sur %(total)s en ont un connu ici",
            having,
        )
        % {"having": intcomma(having), "total": intcomma(total)},
        subtitle=_("Part des collectivités de chaque nature qui ont au moins un partenariat."),
        label_head=_("Nature de la collectivité"),
        value_head=_("Part des collectivités"),
        definition=_("Collectivités d’aujourd’hui du référentiel."),
        note=_absent_kinds(absent),
        most_shown=len(marks) - absent,
    ).chart(found, marks)


@dataclass(frozen=True)
class _Class:
    first: int
    last: int | None

    @property
    def label(self) -> str:
        if self.last is None:
            return _("%(first)s et plus") % {"first": self.first}
        if self.last == self.first:
            return str(self.first)
        return _("%(first)s à %(last)s") % {"first": self.first, "last": self.last}

    def count(self, numbers: Counter) -> int:
        return sum(
            count
            for number, count in numbers.items()
            if self.first <= number and (self.last is None or number <= self.last)
        )


def _alone_title(alone: int, total: int) -> str:
    """Returns how many of the authorities have one partnership."""
    if total == 1:
        one = _("La seule collectivité n’en a qu’un de connu ici")
        return one if alone else _("La seule collectivité en a plusieurs de connus ici")
    if alone == total:
        return _("Chaque collectivité n’en a qu’un de connu ici")
    if not alone:
        return _("Chaque collectivité en a plusieurs de connus ici")
    text = _("%(percent)s des collectivités n’en ont qu’un de connu ici")
    if total < FEW:
        text = ngettext(
            "%(alone)s collectivité sur %(total)s n’en a qu’un de connu ici",
            "%(alone)s collectivités sur %(total)s n’en ont qu’un de connu ici",
            alone,
        )
    return text % {"percent": percent_text(alone / total), "alone": alone, "total": total}


def partnerships_chart(found: Found, authorities: Authorities) -> Chart | None:
    """Returns how many authorities have one partnership, two, and so on."""
    numbers = authorities.by_partnerships
    total = sum(numbers.values())
    if not total:
        return None
    counts = {each.label: each.count(numbers) for each in (_Class(*pair) for pair in CLASSES)}
    marks = [
        number_mark(label, count, is_accent=label == "1" and bool(count))
        for label, count in counts.items()
    ]
    subtitle = _("Collectivités selon leur nombre de partenariats (%(number)s en tout).")
    return Figure(
        slug="par-collectivite",
        title=_alone_title(numbers[1], total),
        subtitle=subtitle % {"number": intcomma(total)},
        label_head=_("Partenariats"),
        value_head=_("Collectivités"),
        definition=_("Une collectivité compte les partenariats où elle a une part."),
    ).chart(found, marks)
