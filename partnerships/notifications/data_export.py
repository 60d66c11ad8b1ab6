"""Notifies people that the archive of their data is ready."""

from partnerships.models import DataExport
from partnerships.notifications.outbox import address, notify


def announce_data_export(export: DataExport) -> None:
    """Sends the address of the archive, which can only be downloaded signed in."""
    notify(
        f"data_export:{export.uuid}",
        [export.user],
        "data_export",
        export=export,
        link=address("data_export"),
    )
