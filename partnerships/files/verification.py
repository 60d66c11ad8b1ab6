"""Verifies what is kept: each content against its digest, each row of a file against its origin.

`verify_store` reads everything; `verify_slice` reads a part, for the upkeep of each day.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from itertools import chain, islice

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cncd_portal.storage.checked import BrokenContent, LostContent, chunks, open_checked
from partnerships.files.content import HOLDERS
from partnerships.files.row_digests import differing_rows, letters_without_row
from partnerships.models import (
    DataExport,
    StoreCheck,
    StoredContent,
    StoreFaultKind,
)

BATCH = 200
# Days in which slices walk the whole store, where it has enough contents.
ROUND_DAYS = 30


@dataclass(frozen=True)
class StoreFault:
    """A fault, as `StoreCheck.faults` keeps it. `content`: key of its content, None without one."""

    kind: str
    content: int | None
    sha256: str
    about: str

    def __str__(self):
        what = f"{StoreFaultKind(self.kind).label} {self.sha256}".rstrip()
        return f"{what} – {self.about}"


def _kind_of(error: BrokenContent) -> StoreFaultKind:
    is_lost = isinstance(error, LostContent)
    return StoreFaultKind.LOST if is_lost else StoreFaultKind.ALTERED


def _digest_of(path: str) -> str:
    digest = hashlib.sha256()
    with open_checked(path, "") as file:
        for chunk in chunks(file):
            digest.update(chunk)
    return digest.hexdigest()


def _broken_paths(content: StoredContent) -> Iterator[BrokenContent]:
    """Reads all the files of a content; a digest that was not known yet is noted."""
    learnt = {}
    for path, sha256 in content.digest_of_paths.items():
        try:
            if sha256:
                open_checked(path, sha256).close()
            else:
                learnt[path] = _digest_of(path)
        except BrokenContent as error:
            yield error
    if learnt:
        content.digests = {**content.digests, **learnt}
        content.save(update_fields=["digests"])


def _file_names(sha256: str) -> list[str]:
    """Names of the files that hold a content; none where it was deleted meanwhile."""
    names = (model.objects.filter(sha256=sha256).values_list("file_name") for model in HOLDERS)
    return sorted({name for (name,) in chain(*names)})


def _faults_of_content(content: StoredContent) -> Iterator[StoreFault]:
    """What no file holds and the store does not have is an upload that did not end: no fault."""
    for error in _broken_paths(content):
        names = _file_names(content.sha256)
        if names or _kind_of(error) == StoreFaultKind.ALTERED:
            held_by = ", ".join(names) or _("aucun fichier")
            about = f"{error.name}: {held_by}"
            yield StoreFault(_kind_of(error).value, content.pk, content.sha256, about)


def _faults(contents: list[StoredContent]) -> Iterator[StoreFault]:
    """Faults of some contents and of the rows that name them."""
    for content in contents:
        yield from _faults_of_content(content)
    keys = {content.sha256: content.pk for content in contents}
    for sha256, about in differing_rows(keys):
        yield StoreFault(StoreFaultKind.ROW.value, keys[sha256], sha256, about)


def _batches(contents: QuerySet, place: int = 0) -> Iterator[list[StoredContent]]:
    while batch := list(contents.filter(pk__gt=place).order_by("pk")[:BATCH]):
        yield batch
        place = batch[-1].pk


def _faults_without_content() -> Iterator[StoreFault]:
    """Rows that name a content nobody knows, letters whose row is gone, archives of « Mes
    données ».
    """
    for model in HOLDERS:
        known = StoredContent.objects.values("sha256")
        rows = model.objects.exclude(sha256__in=known).order_by("pk")
        for sha256, name in rows.values_list("sha256", "file_name").iterator():
            yield StoreFault(StoreFaultKind.LOST.value, None, sha256, name)
    for sha256, about in letters_without_row():
        yield StoreFault(StoreFaultKind.LOST.value, None, sha256, about)
    for export in DataExport.objects.ready().order_by("pk"):
        try:
            export.open().close()
        except BrokenContent as error:
            if DataExport.objects.filter(pk=export.pk).exists():
                yield StoreFault(_kind_of(error).value, None, export.sha256, export.path)


def _save(now: datetime, place: int, ended_at: datetime | None, faults: list[dict]) -> StoreCheck:
    with transaction.atomic():
        StoreCheck.objects.all().delete()
        return StoreCheck.objects.create(
            checked_at=now, place=place, ended_at=ended_at, faults=faults
        )


def verify_store(since: date | None = None) -> Iterator[StoreFault]:
    """Yields the faults of everything, and keeps them; `since`: of the contents received from that
    day on, and keeps nothing. Raises OSError where the store does not answer.
    """
    contents = StoredContent.objects.all()
    if since:
        contents = contents.filter(created_at__date__gte=since)
    found = []
    without = () if since else _faults_without_content()
    for fault in chain(*map(_faults, _batches(contents)), without):
        found.append(asdict(fault))
        yield fault
    if not since:
        now = timezone.now()
        _save(now, 0, now, found)


def verify_slice(now: datetime) -> StoreCheck:
    """Verifies the next contents, once a day: a thirtieth of all, 200 at least. Returns the check,
    whose `faults` are those of every content as it was last read.

    Killed in the middle, it begins the same slice again. Raises OSError where the store does not
    answer.
    """
    last = StoreCheck.objects.first()
    today = timezone.localdate(now)
    if last and timezone.localdate(last.checked_at) == today:
        return last
    place = last.place if last else 0
    size = max(BATCH, -(-StoredContent.objects.count() // ROUND_DAYS))
    contents = list(islice(chain.from_iterable(_batches(StoredContent.objects, place)), size))
    found = [asdict(fault) for fault in _faults(contents)]
    reached = contents[-1].pk if contents else place
    is_ended = not StoredContent.objects.filter(pk__gt=reached).exists()
    if is_ended:
        found += [asdict(fault) for fault in _faults_without_content()]
    kept = [
        fault
        for fault in (last.faults if last else ())
        if not (place < fault["content"] <= reached if fault["content"] else is_ended)
    ]
    ended_at = now if is_ended else last and last.ended_at
    return _save(now, 0 if is_ended else reached, ended_at, kept + found)


def surplus_names() -> Iterator[str]:
    """Yields the names of the store that no row knows: interrupted uploads, or strangers."""
    names = storages["default"].all_names()
    exports = {export.path for export in DataExport.objects.order_by("pk")}
    while batch := list(islice(names, BATCH)):
        hashes = {name.rpartition("/")[2].partition(".")[0] for name in batch}
        contents = StoredContent.objects.filter(sha256__in=hashes)
        known = {path for content in contents for path in content.paths}
        yield from (name for name in batch if name not in known | exports)
