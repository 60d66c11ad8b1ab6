"""What a dossier held before: replaced values of its fields, and items removed from its lists.

Kept beside the buffer, in the transaction that changes it. A value is kept when something of it is
lost: where another person wrote it, where it stood for a while, or where most of it goes at once.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models.functions import Length

from partnerships.analysis import fold
from partnerships.document.field_value import DIGEST, PATH, as_shown, rivals, value_digest
from partnerships.document.schema import FILE_LISTS
from partnerships.document.steps import LISTS, field_of
from partnerships.document.steps.fields import is_content
from partnerships.document.steps.references import Buffer, texts
from partnerships.document.validation import CONFLICT, ITEM_FIELD
from partnerships.identifiers import is_uuid
from partnerships.models import Dossier, EarlierValue
from partnerships.models.dossier import BUFFER_MAX_BYTES

# What the same person writes within this time is one writing, of which the last value is kept.
ONE_WRITING = timedelta(minutes=5)
# Kept of each field, of the items of a dossier, and of a dossier in all.
VALUES_MAX, ITEMS_MAX, BYTES_MAX = 20, 50, 2 * BUFFER_MAX_BYTES


@dataclass(frozen=True)
class Writing:
    """Who wrote a text, and when; `person` is None for what the dossier began with."""

    person: object
    at: datetime


def _row(dossier, path, value, *, by, at, digest=""):
    return EarlierValue(
        dossier=dossier, path=path, digest=digest, value_text=json.dumps(value), by=by, at=at
    )


def _removed_items(dossier, before, after) -> Iterator[EarlierValue]:
    for name in LISTS:
        left = set(texts(after.get(name)))
        for rank, uuid in enumerate(texts(before.get(name))):
            if uuid in left or not is_uuid(uuid):
                continue
            start = f"{name}.{uuid}."
            fields = {k: v for k, v in before.items() if k.removeprefix(CONFLICT).startswith(start)}
            if any(fields.values()) or name in FILE_LISTS:
                value = {"rank": rank, "fields": fields}
                path = start.removesuffix(".")
                yield _row(dossier, path, value, by=dossier.updated_by, at=dossier.updated_at)


def _words(value) -> Counter:
    shown = as_shown(value)
    return Counter(shown if isinstance(shown, list) else fold(shown).split() or shown.split())


def _is_mostly_lost(value, new) -> bool:
    before, after = _words(value), _words(new)
    return (before & after).total() * 2 < before.total()


def _loses(value, new) -> bool:
    """Whether something of `value` is not in `new`."""
    was, now = as_shown(value), as_shown(new)
    return bool(was) and (bool(set(was) - set(now)) if isinstance(was, list) else was not in now)


def _is_field(path, before, after) -> bool:
    """Whether `path` is a field that people fill in, of the dossier or of an item that stays."""
    field, item = field_of(path), ITEM_FIELD.fullmatch(path)
    if item and item[2] not in set(texts(before.get(item[1]))) & set(texts(after.get(item[1]))):
        return False
    return field is not None and is_content(field)


def _new_rivals(path, before, after) -> list[str]:
    known = rivals(before, path)
    return [text for text in rivals(after, path) if text not in known]


def _replaced_values(dossier, before, after, paths) -> Iterator[EarlierValue]:
    """Yields the values that are replaced at `paths`, and both texts of each new conflict."""
    now, by = dossier.updated_at, dossier.updated_by
    lost = [path for path in paths if _loses(before.get(path), after.get(path))]
    apart = [path for path in paths if _new_rivals(path, before, after)]
    concerned = {*lost, *apart}
    written = dossier.edits.filter(path__in=concerned).select_related("by") if concerned else ()
    last = {edit.path: Writing(edit.by, edit.at) for edit in written}
    for path in sorted(concerned):
        value = before.get(path)
        writing = last.get(path, Writing(None, dossier.created_at))
        is_old = writing.person != by or now - writing.at > ONE_WRITING
        if path in apart or is_old or _is_mostly_lost(value, after.get(path)):
            digest = value_digest(value)
            yield _row(dossier, path, value, by=writing.person, at=writing.at, digest=digest)
        for text in _new_rivals(path, before, after):
            yield _row(dossier, path, text, by=by, at=now, digest=value_digest(text))


def _prune(dossier):
    """Deletes the oldest rows beyond what is kept."""
    rows = dossier.earlier_values.annotate(size=Length("value_text")).order_by("-at", "-pk")
    counts, total, surplus = Counter(), 0, []
    for pk, path, digest, size in rows.values_list("pk", "path", "digest", "size"):
        kind = path if digest else ""
        counts[kind] += 1
        total += size
        if counts[kind] > (VALUES_MAX if digest else ITEMS_MAX) or total > BYTES_MAX:
            surplus.append(pk)
    if surplus:
        EarlierValue.objects.filter(pk__in=surplus).delete()


def store_earlier(dossier: Dossier, before: Buffer, after: Buffer, paths: Iterable[str]) -> None:
    """Keeps what `dossier` loses as its buffer changes; `paths`: those of the changed fields."""
    fields = [path for path in paths if _is_field(path, before, after)]
    rows = [
        *_removed_items(dossier, before, after),
        *_replaced_values(dossier, before, after, fields),
    ]
    if not rows:
        return
    # One statement cannot update a row twice.
    unique = {(row.path, row.digest): row for row in rows}
    EarlierValue.objects.bulk_create(
        unique.values(),
        update_conflicts=True,
        unique_fields=["dossier", "path", "digest"],
        update_fields=["value_text", "by", "at"],
    )
    _prune(dossier)


def removed_items(dossier: Dossier, buffer: Buffer, list_names: Iterable[str]):
    """Returns the removed items of these lists, the latest first, in one query."""
    rows = dossier.earlier_values.filter(digest="").select_related("by")
    names = set(list_names)
    return [row for row in rows if row.path.split(".")[0] in names and not _is_back(row, buffer)]


def _is_back(row, buffer) -> bool:
    """Whether an item is in its list again, and whole: an older page may bring back one field."""
    name, _dot, uuid = row.path.partition(".")
    fields = row.value["fields"]
    return uuid in texts(buffer.get(name)) and all(
        path in buffer for path, value in fields.items() if value
    )


def restore_item(dossier: Dossier, buffer: Buffer, path: str) -> None:
    """Puts a removed item back in its place, with all that it held."""
    row = dossier.earlier_values.filter(path=path, digest="").first()
    if row is None:
        return
    kept, (name, _dot, uuid) = row.value, path.partition(".")
    uuids = texts(buffer.get(name))
    if uuid not in uuids:
        buffer[name] = [*uuids[: kept["rank"]], uuid, *uuids[kept["rank"] :]]
    for each, value in kept["fields"].items():
        buffer.setdefault(each, value)


def forget_items(dossier: Dossier, path: str = "") -> None:
    """Forgets the removed item at `path`, or all of them."""
    rows = dossier.earlier_values.filter(digest="")
    (rows.filter(path=path) if path else rows).delete()


def restore_value(dossier: Dossier, buffer: Buffer, path: str, digest: str) -> bool:
    """Writes an earlier value of a field again, and keeps the one it replaces. Returns whether
    there is one.
    """
    if not (DIGEST.fullmatch(digest) and PATH.fullmatch(path) and _is_field(path, buffer, buffer)):
        return False
    row = dossier.earlier_values.filter(path=path, digest=digest).first()
    if row is None:
        return False
    current, edit = buffer.get(path), dossier.edits.filter(path=path).select_related("by").first()
    writing = Writing(edit.by, edit.at) if edit else Writing(None, dossier.created_at)
    dossier.earlier_values.update_or_create(
        path=path,
        digest=value_digest(current),
        defaults={"value_text": json.dumps(current), "by": writing.person, "at": writing.at},
    )
    buffer[path] = row.value
    return True


def earlier_counts(dossier: Dossier) -> dict[str, int]:
    """Returns {path of a field: how many values it had and has no more}, in one query."""
    rows = dossier.earlier_values.exclude(digest__in=["", value_digest("")])
    buffer = dossier.buffer
    return Counter(
        path
        for path, digest in rows.order_by().values_list("path", "digest")
        if digest != value_digest(buffer.get(path))
    )


def earlier_values(dossier: Dossier) -> list[EarlierValue]:
    """Returns the values that `earlier_counts` counts, the latest first, in one query."""
    rows = dossier.earlier_values.exclude(digest__in=["", value_digest("")]).select_related("by")
    buffer = dossier.buffer
    return [
        row
        for row in rows
        if row.digest != value_digest(buffer.get(row.path)) and _is_field(row.path, buffer, buffer)
    ]


def conflict_writings(dossier: Dossier, buffer: Buffer) -> dict[str, dict[str, Writing]]:
    """Returns {path of a field in conflict: {digest of a text: who wrote it and when}}.

    Without the texts whose author is not known; in two queries, none without a conflict.
    """
    paths = [path.removeprefix(CONFLICT) for path in buffer if path.startswith(CONFLICT)]
    paths = [path for path in paths if PATH.fullmatch(path)]
    writings: dict[str, dict[str, Writing]] = {path: {} for path in paths}
    if not paths:
        return writings
    for edit in dossier.edits.filter(path__in=paths).select_related("by"):
        current = value_digest(buffer.get(edit.path))
        writings[edit.path][current] = Writing(edit.by, edit.at)
    kept = dossier.earlier_values.filter(path__in=paths).exclude(digest="")
    for row in kept.select_related("by").defer("value_text"):
        writings[row.path][row.digest] = Writing(row.by, row.at)
    return writings
