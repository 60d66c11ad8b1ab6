"""The budget as shown on a page: lines, totals, and bars by year and source."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cncd_portal.amounts import euros
from partnerships.models import BudgetNature, BudgetSource
from partnerships.models.budget import source_text

# The longest bar, in percents of its track: its total follows it.
LONGEST = Decimal(76)
# Width of a digit in percents of the track, on a phone.
DIGIT_WIDTH = Decimal("2.8")
# The tints of sources other than the partner, in their order.
TINTS = 6


@dataclass(frozen=True)
class BudgetReading:
    """A budget line, in euros."""

    uuid: str
    year: int
    source: str
    source_label: str
    funder: str
    nature: str
    nature_label: str
    amount: Decimal

    @property
    def source_text(self) -> str:
        return source_text(self.source_label, self.funder)


@dataclass(frozen=True)
class BudgetPart:
    """The amount of a source: in a year, with its place and width in percents, or in all."""

    label: str
    tint: str
    amount: Decimal
    x: Decimal = Decimal(0)
    width: Decimal = Decimal(0)

    @property
    def words(self) -> str:
        """The amount in whole euros."""
        return number_format(round(self.amount), force_grouping=True)

    @property
    def middle(self) -> Decimal:
        return self.x + self.width / 2

    @property
    def has_room(self) -> bool:
        """Whether its amount can be written on the bar."""
        return self.width > DIGIT_WIDTH * (len(self.words) + 1)


@dataclass(frozen=True)
class BudgetYear:
    year: int
    total: Decimal
    parts: list[BudgetPart]

    @property
    def end(self) -> Decimal:
        """Where its bar ends, in percents."""
        return self.parts[-1].x + self.parts[-1].width if self.parts else Decimal(0)


class Budget:
    """The `lines`, whose amounts are positive or zero."""

    def __init__(self, lines: list[BudgetReading]):
        self.lines = lines

    @cached_property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @cached_property
    def years(self) -> list[BudgetYear]:
        totals = {
            year: self._total(year=year) for year in sorted({line.year for line in self.lines})
        }
        scale = LONGEST / (max(totals.values(), default=0) or 1)
        return [BudgetYear(year, total, self._parts(year, scale)) for year, total in totals.items()]

    @property
    def title(self) -> str:
        """« Budget : 12 000 € de 2019 à 2021 »."""
        if not self.lines:
            return _("Budget")
        total = euros(self.total, cents=False)
        first, last = self.years[0].year, self.years[-1].year
        if first == last:
            return _("Budget\u202f: %(total)s en %(year)s") % {"total": total, "year": first}
        values = {"total": total, "first": first, "last": last}
        return _("Budget\u202f: %(total)s de %(first)s à %(last)s") % values

    @property
    def sources(self) -> list[BudgetPart]:
        """The total of each source, in their order."""
        return [
            BudgetPart(str(source.label), tint, self._total(source=source))
            for source, tint in self._tints.items()
        ]

    @property
    def is_in_kind(self) -> bool:
        return any(line.nature == BudgetNature.IN_KIND for line in self.lines)

    @cached_property
    def _tints(self) -> dict[BudgetSource, str]:
        """The tint of each source in use, in their order: the partner, in blue, is the last."""
        used = {line.source for line in self.lines}
        others = [source for source in BudgetSource if source in used - {BudgetSource.PARTNER}]
        tints = {source: str(rank % TINTS) for rank, source in enumerate(others)}
        partner = {BudgetSource.PARTNER: "partner"} if BudgetSource.PARTNER in used else {}
        return tints | partner

    def _total(self, **wanted) -> Decimal:
        lines = (
            line
            for line in self.lines
            if all(getattr(line, name) == value for name, value in wanted.items())
        )
        return sum((line.amount for line in lines), Decimal(0))

    def _parts(self, year, scale):
        parts, x = [], Decimal(0)
        for source, tint in self._tints.items():
            amount = self._total(year=year, source=source)
            if amount:
                width = amount * scale
                parts.append(BudgetPart(str(source.label), tint, amount, x, width))
                x += width
        return parts
