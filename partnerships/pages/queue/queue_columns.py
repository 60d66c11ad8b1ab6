"""The columns of the queue, on the page and in exports."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.french_dates import french_date
from partnerships.pages.queue.queue_rows import QueueRow

Value = str | int | date


@dataclass(frozen=True)
class Column:
    """A column. `value` is exported and shown; `hint` is the small text under it on the page."""

    name: str
    label: Promise
    value: Callable[[QueueRow], Value]
    hint: Callable[[QueueRow], str] = lambda row: ""
    is_alert: Callable[[QueueRow], bool] = lambda row: False


@dataclass(frozen=True)
class Cell:
    """A column of a row, as the page shows it."""

    name: str
    label: Promise
    text: str
    hint: str
    is_alert: bool


def _first_time(row):
    return _("oui") if row.index.is_first_time else ""


# In the order of the page, after the title of the dossier.
COLUMNS = (
    Column(
        "collectivite", gettext_lazy("Collectivité"), lambda row: str(row.dossier.lead_authority)
    ),
    Column("regions", gettext_lazy("Région"), lambda row: row.index.regions),
    Column("pays", gettext_lazy("Pays"), lambda row: row.index.countries),
    Column("partenaires", gettext_lazy("Partenaires"), lambda row: row.index.partners),
    Column("themes", gettext_lazy("Thématiques"), lambda row: row.index.themes),
    Column("propositions", gettext_lazy("Propositions"), lambda row: row.index.proposals),
    Column("objet", gettext_lazy("Objet"), lambda row: capfirst(row.dossier.get_kind_display())),
    Column("etat", gettext_lazy("État"), lambda row: row.status),
    Column("depot", gettext_lazy("Déposé le"), lambda row: row.deposited_on, lambda row: row.age),
    Column("depots", gettext_lazy("Dépôts"), lambda row: row.dossier.submission_count),
    Column(
        "echeance",
        gettext_lazy("Échéance"),
        lambda row: row.dossier.due_on or "",
        lambda row: row.due_hint,
        lambda row: row.dossier.deadline.is_late,
    ),
    Column(
        "instructeur",
        gettext_lazy("Instructeur"),
        lambda row: str(row.dossier.reviewer or ""),
        lambda row: row.absence,
    ),
    Column("avis", gettext_lazy("Avis rendus"), lambda row: row.opinions_summary),
    Column("premiere", gettext_lazy("Première fois"), _first_time),
)
BY_NAME = {column.name: column for column in COLUMNS}
DEFAULT_COLUMNS = ("collectivite", "pays", "etat", "depot", "echeance", "instructeur", "avis")


def chosen_columns(names: Iterable[str]) -> list[Column]:
    """Returns the known columns among `names`, in display order; the default ones if none is."""
    names = set(names) & set(BY_NAME) or set(DEFAULT_COLUMNS)
    return [column for column in COLUMNS if column.name in names]


def cells(columns: Iterable[Column], row: QueueRow) -> list[Cell]:
    return [
        Cell(
            column.name,
            column.label,
            _shown(column.value(row)),
            column.hint(row),
            column.is_alert(row),
        )
        for column in columns
    ]


def _shown(value: Value) -> str:
    return french_date(value, "d/m/Y") if isinstance(value, date) else str(value)
