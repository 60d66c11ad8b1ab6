"""Totals of the budget as it is typed, compared with the cost of the partnership."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from partnerships.document.steps.budget import BudgetForm
from partnerships.models import BudgetNature, BudgetSource

ZERO = Decimal(0)


@dataclass
class Sums:
    """Sums in euros: of a year, of a source, or of the whole budget."""

    label: str
    cash: Decimal = ZERO
    in_kind: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.cash + self.in_kind

    def add(self, nature: str, amount: Decimal) -> None:
        if nature == BudgetNature.CASH:
            self.cash += amount
        else:
            self.in_kind += amount


@dataclass
class BudgetTotals:
    """The totals of a budget.

    `uncounted`: number of lines that are filled in but not valid yet.
    """

    cost: Decimal | None
    years: list[Sums] = field(default_factory=list)
    sources: list[Sums] = field(default_factory=list)
    whole: Sums = field(default_factory=lambda: Sums(""))
    uncounted: int = 0

    @property
    def remaining(self) -> Decimal | None:
        """The amount still to finance, negative if over-financed; None without a cost."""
        return None if self.cost is None else self.cost - self.whole.total

    @property
    def excess(self) -> Decimal:
        return -(self.remaining or ZERO)

    @property
    def is_balanced(self) -> bool:
        return self.remaining == 0

    @property
    def is_short(self) -> bool:
        return self.remaining is not None and self.remaining > 0


def budget_totals(lines: Iterable[BudgetForm], cost: Decimal | None) -> BudgetTotals:
    """Adds up the valid lines; years are sorted, sources follow the order of `BudgetSource`."""
    totals = BudgetTotals(cost)
    years, sources = defaultdict(lambda: Sums("")), {}
    for line in lines:
        if line.is_empty:
            continue
        if not line.is_valid():
            totals.uncounted += 1
            continue
        data = line.cleaned_data
        source = sources.setdefault(data["source"], Sums(BudgetSource(data["source"]).label))
        years[data["year"]].label = str(data["year"])
        for sums in (years[data["year"]], source, totals.whole):
            sums.add(data["nature"], data["amount"])
    totals.years = [years[year] for year in sorted(years)]
    totals.sources = [sources[each] for each in BudgetSource.values if each in sources]
    return totals
