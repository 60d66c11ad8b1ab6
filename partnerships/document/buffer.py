"""What was typed in a dossier: saved as typed, merged where two people write, never refused."""

import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.canonical import canonical, digest
from partnerships.document.steps import LISTS
from partnerships.document.steps.references import Buffer, texts
from partnerships.document.steps.text import visible
from partnerships.document.validation import CONFLICT, ITEM_FIELD
from partnerships.models import Dossier, DossierEdit
from partnerships.models.dossier import BUFFER_MAX_BYTES

TITLE_MAX = Dossier._meta.get_field("title").max_length
SAVED = ("buffer_text", "title", "updated_at", "updated_by")
# Paths that our forms name.
PATH = re.compile("[a-z0-9_.-]{1,120}")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
Value = str | list[str]


class NotSaved(Exception):
    """The buffer stays as it was; its text is a French sentence for the person."""


class BufferFull(NotSaved):
    """There would be more in the buffer than it holds."""


class NotEditable(NotSaved):
    """The dossier was deposited, decided or thrown away meanwhile."""


def as_shown(value: Value | None) -> Value:
    """`value` as a page can hold it and a browser send it back: nothing is "", line ends are one,
    and what no page can hold stands as U+FFFD.
    """
    if isinstance(value, list):
        return [as_shown(each) for each in texts(value)]
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")
    return LONE_SURROGATE.sub("\ufffd", text)


def value_digest(value: Value | None) -> str:
    """What a page says it started from, for a field."""
    return digest(canonical(as_shown(value) or ""))[:16]


def rivals(buffer: Buffer, path: str) -> list[str]:
    """The other texts that were written for `path`, the first one first."""
    value = buffer.get(CONFLICT + path)
    return texts(value) if isinstance(value, list) else [value] if value is not None else []


def _set_rivals(buffer, path, others):
    """One rival is a text, several are a list. Each is there once, and none is in the field."""
    each_once = {}
    for text in others:
        if as_shown(text) != as_shown(buffer.get(path)):
            each_once.setdefault(as_shown(text), text)
    others = list(each_once.values())
    buffer.pop(CONFLICT + path, None)
    if others:
        buffer[CONFLICT + path] = others[0] if len(others) == 1 else others


def keep_both(buffer: Buffer, path: str, other: str, own: Collection[str] = ()) -> None:
    """`other` waits beside the text of the field. It takes the place of the rivals in `own`:
    digests of what the same page wrote before.
    """
    others = rivals(buffer, path)
    rank = next((n for n, text in enumerate(others) if value_digest(text) in own), len(others))
    others[rank : rank + 1] = [other]
    kept = [text for text in others if text is other or value_digest(text) not in own]
    _set_rivals(buffer, path, kept)


def in_list(buffer: Buffer, name: str, uuid: str) -> bool:
    return uuid in texts(buffer.get(name))


def item_that_is_gone(buffer: Buffer, path: str) -> tuple[str, str] | None:
    """(list, uuid) of the item that holds `path` and that someone removed, if so."""
    match = ITEM_FIELD.fullmatch(path)
    if match and match[1] in LISTS and not in_list(buffer, match[1], match[2]):
        return match[1], match[2]
    return None


def _write_one(buffer, path, value, known):
    """`known`: digests of what the field may hold without anyone else having written there."""
    current = buffer.get(path)
    if known is None or value_digest(current) in known:
        buffer[path] = value
    elif isinstance(value, list):
        buffer[path] = list(dict.fromkeys([*texts(current), *value]))
    else:
        keep_both(buffer, path, value, own=known[1:])


def _drop_rivals_of(buffer, path, own):
    """Who now asks for the text of the field gives up what they wrote beside it."""
    if CONFLICT + path in buffer:
        others = [text for text in rivals(buffer, path) if value_digest(text) not in own]
        _set_rivals(buffer, path, others)


def _is_back_to_base(buffer, path, value, known):
    """Whether the page holds again what it held at first, and wrote nothing that stands."""
    is_back = bool(known) and value_digest(value) == known[0]
    return is_back and value_digest(buffer.get(path)) not in known[1:]


def write(buffer: Buffer, posted: dict[str, Value], base_digests: dict[str, str]) -> None:
    """Put `posted` in `buffer`. `base_digests` tells what each field held on the page at first,
    then, after spaces, what the page sent since without knowing whether it was saved.

    Who changed nothing changes nothing. Where two people changed one field, the first text stays
    and the other waits under `conflict.<path>`; of lists, both choices stay. An item that someone
    removed while another wrote in it comes back.
    """
    for path, value in posted.items():
        known = base_digests[path].split() if path in base_digests else None
        if as_shown(value) == as_shown(buffer.get(path)):
            _drop_rivals_of(buffer, path, known[1:] if known else ())
            continue
        if _is_back_to_base(buffer, path, value, known):
            continue
        gone = item_that_is_gone(buffer, path)
        if gone:
            list_name, uuid = gone
            buffer[list_name] = [*texts(buffer.get(list_name)), uuid]
            buffer[path] = value
        else:
            _write_one(buffer, path, value, known)


def _record_edits(dossier, before, after):
    """Who wrote where, and when: the last of each field, in one query."""
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
    DossierEdit.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["dossier", "path"],
        update_fields=["by", "at"],
    )


@contextmanager
def editing(dossier: Dossier, by) -> Iterator[Buffer]:
    """The buffer, to be changed in place; its row is locked meanwhile, and saved if it changed.

    Raises NotEditable or BufferFull, and then nothing is saved.
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
                    "Ce dossier est plein\u202f: il peut contenir un million de caractères. "
                    "Raccourcissez un texte, ou joignez-le comme document."
                )
            )
        if locked.buffer_text != before:
            locked.title = visible(str(buffer.get("title", "")))[:TITLE_MAX].strip()
            locked.updated_at = timezone.now()
            locked.updated_by = by
            locked.save(update_fields=SAVED)
            _record_edits(locked, json.loads(before), buffer)
    for name in SAVED:
        setattr(dossier, name, getattr(locked, name))


def save_fields(
    dossier: Dossier, posted: dict[str, Value], base_digests: dict[str, str], by
) -> None:
    """Save what was typed, whatever it is. Raises NotEditable or BufferFull."""
    with editing(dossier, by) as buffer:
        write(buffer, posted, base_digests)


def add_item(buffer: Buffer, list_name: str, uuid: str = "", **fields: str) -> str:
    """A new item at the end of a list; its uuid, drawn where none is given."""
    uuid = uuid or str(uuid4())
    buffer[list_name] = [*texts(buffer.get(list_name)), uuid]
    buffer.update({f"{list_name}.{uuid}.{name}": value for name, value in fields.items()})
    return uuid


def remove_item(buffer: Buffer, list_name: str, uuid: str) -> None:
    """Take an item out of a list, and all that was typed in it."""
    buffer[list_name] = [each for each in texts(buffer.get(list_name)) if each != uuid]
    start = f"{list_name}.{uuid}."
    for path in [path for path in buffer if path.removeprefix(CONFLICT).startswith(start)]:
        del buffer[path]


def settle(buffer: Buffer, path: str, chosen: str, seen: Collection[str]) -> None:
    """End a conflict: the text of digest `chosen` stays and those of `seen` go. A text that came
    since, which the person did not see, still waits for its choice.
    """
    others = rivals(buffer, path)
    every = [text for text in [buffer.get(path, ""), *others] if isinstance(text, str)]
    found = next((text for text in every if value_digest(text) == chosen), None)
    if others and found is not None:
        buffer[path] = found
        _set_rivals(buffer, path, [text for text in every if value_digest(text) not in seen])
