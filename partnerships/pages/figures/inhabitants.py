"""The partnerships of each région for so many inhabitants."""

from collections.abc import Iterable

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.charts.chart import Chart, Mark
from partnerships.charts.numbers import rate_text
from partnerships.models import Facet, LocalAuthority, LocalAuthorityKind
from partnerships.pages.figures.found import Figure, Found
from partnerships.publication.kept_by_version import kept_by_version

# A rate per inhabitant says nothing of fewer people.
LEAST_POPULATION = 1_000
# The inhabitants that a rate may be for: the fewest for which the highest one reaches 1.
UNITS = {
    100_000: gettext_lazy("100\u202f000 habitants"),
    1_000_000: gettext_lazy("un million d’habitants"),
    10_000_000: gettext_lazy("dix millions d’habitants"),
}


@kept_by_version
def _populations() -> dict[str, int]:
    """Returns the inhabitants of each région, of those that have enough."""
    communes = LocalAuthority.objects.existing().filter(kind=LocalAuthorityKind.COMMUNE)
    rows = communes.order_by().values_list("region").annotate(people=Sum("population"))
    return {region: people for region, people in rows if (people or 0) >= LEAST_POPULATION}


def _rate_mark(label, rate, **more) -> Mark:
    return Mark(label, rate, rate_text(rate), **more)


def _leading(ranked: list[str], rates: dict[str, float]) -> list[str]:
    """Returns the first two, or the first alone, before others that are lower; else none."""
    for most in (2, 1):
        if len(ranked) <= most or rates[ranked[most - 1]] > rates[ranked[most]]:
            return ranked[:most]
    return []


def _unit(shares: Iterable[float]) -> int:
    """Returns the one of UNITS for `shares`, partnerships for one inhabitant."""
    highest = max(shares, default=0)
    return next((unit for unit in UNITS if unit * highest >= 1), max(UNITS))


class _Rates:
    """The partnerships of each région for `unit` inhabitants, of those populated enough."""

    def __init__(self, found: Found):
        counts, people = found.stated(Facet.REGION), _populations()
        shares = {
            region: count / people[region] for region, count in counts.items() if region in people
        }
        self.unit = _unit(shares.values())
        self.rates = {region: self.unit * share for region, share in shares.items()}
        self.labels = found.labels(Facet.REGION, self.rates)
        self.ranked = sorted(self.rates, key=lambda each: (-self.rates[each], self.labels[each]))
        self.leading = _leading(self.ranked, self.rates)
        placed = found.stated_count(Facet.REGION)
        self.average = self.unit * placed / (sum(people.values()) or 1)

    @property
    def title(self) -> str:
        names = [self.labels[region] for region in self.leading]
        if not names:
            return _("Par habitant, plusieurs régions à égalité dans ce registre")
        return _("Par habitant, %(names)s en tête de ce registre") % {
            "names": _(" et ").join(names)
        }


def _subtitle(found: Found, average: float, people: str) -> str:
    """Returns what is measured, with the average of all unless régions are chosen."""
    subtitle = _("Partenariats pour %(people)s.") % {"people": people}
    if Facet.REGION in found.filterset.chosen:
        return subtitle
    text = _("%(subtitle)s Moyenne du registre\u202f: %(average)s.")
    return text % {"subtitle": subtitle, "average": rate_text(average)}


def inhabitants_chart(found: Found) -> Chart | None:
    """Returns the partnerships of each région for so many inhabitants; None of a single région, or
    within départements.
    """
    if Facet.DEPARTEMENT in found.filterset.chosen:
        return None
    rates = _Rates(found)
    if len(rates.rates) < 2:
        return None
    people = str(UNITS[rates.unit])
    marks = [
        _rate_mark(
            rates.labels[region],
            rates.rates[region],
            address=found.address(**{Facet.REGION: [region]}),
            is_accent=region in rates.leading,
        )
        for region in rates.ranked
    ]
    return Figure(
        slug="par-habitant",
        title=rates.title,
        subtitle=_subtitle(found, rates.average, people),
        label_head=_("Région"),
        value_head=_("Pour %(people)s") % {"people": people},
        definition=_(
            "Population municipale des communes (INSEE)\u202f; aucun taux au-dessous de "
            "1\u202f000 habitants."
        ),
    ).chart(found, marks)
