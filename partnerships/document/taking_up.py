"""Prefills the empty fields of a buffer from an earlier declaration."""

from partnerships.document.steps.references import Buffer, texts
from partnerships.document.steps.step import item_uuid

# Fields that stay the same from year to year, unlike phase, dates, amounts, results and files.
FIELDS = (
    "kind",
    "title",
    "summary",
    "objectives",
    "themes",
    "goals",
    "contact.name",
    "contact.email",
    "contact.phone",
)
LISTS = ("authorities", "contributions")
# A duplicate has the same partners too.
DUPLICATED_LISTS = (*LISTS, "partners")


def _values(buffer, name, uuid):
    start = f"{name}.{uuid}."
    paths = [path for path in buffer if path.startswith(start)]
    return {path.removeprefix(start): buffer[path] for path in paths}


def _is_filled(buffer, name):
    """Whether the list has more than the lead authority, which every dossier starts with."""
    items = [_values(buffer, name, uuid) for uuid in texts(buffer.get(name))]
    return sum(any(values.values()) for values in items) > (name == "authorities")


def _added(buffer, source, name, dossier_uuid) -> Buffer:
    """Returns the list `name` with the missing items of `source` appended, as new items."""
    items = list(texts(buffer.get(name)))
    known = [_values(buffer, name, uuid) for uuid in items]
    added = {}
    for uuid in texts(source.get(name)):
        values = _values(source, name, uuid)
        if values and values not in known:
            new = item_uuid(dossier_uuid, name, uuid)
            items.append(new)
            added |= {f"{name}.{new}.{field}": value for field, value in values.items()}
    return {name: items, **added} if added else {}


def taken_up(buffer: Buffer, source: Buffer, dossier_uuid, lists=LISTS) -> Buffer:
    """Returns what `source` adds to `buffer`: only fields and `lists` that are empty there."""
    additions = {name: source[name] for name in FIELDS if source.get(name) and not buffer.get(name)}
    for name in lists:
        if not _is_filled(buffer, name):
            additions |= _added(buffer, source, name, dossier_uuid)
    return additions
