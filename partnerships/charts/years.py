"""Charts over years: a column for each, the oldest together, those that are not over told apart."""

from collections.abc import Callable

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from partnerships.charts.chart import Mark

# Earlier years are one column, so that each stays wide enough for a finger.
MOST_YEARS = 40


def year_note(year: int, today: int) -> str:
    """Returns what is to be known of a year that is not over, "" for the others."""
    if year > today:
        return _("année à venir")
    return _("année en cours, incomplète") if year == today else ""


def year_marks(counts: dict[str, float], today: int, mark: Callable[..., Mark]) -> list[Mark]:
    """Returns a mark per year from the first to the last, zeros included, `mark(years, label,
    count, note)`. Years earlier than the last MOST_YEARS are one mark.
    """
    years = [int(year) for year in counts]
    last = max(years)
    first = max(min(years), last - MOST_YEARS + 1)
    earlier = sorted(year for year in counts if int(year) < first)
    marks = []
    if earlier:
        total = sum(counts[year] for year in earlier)
        marks.append(mark(earlier, _("avant %(year)s") % {"year": first}, total, ""))
    for year in range(first, last + 1):
        value = f"{year:04d}"
        note = year_note(year, today)
        marks.append(mark([value], str(year), counts.get(value, 0), note))
    return marks


def active_title(counts: dict[str, int], today: int) -> str:
    """Returns the finding of `counts`, the numbers under way by year: the highest of them."""
    passed = [year for year in counts if int(year) <= today] or counts
    highest = max(passed, key=lambda year: (counts[year], year))
    return _("Au plus %(number)s en cours la même année parmi ceux connus ici, en %(year)s") % {
        "number": intcomma(counts[highest]),
        "year": highest,
    }
