"""What was typed in a dossier: saved as typed, merged where two people write, never refused."""

import re
from collections.abc import Iterator
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
from partnerships.models import Dossier
from partnerships.models.dossier import BUFFER_MAX_BYTES

TITLE_MAX = Dossier._meta.get_field("title").max_length
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
    """One rival is a text, several are a list."""
    buffer.pop(CONFLICT + path, None)
    if others:
        buffer[CONFLICT + path] = others[0] if len(others) == 1 else others


def _keep_both(buffer, path, other):
    others = rivals(buffer, path)
    if all(as_shown(other) != as_shown(text) for text in others):
        _set_rivals(buffer, path, [*others, other])


def _in_list(buffer, name, uuid):
    return uuid in texts(buffer.get(name))


def _item_that_is_gone(buffer, path):
    """(list, uuid) of the item that holds `path` and that someone removed, if so."""
    match = ITEM_FIELD.fullmatch(path)
    if match and match[1] in LISTS and not _in_list(buffer, match[1], match[2]):
        return match[1], match[2]
    return None


def _write_one(buffer, path, value, base_digest):
    current = buffer.get(path)
    if base_digest is None or value_digest(current) == base_digest:
        buffer[path] = value
    elif isinstance(value, list):
        buffer[path] = list(dict.fromkeys([*texts(current), *value]))
    else:
        _keep_both(buffer, path, value)


def write(buffer: Buffer, posted: dict[str, Value], base_digests: dict[str, str]) -> None:
    """Put `posted` in `buffer`. `base_digests` tells what each field held on the page at first.

    Who changed nothing changes nothing. Where two people changed one field, the first text stays
    and the other waits under `conflict.<path>`; of lists, both choices stay. An item that someone
    removed while another wrote in it comes back.
    """
    for path, value in posted.items():
        base_digest = base_digests.get(path)
        if as_shown(value) == as_shown(buffer.get(path)) or value_digest(value) == base_digest:
            continue
        gone = _item_that_is_gone(buffer, path)
        if gone:
            list_name, uuid = gone
            buffer[list_name] = [*texts(buffer.get(list_name)), uuid]
            buffer[path] = value
        else:
            _write_one(buffer, path, value, base_digest)


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
            locked.save(update_fields=["buffer_text", "title", "updated_at", "updated_by"])
    dossier.refresh_from_db(fields=["buffer_text", "title", "updated_at", "updated_by"])


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


def settle(buffer: Buffer, path: str, rank: int | None) -> None:
    """End a conflict: the text at `path` stays, or the rival of that rank takes its place."""
    others = rivals(buffer, path)
    if rank is not None and 0 <= rank < len(others):
        buffer[path] = others[rank]
    _set_rivals(buffer, path, [])


def _merged_values(base, mine, theirs):
    """Values of a list that either side has and neither took out, in the order of `theirs`."""
    gone = (set(base) - set(mine)) | (set(base) - set(theirs))
    return [value for value in dict.fromkeys([*theirs, *mine]) if value not in gone]


def _is_changed(base, side, item):
    """Whether a field of `item` (`list.uuid.`) differs on that side."""
    paths = {path for path in {*base, *side} if path.startswith(item)}
    return any(as_shown(base.get(path)) != as_shown(side.get(path)) for path in paths)


def _merged_items(name, base, mine, theirs):
    """`_merged_values`, with the items that one side took out and the other changed."""
    lists = [texts(buffer.get(name)) for buffer in (base, mine, theirs)]
    kept = set(_merged_values(*lists))
    for side in (mine, theirs):
        kept |= {
            uuid
            for uuid in texts(side.get(name))
            if _in_list(base, name, uuid) and _is_changed(base, side, f"{name}.{uuid}.")
        }
    return [uuid for uuid in dict.fromkeys([*lists[2], *lists[1]]) if uuid in kept]


def _merge_field(merged, path, base, theirs):
    """Take what they wrote where I wrote nothing; keep both where we both wrote."""
    mine = merged.get(path)
    if as_shown(theirs) in (as_shown(base), as_shown(mine)):
        return
    if as_shown(mine) == as_shown(base):
        merged[path] = theirs or ""
    else:
        _keep_both(merged, path, theirs or "")


def _drop_lost_items(merged):
    """What was typed in items that are in no list any more."""
    for path in list(merged):
        if _item_that_is_gone(merged, path.removeprefix(CONFLICT)):
            del merged[path]


def merge(base: Buffer, mine: Buffer, theirs: Buffer) -> Buffer:
    """`mine`, with what changed from `base` to `theirs`. Nothing that was typed is lost."""
    merged = dict(mine)
    for path in dict.fromkeys([*base, *theirs]):
        match = ITEM_FIELD.fullmatch(path)
        if path in LISTS:
            merged[path] = _merged_items(path, base, mine, theirs)
        elif isinstance(theirs.get(path, base.get(path)), list):
            values = (texts(buffer.get(path)) for buffer in (base, mine, theirs))
            merged[path] = _merged_values(*values)
        elif match and not _in_list(mine, match[1], match[2]):
            merged[path] = theirs.get(path, "")
        elif not match or _in_list(theirs, match[1], match[2]):
            _merge_field(merged, path, base.get(path), theirs.get(path))
    _drop_lost_items(merged)
    return merged
