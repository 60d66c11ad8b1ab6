"""Notifies the coming erasure of dossiers to their writers and to lead reviewers."""

from datetime import date

from partnerships.models import ErasureNotice
from partnerships.models.retention import NOTICE
from partnerships.notifications.dossier import writers_of
from partnerships.notifications.membership import leads
from partnerships.notifications.outbox import address, notify


def announce_erasure(notice: ErasureNotice) -> None:
    dossier = notice.dossier
    notify(
        f"retention:{dossier.uuid}:{notice.announced_on}",
        writers_of(dossier),
        "retention",
        dossier=dossier,
        erased_on=notice.erased_on,
        link=address("dossier_detail", dossier.uuid),
    )


def announce_erasures(count: int, today: date) -> None:
    """Notifies lead reviewers, with one mail a day for all dossiers."""
    notify(
        f"retention:{today}",
        leads(),
        "retention_officer",
        count=count,
        erased_on=today + NOTICE,
        link=address("archive_list"),
    )
