"""Background work that a page waits for."""

from partnerships.models import BackgroundProcess, Heartbeat


class BackgroundWork:
    """Work done by the worker, whose progress a page shows."""

    @property
    def is_worker_late(self) -> bool:
        """Whether the worker missed its heartbeat: the page then warns that work is paused."""
        return Heartbeat.objects.is_late(BackgroundProcess.WORKER)
