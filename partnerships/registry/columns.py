"""The columns of a table of partnerships, after that of the title."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy, ngettext

from cncd_portal.amounts import euros
from cncd_portal.french_dates import french_date
from partnerships.registry.rows import NAMED_MAX, ReadRow

ABSENT = gettext_lazy("non renseigné")


@dataclass(frozen=True)
class Column:
    """A column. `name`: in addresses; `text`: plain, "" where it is not known; `absent`: what is
    then said; `sort`: of `SORTS`, without its sign, "" where no order by it has an index.
    """

    name: str
    label: Promise
    text: Callable[[ReadRow], str]
    absent: Promise = ABSENT
    is_number: bool = False
    is_day: bool = False
    sort: str = ""


def _joined(names: Iterable[str]) -> str:
    """Returns « Lille, Nantes »; the first ones and the number of the others if they are many."""
    names = list(dict.fromkeys(name for name in names if name))
    if len(names) <= NAMED_MAX + 1:
        return ", ".join(names)
    others = len(names) - NAMED_MAX
    text = ngettext("%(names)s et %(others)s autre", "%(names)s et %(others)s autres", others)
    return text % {"names": ", ".join(names[:NAMED_MAX]), "others": others}


def _places(row):
    return _joined(each.place for each in row.here)


def _kind(row):
    return capfirst(row.partnership.kind_label)


def _phase(row):
    return capfirst(row.partnership.phase_label)


def _words(day):
    return french_date(day) if day else ""


def _precise(day):
    return day.words if day else ""


def _cost(row):
    cost = row.partnership.total_cost
    return "" if cost is None else euros(cost, cents=cost != int(cost))


# In their order on the page.
IN_ORDER = (
    Column(
        "collectivite",
        gettext_lazy("Collectivité française"),
        lambda row: _joined(each.name for each in row.here),
    ),
    Column("departement", gettext_lazy("Département ou région"), _places),
    Column(
        "partenaire",
        gettext_lazy("Partenaire"),
        lambda row: _joined(each.name for each in row.there),
    ),
    Column(
        "pays",
        gettext_lazy("Pays ou territoire"),
        lambda row: _joined(each.place or each.name for each in row.there),
    ),
    Column("type", gettext_lazy("Type"), _kind),
    Column("phase", gettext_lazy("Phase"), _phase),
    Column(
        "debut",
        gettext_lazy("Début"),
        lambda row: _precise(row.partnership.start),
        is_day=True,
        sort="debut",
    ),
    Column("fin", gettext_lazy("Fin"), lambda row: _precise(row.partnership.end), is_day=True),
    Column(
        "themes",
        gettext_lazy("Thématiques"),
        lambda row: _joined(row.themes),
    ),
    Column(
        "distance",
        gettext_lazy("Distance"),
        lambda row: row.distance.text if row.distance else "",
        gettext_lazy("inconnue"),
        is_number=True,
    ),
    Column("cout", gettext_lazy("Coût total prévu"), _cost, is_number=True, sort="cout"),
    Column(
        "provenance",
        gettext_lazy("Provenance"),
        lambda row: capfirst(str(row.partnership.get_provenance_display())),
    ),
    Column(
        "publication",
        gettext_lazy("Publié le"),
        lambda row: _words(row.partnership.published_at),
        is_day=True,
        sort="publication",
    ),
    Column(
        "confirmation",
        gettext_lazy("Confirmé le"),
        lambda row: _words(row.partnership.confirmed_on),
        gettext_lazy("jamais"),
        is_day=True,
        sort="confirmation",
    ),
)
COLUMNS = {column.name: column for column in IN_ORDER}
USUAL_COLUMNS = ("collectivite", "partenaire", "pays", "debut", "distance")


def chosen_columns(names: Iterable[str]) -> list[Column]:
    """Returns the known columns among `names`, in the order of the page; the usual ones if there
    is none.
    """
    chosen = COLUMNS.keys() & set(names) or set(USUAL_COLUMNS)
    return [column for name, column in COLUMNS.items() if name in chosen]
