"""Who hears that their data are ready."""

from partnerships.models import DataExport
from partnerships.notifications.outbox import address, notify


def announce_data_export(export: DataExport) -> None:
    """The mail says where; the archive itself is only for who signs in."""
    notify(f"data_export:{export.uuid}", [export.user], "data_export", link=address("data_export"))
