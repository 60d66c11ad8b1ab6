"""The daily anchor: signed heads and counts of all journals, stored outside the database."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.anchors.format import Anchor, Head, NotAnAnchor, read, write
from partnerships.models import Dossier, DossierEvent, JournalAnchor
from partnerships.workflow.refusals import Refused

PREFIX = "ancre-"
BATCH = 2_000
# One a day, and one day of margin for an outage.
LATE_AFTER = timedelta(days=2)


def name_of(number: int) -> str:
    return f"{PREFIX}{number:08d}.jsonl"


def is_set() -> bool:
    """Whether a signing key and a storage are configured."""
    return bool(settings.ANCHOR_KEY and settings.ANCHOR_URL)


def anchor_state() -> str:
    """Returns "unset", "late" (none written for two days) or "ok"."""
    if not is_set():
        return "unset"
    limit = timezone.now() - LATE_AFTER
    return "ok" if JournalAnchor.objects.filter(at__gte=limit).exists() else "late"


def heads_now() -> Iterator[Head]:
    """Yields the current head of all dossiers, sorted by uuid."""
    last = DossierEvent.objects.filter(dossier=OuterRef("pk")).order_by("-sequence")
    rows = Dossier.objects.order_by("uuid").annotate(
        sequence=Subquery(last.values("sequence")[:1]), digest=Subquery(last.values("digest")[:1])
    )
    fields = ("uuid", "reference", "sequence", "digest", "submission_count")
    fields += ("discarded_at", "erased_at")
    for uuid, reference, sequence, digest, deposits, discarded_at, erased_at in rows.values_list(
        *fields
    ).iterator(chunk_size=BATCH):
        yield Head(
            uuid=str(uuid),
            reference=reference,
            sequence=sequence or 0,
            digest=digest or "",
            is_deposited=deposits > 0,
            discarded_at=discarded_at.isoformat() if discarded_at else "",
            is_erased=erased_at is not None,
        )


def open_anchor(number: int) -> Anchor:
    """Returns a copy of an anchor. Raises NotAnAnchor, FileNotFoundError or OSError."""
    with storages["anchors"].open(name_of(number)) as stored, ExitStack() as stack:
        copy = stack.enter_context(tempfile.TemporaryFile())
        anchor = read(stored, copy)
        if anchor.number != number:
            raise NotAnAnchor
        stack.pop_all()
    return anchor


def _record(anchor: Anchor) -> JournalAnchor:
    anchor.close()
    return JournalAnchor.objects.create(
        number=anchor.number,
        at=anchor.at,
        digest=anchor.digest,
        dossier_count=anchor.dossier_count,
        event_count=anchor.event_count,
    )


def _latest_anchor(last: JournalAnchor | None) -> JournalAnchor | None:
    """Returns the last anchor, after recording those written just before the portal was stopped.

    Raises Refused if the storage holds an anchor that this portal did not write.
    """
    while True:
        number = last.number + 1 if last else 1
        try:
            anchor = open_anchor(number)
        except FileNotFoundError:
            return last
        except NotAnAnchor:
            anchor = None
        if anchor is None or anchor.previous != (last.digest if last else ""):
            if anchor:
                anchor.close()
            raise Refused(
                _(
                    "Le lieu des ancres tient une ancre n° %(number)s que ce portail n’a pas "
                    "écrite. Lancez verify_journal."
                )
                % {"number": number}
            )
        last = _record(anchor)


def write_anchor(now: datetime) -> JournalAnchor:
    """Writes an anchor of all journals as they stand.

    Raises Refused if anchors are not configured, OSError if the storage does not answer or another
    process has just written this anchor.
    """
    if not is_set():
        raise Refused(
            _("Aucune ancre n’est écrite\u202f: réglez ANCHOR_KEY et ANCHOR_URL (voir README).")
        )
    last = _latest_anchor(JournalAnchor.objects.first())
    number = last.number + 1 if last else 1
    with tempfile.TemporaryFile() as file:
        previous = last.digest if last else ""
        at = now.isoformat()
        written = write(file, heads_now(), number=number, at=at, previous=previous)
        file.seek(0)
        storages["anchors"].add(name_of(number), File(file))
    return JournalAnchor.objects.create(
        number=number,
        at=now,
        digest=written["digest"],
        dossier_count=written["dossiers"],
        event_count=written["events"],
    )


def anchor_of_the_day(now: datetime) -> int:
    """Writes the anchor of today, unless it exists or anchors are not configured.

    Returns how many were written.
    """
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if not is_set() or JournalAnchor.objects.filter(at__gte=today).exists():
        return 0
    write_anchor(now)
    return 1
