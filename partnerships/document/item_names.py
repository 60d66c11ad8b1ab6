"""The name of an item of a list, made of what it holds: « 2026, AFD »."""

from partnerships.document.steps import LISTS
from partnerships.document.steps.references import References, texts
from partnerships.document.steps.text import tidied, visible
from partnerships.models import BudgetSource

# Of the text that names an item; longer ones are cut.
LONGEST = 60


def _value(references, path, name) -> str:
    value = references.buffer.get(f"{path}.{name}")
    return value if isinstance(value, str) else ""


def _text(references, path, name) -> str:
    text = tidied(visible(_value(references, path, name)), is_line=True)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _authority(references, path):
    row = references.authorities.get(_value(references, path, "authority"))
    return str(row.current) if row else ""


def _partner(references, path):
    row = references.partners.get(_value(references, path, "partner"))
    return str(row.current) if row else _text(references, path, "proposed_name")


def _budget_line(references, path):
    source = _value(references, path, "source")
    label = str(BudgetSource(source).label) if source in BudgetSource.values else ""
    return ", ".join(filter(None, (_text(references, path, "year"), label)))


def _contribution(references, path):
    number = _value(references, path, "proposal")
    return next((str(each) for each in references.proposals if str(each.number) == number), "")


def _file(references, path, name):
    row = references.attachments.get(path.partition(".")[2])
    return _text(references, path, name) or (row.file_name if row else "")


NAMES = {
    "authorities": _authority,
    "partners": _partner,
    "budget": _budget_line,
    "indicators": lambda references, path: _text(references, path, "name"),
    "contributions": _contribution,
    "documents": lambda references, path: _file(references, path, "title"),
    "images": lambda references, path: _file(references, path, "caption"),
}


def item_name(references: References, list_name: str, uuid: str) -> str:
    """Returns what names the item, "" if it holds nothing that does."""
    return NAMES[list_name](references, f"{list_name}.{uuid}")


def item_label(references: References, list_name: str, uuid: str) -> str:
    """Returns « Budget : 2026, … »; without a name, the rank: « Ligne de budget 2 »."""
    form = LISTS[list_name]
    name = item_name(references, list_name, uuid)
    if name:
        return f"{form.topic or form.label}\u202f: {name}"
    uuids = texts(references.buffer.get(list_name))
    return f"{form.label} {uuids.index(uuid) + 1}" if uuid in uuids else str(form.label)
