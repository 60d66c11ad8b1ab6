"""What was declared before, taken up where nothing is written yet."""

from partnerships.document.steps.references import Buffer, texts
from partnerships.document.steps.step import item_uuid

# What one declares again from year to year; phase, dates, sums, results and files are of each time.
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


def _values(buffer, name, uuid):
    start = f"{name}.{uuid}."
    paths = [path for path in buffer if path.startswith(start)]
    return {path.removeprefix(start): buffer[path] for path in paths}


def _is_filled(buffer, name):
    """Whether the list says more than what every dossier begins with: its lead authority."""
    items = [_values(buffer, name, uuid) for uuid in texts(buffer.get(name))]
    return sum(any(values.values()) for values in items) > (name == "authorities")


def _added(buffer, source, name, dossier_uuid) -> Buffer:
    """The items of `source`, as new items, those that already stand in the list left out."""
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


def taken_up(buffer: Buffer, source: Buffer, dossier_uuid) -> Buffer:
    """What `source` adds to `buffer`: fields that are empty there, and lists that are."""
    taken = {name: source[name] for name in FIELDS if source.get(name) and not buffer.get(name)}
    for name in LISTS:
        if not _is_filled(buffer, name):
            taken |= _added(buffer, source, name, dossier_uuid)
    return taken
