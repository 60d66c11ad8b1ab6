"""Checks the journal against its anchors: what was changed, removed or added since each one."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.core.files.storage import storages
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.anchors.daily import PREFIX, heads_now, name_of, open_anchor
from partnerships.anchors.format import Anchor, Head, NotAnAnchor
from partnerships.models import Dossier, DossierEvent, JournalAnchor
from partnerships.models.dossier import BIN_RETENTION

# An event written while the anchor was has an earlier time than the anchor, and is not in it.
GRACE = timedelta(minutes=5)
# SQLite limits the number of parameters of a query.
BATCH = 400

Change = tuple[Head | None, Head]


class CurrentState:
    """The current journals, compared as if they were one more anchor."""

    def __init__(self):
        self.at = timezone.now()

    heads = staticmethod(heads_now)


def _paired(before: Iterable[Head], after: Iterable[Head]):
    """Yields (before, after) of each dossier, None if missing on one side; both sorted by uuid."""
    before, after = iter(before), iter(after)
    old, new = next(before, None), next(after, None)
    while old or new:
        if new is None or (old and old.uuid < new.uuid):
            yield old, None
            old = next(before, None)
        elif old is None or new.uuid < old.uuid:
            yield None, new
            new = next(after, None)
        else:
            yield old, new
            old, new = next(before, None), next(after, None)


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _may_be_purged(head: Head, since: datetime, by: datetime) -> bool:
    """Whether it may be gone without a trace: never deposited, thirty days in the bin."""
    discarded = datetime.fromisoformat(head.discarded_at) if head.discarded_at else since
    return not head.is_deposited and _day(discarded) + BIN_RETENTION <= _day(by)


def _faults_of_pair(old, new, before):
    """Yields the immutable facts of a dossier on which two anchors differ."""
    if old.reference != new.reference:
        yield _("sa référence était %(reference)s dans l’ancre n° %(number)s") % {
            "reference": old.reference,
            "number": before.number,
        }
    if old.is_deposited and not new.is_deposited:
        yield _("il est donné pour jamais déposé, contre l’ancre n° %(number)s") % {
            "number": before.number
        }


def _events_of(changes: list[Change]) -> dict[str, dict[int, tuple[str, datetime]]]:
    """Returns {uuid: {sequence: (digest, at)}} of the existing dossiers of `changes`."""
    uuids = [new.uuid for _old, new in changes]
    events_by_uuid = {
        str(uuid): {} for (uuid,) in Dossier.objects.filter(uuid__in=uuids).values_list("uuid")
    }
    events = DossierEvent.objects.filter(dossier__uuid__in=uuids).order_by()
    rows = events.values_list("dossier__uuid", "sequence", "digest", "at")
    for uuid, sequence, digest, at in rows.iterator():
        events_by_uuid[str(uuid)][sequence] = (digest, at)
    return events_by_uuid


def _faults_of_head(old, new, events, before, after):
    """Yields the faults of one dossier between two anchors, as sentences without the reference."""
    number = getattr(after, "number", None)
    digest, _at = events.get(new.sequence, ("", None))
    if new.sequence and not digest:
        yield _("l’événement %(sequence)s, que tient l’ancre n° %(number)s, manque") % {
            "sequence": new.sequence,
            "number": number,
        }
    elif digest != new.digest:
        yield _("l’événement %(sequence)s n’est plus celui de l’ancre n° %(number)s") % {
            "sequence": new.sequence,
            "number": number,
        }
    if before is None:
        return
    known = old.sequence if old else 0
    added = (at for sequence, (_digest, at) in events.items() if known < sequence <= new.sequence)
    if any(at < before.at - GRACE for at in added):
        yield _("un événement daté d’avant l’ancre n° %(number)s a été ajouté après elle") % {
            "number": before.number
        }


def _faults_of_changes(changes, before, after):
    events = _events_of(changes)
    for old, new in changes:
        for fault in _faults_of_pair(old, new, before) if old else ():
            yield new.reference, fault
        if new.uuid in events:
            for fault in _faults_of_head(old, new, events[new.uuid], before, after):
                yield new.reference, fault


def _faults_between(before, after) -> Iterator[tuple[str, str]]:
    """Yields (reference, sentence) of each fault from one anchor, or None, to the next."""
    changes = []
    for old, new in _paired(before.heads() if before else (), after.heads()):
        if new is None:
            if not _may_be_purged(old, before.at, after.at):
                yield (
                    old.reference,
                    _("le dossier a disparu depuis l’ancre n° %(number)s")
                    % {"number": before.number},
                )
        elif old != new:
            changes.append((old, new))
        if len(changes) == BATCH:
            yield from _faults_of_changes(changes, before, after)
            changes = []
    yield from _faults_of_changes(changes, before, after)


def _numbers() -> Iterator[tuple[int, bool, JournalAnchor | None]]:
    """Yields (number, whether it is in storage, its row in the database) of each anchor."""
    stored = set(storages["anchors"].names(PREFIX))
    known = {each.number: each for each in JournalAnchor.objects.all()}
    numbers = {
        *known,
        *(n for n in range(1, len(stored) + max(known, default=0) + 1) if name_of(n) in stored),
    }
    for number in range(1, max(numbers, default=0) + 1):
        yield number, name_of(number) in stored, known.get(number)


def _open_and_check(number, is_stored, row) -> tuple[Anchor | None, str]:
    """Returns (the anchor if it can be trusted, its fault or "")."""
    values = {"number": number}
    if not is_stored:
        return None, _("l’ancre n° %(number)s manque") % values
    try:
        anchor = open_anchor(number)
    except NotAnAnchor:
        return None, _(
            "l’ancre n° %(number)s a été modifiée ou remplacée\u202f: sa signature n’est pas celle "
            "du portail"
        ) % values
    if row is None:
        return anchor, _(
            "l’ancre n° %(number)s n’est pas connue de la base, qui est plus ancienne ou a été "
            "modifiée"
        ) % values
    if row.digest != anchor.digest:
        return anchor, _("l’ancre n° %(number)s n’est pas celle que la base a vu écrire") % values
    return anchor, ""


def _checked_anchors() -> Iterator[tuple[Anchor | None, str]]:
    """Yields (anchor, "") of each trusted anchor, and (None, sentence) of each fault."""
    previous = ""
    for number, is_stored, row in _numbers():
        anchor, fault = _open_and_check(number, is_stored, row)
        if fault:
            yield None, fault
        if anchor is None:
            previous = row.digest if row else None
            continue
        if previous is not None and anchor.previous != previous:
            yield None, _("l’ancre n° %(number)s ne suit pas la précédente") % {"number": number}
        previous = anchor.digest
        yield anchor, ""


def _first_per_dossier(faults, reported):
    """Yields the first fault of each dossier: later anchors find the same again."""
    for reference, fault in faults:
        if reference not in reported:
            reported.add(reference)
            yield reference, fault


def anchor_faults() -> Iterator[tuple[str, str]]:
    """Yields (reference of a dossier or "", French sentence) of each fault.

    The content of an anchor that cannot be trusted is not read.
    """
    before, reported = None, set()
    for anchor, fault in _checked_anchors():
        if anchor is None:
            yield "", fault
            continue
        yield from _first_per_dossier(_faults_between(before, anchor), reported)
        if before:
            before.close()
        before = anchor
    if before:
        yield from _first_per_dossier(_faults_between(before, CurrentState()), reported)
        before.close()
