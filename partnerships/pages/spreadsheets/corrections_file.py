"""A spreadsheet as it was sent, with the errors of each line in its first column."""

from collections import defaultdict

from django.utils.translation import gettext as _

from partnerships.document.buffer import as_shown
from partnerships.document.steps.references import References
from partnerships.document.steps.text import visible
from partnerships.models import SpreadsheetImport
from partnerships.pages.spreadsheets.columns import MAIN, REFERENCE, layout
from partnerships.pages.spreadsheets.template_file import Line, workbook


def _printable(cells):
    """Returns the cells without the characters that a workbook cannot hold."""
    return {as_shown(name): visible(as_shown(text)) for name, text in cells.items()}


def _fault_text(heading, message):
    return _("%(heading)s\u202f: %(message)s") % {"heading": heading, "message": message}


def corrections(spreadsheet: SpreadsheetImport) -> bytes:
    """Returns a workbook with the same lines in the same order, to correct and send again."""
    plan = layout(References(None, {}))
    lines = defaultdict(list)
    for row in spreadsheet.rows.order_by("line"):
        content, faults = row.content, defaultdict(list)
        for sheet, line, heading, message in row.faults:
            faults[sheet, line].append(_fault_text(heading, message) if heading else message)
        errors = "\n".join(faults["", row.line])
        lines[MAIN].append(
            Line(_printable(content["cells"]), _printable(content["others"]), errors)
        )
        reference = content["cells"].get(REFERENCE, "")
        for name, items in content["sheets"].items():
            for line, cells in items:
                errors = "\n".join(faults[plan.by_list[name].title, line])
                lines[name].append(Line(_printable({REFERENCE: reference, **cells}), {}, errors))
    for name, items in spreadsheet.report.get("orphans", {}).items():
        errors = _("Aucun partenariat ne porte cette référence.")
        lines[name] += [Line(_printable(cells), {}, errors) for _line, cells in items]
    return workbook(plan, lines)
