"""The rows of the tables of officers' figures, for CSV."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships.pages.queue.figures.officer_figures_page import Delay, OfficerFigures

NO_DELAY = Delay(0, None, None, None, None)


def _months(page: OfficerFigures) -> Iterator[list]:
    yield [_("Mois"), _("Entrées"), *page.leavings, _("Sorties")]
    for month in page.months:
        yield [month.name, month.came, *month.left_cells, month.left_total]


def _delay_head(what) -> list[str]:
    return [
        _("%(what)s, nombre") % {"what": what},
        _("%(what)s, médiane en jours") % {"what": what},
        _("%(what)s, neuf sur dix en jours") % {"what": what},
        _("%(what)s, médiane en jours ouvrés") % {"what": what},
        _("%(what)s, neuf sur dix en jours ouvrés") % {"what": what},
    ]


def _cells(delay: Delay | None) -> list:
    delay = delay or NO_DELAY
    days = (delay.median, delay.p90, delay.working_median, delay.working_p90)
    return [delay.count, *("" if each is None else each for each in days)]


def _groups(page: OfficerFigures) -> Iterator[list]:
    delays = [*_delay_head(_("Première réponse")), *_delay_head(_("Décision"))]
    yield [capfirst(page.group_label), _("Entrées"), _("Sorties"), *delays]
    for row in page.rows:
        yield [row.name, row.came, row.left, *_cells(row.answer), *_cells(row.decision)]


TABLES = {"mois": _months, "detail": _groups}
