"""The propositions side by side as one picture, for slides."""

from textwrap import wrap

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.charts.drawing import ACCENT, GREY, INK, PAPER, PLAIN, Rectangle, Text
from partnerships.charts.png_file import png_of_svg
from partnerships.pages.propositions.proposal_comparison_page import (
    ComparedRow,
    ProposalComparisonPage,
)
from partnerships.papers.paper import printed
from partnerships.svg_file import svg_file
from proposals.models import STEPS, Wording

# In pixels; titles are cut in lines of so many characters.
WIDTH, MARGIN, LEADING, TITLE_CHARACTERS = 1120, 24, 18, 60
NUMBER_AT, TITLE_AT, MARK_AT, WORDING_AT, PROGRESS_AT, CARRIED_AT = 52, 66, 540, 558, 690, 900
STEP_WIDTH, STEP_HEIGHT, SQUARE = 60, 8, 11
EMPTY = "#dddddd"


class ComparedDrawing:
    """The shapes of the table, from the top: `y` is where the next row goes."""

    def __init__(self, rows: list[ComparedRow]):
        self.shapes: list[Rectangle] = []
        self.texts: list[Text] = []
        self.y = MARGIN
        self._text(MARGIN, 24, self.title, 22, weight=700)
        self.y += 44
        self._heads()
        for row in rows:
            self._row(row)
        self._foot()

    @property
    def title(self) -> str:
        return printed(_("Les vingt propositions, et ce qu’elles deviennent"))

    @property
    def width(self) -> str:
        return str(WIDTH)

    @property
    def height(self) -> str:
        return str(self.y + MARGIN)

    def _text(self, x, down, text, size=14, **style):
        self.texts.append(Text(str(x), str(self.y + down), printed(str(text)), size, **style))

    def _rectangle(self, x, down, width, height, fill):
        self.shapes.append(Rectangle(str(x), str(self.y + down), str(width), str(height), fill))

    def _heads(self):
        for x, label in (
            (TITLE_AT, _("Proposition")),
            (MARK_AT, _("Formulation")),
            (PROGRESS_AT, _("Avancement")),
            (CARRIED_AT, _("Partenariats")),
        ):
            self._text(x, 12, label, 12, fill=GREY)
        self.y += 22

    def _mark(self, down, wording):
        """A square: full, half or empty."""
        self._rectangle(MARK_AT, down, SQUARE, SQUARE, INK)
        inside = {Wording.OFFICIAL: 0, Wording.REPORTED: SQUARE // 2, Wording.WORKING: SQUARE - 2}
        if width := inside[wording]:
            self._rectangle(MARK_AT + SQUARE - 1 - width, down + 1, width, SQUARE - 2, PAPER)

    def _steps(self, progress):
        done = STEPS.index(progress) + 1 if progress in STEPS else 0
        for rank in range(len(STEPS)):
            x = PROGRESS_AT + rank * (STEP_WIDTH + 2)
            self._rectangle(x, 6, STEP_WIDTH, STEP_HEIGHT, ACCENT if rank < done else EMPTY)

    def _row(self, row):
        proposal = row.proposal
        lines = wrap(proposal.title, TITLE_CHARACTERS) or [""]
        counts = row.count_texts
        height = LEADING * max(len(lines), len(counts), 2 if proposal.is_followed else 1) + 12
        self._rectangle(MARGIN, -4, WIDTH - 2 * MARGIN, 1, EMPTY)
        self._text(NUMBER_AT, 14, proposal.number, 15, weight=700, fill=ACCENT, anchor="end")
        self._mark(4, proposal.wording)
        for rank, line in enumerate(lines):
            self._text(TITLE_AT, 14 + rank * LEADING, line)
        self._text(WORDING_AT, 14, proposal.short_wording, 13)
        self._steps(proposal.progress)
        if proposal.is_followed:
            text = capfirst(str(proposal.get_progress_display()))
            self._text(PROGRESS_AT, 30, text, 12, fill=GREY)
        for rank, count in enumerate(counts):
            self._text(CARRIED_AT, 14 + rank * LEADING, count, 13)
        self.y += height

    def _foot(self):
        self._rectangle(MARGIN, -4, WIDTH - 2 * MARGIN, 1, PLAIN)
        legend = _(
            "Une formulation rapportée ou de travail n’est pas le texte du rapport. Ce qui est "
            "vide n’est pas renseigné."
        )
        day = french_date(timezone.localdate())
        source = _("Villes partagées, registre de la coopération, %(day)s.") % {"day": day}
        self._text(MARGIN, 16, legend, 12, fill=GREY)
        self._text(MARGIN, 34, source, 12, fill=GREY)
        self.y += 40


def compared_svg(page: ProposalComparisonPage) -> str:
    drawing = ComparedDrawing(page.in_order)
    return svg_file("partnerships/components/chart.svg", {"drawing": drawing})


def compared_png(page: ProposalComparisonPage) -> bytes:
    return png_of_svg(compared_svg(page), scale=2)
