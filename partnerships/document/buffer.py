"""The form buffer of a dossier: text saved as typed, never refused, concurrent edits merged."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.earlier import store_earlier
from partnerships.document.field_value import PATH, Value, as_shown, rivals, value_digest
from partnerships.document.steps import LISTS, field_of
from partnerships.document.steps.references import Buffer, texts
from partnerships.document.steps.text import visible
from partnerships.document.validation import CONFLICT, ITEM_FIELD
from partnerships.models import Dossier, DossierEdit
from partnerships.models.dossier import BUFFER_MAX_BYTES

TITLE_MAX = Dossier._meta.get_field("title").max_length
SAVED = ("buffer_text", "title", "updated_at", "updated_by")


class NotSaved(Exception):
    """The buffer was not changed; the message is a French sentence for the person."""


class BufferFull(NotSaved):
    """The buffer would exceed its maximum size."""


class NotEditable(NotSaved):
    """The dossier was deposited, decided or discarded meanwhile."""


def as_read(path: str, value: Value | None) -> object:
    """Returns `value` as its field reads it, or as shown if the field refuses it.

    Two spellings of one amount or of one date are read alike.
    """
    shown = as_shown(value)
    field = field_of(path)
    if field is None or isinstance(shown, list):
        return shown
    try:
        return field.to_python(shown)
    except ValidationError:
        return shown


def _set_rivals(buffer, path, others):
    """Stores the rivals of `path`: one as a text, several as a list.

    Duplicates, and texts that are read as that of the field, are left out.
    """
    unique = {}
    for text in others:
        if as_read(path, text) != as_read(path, buffer.get(path)):
            unique.setdefault(as_read(path, text), text)
    others = list(unique.values())
    buffer.pop(CONFLICT + path, None)
    if others:
        buffer[CONFLICT + path] = others[0] if len(others) == 1 else others


def add_rival(buffer: Buffer, path: str, other: str, own: Collection[str] = ()) -> None:
    """Stores `other` as a conflicting text of the field.

    It replaces the rivals whose digests are in `own`: those written earlier by the same page.
    """
    others = rivals(buffer, path)
    rank = next((n for n, text in enumerate(others) if value_digest(text) in own), len(others))
    others[rank : rank + 1] = [other]
    rest = [text for text in others if text is other or value_digest(text) not in own]
    _set_rivals(buffer, path, rest)


def in_list(buffer: Buffer, name: str, uuid: str) -> bool:
    uuids = buffer.get(name)
    return isinstance(uuids, list) and uuid in uuids


def item_that_is_gone(buffer: Buffer, path: str) -> tuple[str, str] | None:
    """Returns (list, uuid) of the item of `path` if it was removed, else None."""
    match = ITEM_FIELD.fullmatch(path)
    if match and match[1] in LISTS and not in_list(buffer, match[1], match[2]):
        return match[1], match[2]
    return None


def _write_one(buffer, path, value, known):
    """Writes one field, or a rival if someone else wrote there.

    `known`: digests of the values that the page itself accounts for.
    """
    current = buffer.get(path)
    if known is None or value_digest(current) in known:
        buffer[path] = value
    elif isinstance(value, list):
        buffer[path] = list(dict.fromkeys([*texts(current), *value]))
    else:
        add_rival(buffer, path, value, own=frozenset(known[1:]))


def _drop_own_rivals(buffer, path, own):
    """Removes the rivals in `own`: their author now agrees with the text of the field."""
    if CONFLICT + path in buffer:
        others = [text for text in rivals(buffer, path) if value_digest(text) not in own]
        _set_rivals(buffer, path, others)


def _is_back_to_base(buffer, path, value, known):
    """Whether the page is back to its first value, and the field is not one it wrote since."""
    is_back = bool(known) and value_digest(value) == known[0]
    return is_back and value_digest(buffer.get(path)) not in known[1:]


def write(buffer: Buffer, posted: dict[str, Value], base_digests: dict[str, str]) -> None:
    """Writes `posted` into `buffer`, merging concurrent edits.

    `base_digests`: for each path, the digest of the first value on the page, then, separated by
    spaces, those sent since without knowing whether they were saved.

    Unchanged fields are not written. If two people changed one field, the first text stays and the
    other is stored under `conflict.<path>`; lists are united. An item removed by someone while
    another edited it is restored.
    """
    restored = defaultdict(dict)
    for path, value in posted.items():
        known = base_digests[path].split() if path in base_digests else None
        if as_shown(value) == as_shown(buffer.get(path)):
            _drop_own_rivals(buffer, path, frozenset(known[1:] if known else ()))
            continue
        if _is_back_to_base(buffer, path, value, known):
            continue
        gone = item_that_is_gone(buffer, path)
        if gone:
            list_name, uuid = gone
            restored[list_name][uuid] = None
            buffer[path] = value
        else:
            _write_one(buffer, path, value, known)
    for list_name, uuids in restored.items():
        buffer[list_name] = [*texts(buffer.get(list_name)), *uuids]


def _record_edits(dossier, before, after):
    """Records the last author and time of each changed field, and what it held before."""
    changed = {
        path.removeprefix(CONFLICT)
        for path in {*before, *after}
        if as_shown(before.get(path)) != as_shown(after.get(path))
    }
    rows = [
        DossierEdit(dossier=dossier, path=path, by=dossier.updated_by, at=dossier.updated_at)
        for path in sorted(changed)
        if PATH.fullmatch(path)
    ]
    store_earlier(dossier, before, after, [row.path for row in rows])
    DossierEdit.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["dossier", "path"],
        update_fields=["by", "at"],
    )


def title_of(buffer: Buffer) -> str:
    """Returns the title that lists of dossiers show for `buffer`; "" without one."""
    return visible(str(buffer.get("title", "")))[:TITLE_MAX].strip()


@contextmanager
def editing(dossier: Dossier, by) -> Iterator[Buffer]:
    """Context manager giving the buffer to change in place; its row is locked, then saved.

    Raises NotEditable or BufferFull, without saving anything.
    """
    with transaction.atomic():
        editable = Dossier.objects.editable_by(by).select_for_update(of=["self"])
        locked = editable.filter(pk=dossier.pk).first()
        if locked is None:
            raise NotEditable(
                _("Ce dossier a été déposé ou fermé entre-temps\u202f: il ne se modifie plus.")
            )
        buffer, before = locked.buffer, locked.buffer_text
        yield buffer
        locked.buffer = buffer
        if len(locked.buffer_text) > BUFFER_MAX_BYTES:
            raise BufferFull(
                _(
                    "Ce dossier est plein\u202f: raccourcissez un texte, ou joignez-le comme "
                    "document."
                )
            )
        if locked.buffer_text != before:
            locked.title = title_of(buffer)
            locked.updated_at = timezone.now()
            locked.updated_by = by
            locked.save(update_fields=SAVED)
            _record_edits(locked, json.loads(before), buffer)
    for name in SAVED:
        setattr(dossier, name, getattr(locked, name))


def add_item(buffer: Buffer, list_name: str, uuid: str = "", **fields: str) -> str:
    """Appends an item to a list. Returns its uuid, random if not given."""
    uuid = uuid or str(uuid4())
    buffer[list_name] = [*texts(buffer.get(list_name)), uuid]
    buffer.update({f"{list_name}.{uuid}.{name}": value for name, value in fields.items()})
    return uuid


def remove_item(buffer: Buffer, list_name: str, uuid: str) -> None:
    """Removes an item from a list, and all its fields."""
    buffer[list_name] = [each for each in texts(buffer.get(list_name)) if each != uuid]
    start = f"{list_name}.{uuid}."
    for path in [path for path in buffer if path.removeprefix(CONFLICT).startswith(start)]:
        del buffer[path]


def settle(buffer: Buffer, path: str, chosen: str, seen: Collection[str]) -> None:
    """Resolves a conflict: keeps the text of digest `chosen`, and drops those in `seen`.

    A rival added since, which the person has not seen, stays in conflict.
    """
    others = rivals(buffer, path)
    candidates = [text for text in [buffer.get(path, ""), *others] if isinstance(text, str)]
    chosen_text = next((text for text in candidates if value_digest(text) == chosen), None)
    if others and chosen_text is not None:
        buffer[path] = chosen_text
        _set_rivals(buffer, path, [text for text in candidates if value_digest(text) not in seen])
