"""The pages of a spreadsheet: upload form, result of the check row by row, progress."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from uuid import uuid4

from django import forms
from django.db.models import Count, Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cncd_portal.file_sizes import file_size
from partnerships.document.buffer import as_shown
from partnerships.files.spreadsheets.reading import FILE_MAX
from partnerships.models import (
    Decision,
    LocalAuthority,
    RowAct,
    RowState,
    SpreadsheetImport,
    SpreadsheetRow,
)
from partnerships.models.dossier_status import EDITABLE
from partnerships.pages.components.background_work import BackgroundWork
from partnerships.pages.components.status_badge import BADGES
from partnerships.pages.spreadsheets.questions import QUESTIONS_MAX
from partnerships.pages.spreadsheets.table import ROWS_MAX

STALLED_AFTER = timedelta(seconds=30)
FAULTS_SHOWN = 5


class SpreadsheetForm(forms.Form):
    """Authority choice and spreadsheet file."""

    authority = forms.ModelChoiceField(
        label=_("Collectivité qui dépose"),
        queryset=LocalAuthority.objects.none(),
        empty_label=_("Choisissez…"),
        to_field_name="key",
        error_messages={
            "required": _("Choisissez la collectivité qui dépose."),
            "invalid_choice": _("Choisissez une de vos collectivités."),
        },
    )
    # Generated with the page, so that a double click stores the file once.
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    file = forms.FileField(
        label=_("Fichier rempli"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv,.txt,.tsv"}),
        error_messages={"required": _("Choisissez le fichier à envoyer.")},
    )

    def __init__(self, user, data=None, files=None):
        super().__init__(data, files, label_suffix="")
        self.fields["file"].help_text = gettext(
            "XLSX, ODS ou CSV, %(size)s et %(rows)s lignes au plus."
        ) % {"size": file_size(FILE_MAX), "rows": ROWS_MAX}
        own = LocalAuthority.objects.existing().of_member(user)
        self.fields["authority"].queryset = own
        keys = own.values_list("key", flat=True)[:2]
        if len(keys) == 1:
            self.fields["authority"].initial = keys[0]


@dataclass(frozen=True)
class Fault:
    """A fault; `place`: « Pays », or « Lignes de budget, ligne 4, Année » in another sheet."""

    place: str
    message: str


@dataclass(frozen=True)
class ShownRow:
    row: SpreadsheetRow
    title: str
    partners: str
    faults: list[Fault]
    more_faults: int

    @property
    def badge(self):
        return BADGES[self.row.dossier.status]


def _place(sheet, line, heading):
    """Returns where the cell is: sheet and line if it is in another sheet, then the heading."""
    position = [sheet, _("ligne %(line)s") % {"line": line}] if sheet else []
    return ", ".join(filter(None, [*position, heading]))


def _shown(row: SpreadsheetRow) -> ShownRow:
    cells = row.content["cells"]
    faults = [Fault(_place(*where), message) for *where, message in row.faults]
    return ShownRow(
        row=row,
        title=row.title or _("Sans titre"),
        partners=as_shown(cells.get("partners", "")),
        faults=faults[:FAULTS_SHOWN],
        more_faults=max(len(faults) - FAULTS_SHOWN, 0),
    )


class SpreadsheetPage:
    def __init__(self, spreadsheet: SpreadsheetImport):
        self.spreadsheet = spreadsheet

    @cached_property
    def rows(self) -> list[ShownRow]:
        rows = self.spreadsheet.rows.defer("buffer_text").select_related("dossier")
        # For the state of each dossier, in one query.
        standing = Decision.objects.standing()
        rows = rows.prefetch_related(
            Prefetch("dossier__decisions", queryset=standing, to_attr="standing_decisions")
        )
        return [_shown(row) for row in rows.order_by("line")]

    def _in_states(self, *states):
        return [shown for shown in self.rows if shown.row.state in states]

    @cached_property
    def faulty(self):
        return self._in_states(RowState.FAULTY)

    @cached_property
    def asked(self):
        return self._in_states(RowState.ASKED)

    @cached_property
    def questions(self) -> list[dict]:
        """What names of the rows not drafted yet mean; the questions without an answer first."""
        drafted = {shown.row.line for shown in self.known}
        questions = [
            {**each, "lines": [line for line in each["lines"] if line not in drafted]}
            for each in self.spreadsheet.questions
        ]
        return sorted(
            (each for each in questions if each["lines"]), key=lambda each: bool(each["chosen"])
        )

    @property
    def asks_more_later(self) -> bool:
        """Whether names were left for when these questions are answered."""
        return len(self.spreadsheet.questions) == QUESTIONS_MAX

    @cached_property
    def good(self):
        return self._in_states(RowState.GOOD)

    @cached_property
    def doubtful(self):
        return self._in_states(RowState.DOUBTFUL)

    @cached_property
    def changed(self):
        return self._in_states(RowState.CHANGED)

    @cached_property
    def known(self):
        return [shown for shown in self._in_states(RowState.KNOWN) if shown.row.dossier]

    @property
    def may_choose(self):
        return bool(self.good or self.doubtful or self.changed)

    @property
    def may_keep_faults(self):
        """Whether rows to correct may become drafts, with their cells as typed."""
        return any(shown.row.is_whole for shown in self.faulty)

    @property
    def numbers(self):
        """(number of rows, label, anchor of their section) for each non-empty state."""
        labels = (
            (self.good, ngettext("bonne", "bonnes", len(self.good)), "bonnes"),
            (self.asked, _("nom à préciser"), "noms"),
            (self.faulty, _("à corriger"), "a-corriger"),
            (
                self.doubtful,
                ngettext("doublon probable", "doublons probables", len(self.doubtful)),
                "doublons",
            ),
            (self.changed, _("à mettre à jour"), "a-mettre-a-jour"),
            (self.known, _("déjà au portail"), "au-portail"),
        )
        return [(len(rows), label, anchor) for rows, label, anchor in labels if rows]

    @property
    def has_drafts(self):
        return any(
            shown.row.dossier.status in EDITABLE and not shown.row.dossier.discarded_at
            for shown in self.known
        )


class Progress(BackgroundWork):
    """The progress of the act under way on the rows."""

    def __init__(self, spreadsheet: SpreadsheetImport):
        self.spreadsheet = spreadsheet

    @cached_property
    def _remaining(self):
        return self.spreadsheet.rows.aggregate(
            waiting=Count("pk", filter=~Q(act="")),
            to_check=Count("pk", filter=Q(act=RowAct.CHECK)),
            to_tell=Count("pk", filter=Q(is_to_tell=True)),
        )

    @property
    def waiting(self) -> int:
        return self._remaining["waiting"]

    @property
    def is_checking(self) -> bool:
        return bool(self._remaining["to_check"])

    @property
    def is_under_way(self) -> bool:
        """Whether something is left to do, even only notifying people of what was done."""
        return any(self._remaining.values())

    @property
    def total(self) -> int:
        return max(self.spreadsheet.asked_count, self.waiting)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def is_stalled(self) -> bool:
        """Whether nothing has advanced for STALLED_AFTER: the process may have died."""
        advanced_at = self.spreadsheet.advanced_at
        return bool(
            self.is_under_way and advanced_at and advanced_at < timezone.now() - STALLED_AFTER
        )
