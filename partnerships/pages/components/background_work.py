"""Background work that a page waits for."""

from partnerships.models import BackgroundProcess, DataExport, DataExportKind, Heartbeat


class BackgroundWork:
    """Work done by the worker, whose progress a page shows."""

    @property
    def is_worker_late(self) -> bool:
        """Whether the worker missed its heartbeat: the page then warns that work is paused."""
        return Heartbeat.objects.is_late(BackgroundProcess.WORKER)


class ExportWork(BackgroundWork):
    """The files of a kind that the worker makes for `user`: the last one asked for, and the one
    that is ready; each None where there is none.
    """

    def __init__(self, user, kind: DataExportKind):
        exports = DataExport.objects.of(user, kind)
        self.last, self.ready = exports.first(), exports.ready().first()
