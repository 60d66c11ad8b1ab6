from datetime import timedelta

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from partnerships.files.background_export import resume_exports
from partnerships.management.background import PASSING_ERRORS, Beat, pause_after, repeat
from partnerships.models import BackgroundProcess, BulkRun, DataExportKind
from partnerships.pages.members.data_export_file import make_data_export
from partnerships.pages.queue.exports.pack_file import make_pack
from partnerships.pages.queue.exports.queue_export_file import make_queue_export
from partnerships.workflow.bulk.tasks import resume_runs
from partnerships.workflow.document_texts import resume_reading

MAX_TRIES = 10
EXPORTS = {
    DataExportKind.OWN_DATA: make_data_export,
    DataExportKind.QUEUE: make_queue_export,
    DataExportKind.PACK: make_pack,
}
READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING


def _was_passing(path: str) -> bool:
    """Whether the exception of this dotted name is a passing error."""
    try:
        error = import_string(path)
    except ImportError:
        return False
    return isinstance(error, type) and issubclass(error, PASSING_ERRORS)


class Worker(db_worker.Worker):
    """The package's worker, which ends on no passing error, and tries again what one stopped."""

    def __init__(self, *, batch: bool, startup_delay: bool, **options):
        # The loop is ours: its own ends when no task is left.
        super().__init__(batch=True, startup_delay=False, **options)
        self.is_once = batch
        self.beat = Beat(BackgroundProcess.WORKER, self.interval)
        self.has_taken_up = False
        # True while a task runs, and after an error that its own end could not be written for.
        self.was_interrupted = False

    def run(self):
        if self.is_once:
            self._work()
        else:
            repeat(self._work, pause=self.interval, goes_on=lambda: self.running)

    def _work(self):
        self.beat()
        if self.was_interrupted:
            self._free_own()
        if not self.has_taken_up:
            resume_runs(BulkRun.objects.under_way())
            resume_exports(EXPORTS)
            resume_reading()
            self.has_taken_up = True
        # The package's loop says in the log that it begins and ends: only where there is work.
        if DBTaskResult.objects.ready().exists():
            super().run()

    def run_task(self, db_task_result):
        self.beat()
        self.was_interrupted = True
        super().run_task(db_task_result)
        self._try_again(db_task_result)
        self.was_interrupted = False

    def _free_own(self) -> None:
        """Puts back in the queue what this worker began when the database left it."""
        running = DBTaskResult.objects.filter(status=RUNNING)
        own = [task.pk for task in running if task.worker_ids[-1:] == [self.worker_id]]
        DBTaskResult.objects.filter(pk__in=own).update(status=READY)
        self.was_interrupted = False

    def _try_again(self, result: DBTaskResult) -> None:
        """Puts back in the queue a task that a passing error stopped: done twice, it is one."""
        tries = len(result.worker_ids)
        if tries >= MAX_TRIES or not _was_passing(result.exception_class_path):
            return
        run_after = timezone.now() + timedelta(seconds=pause_after(tries, self.interval))
        failed = DBTaskResult.objects.filter(pk=result.pk)
        failed.update(status=READY, run_after=run_after, finished_at=None)


class Command(db_worker.Command):
    """The worker of the background, which first takes up what another left in the middle."""

    def handle(self, *args, **options):
        db_worker.Worker = Worker
        super().handle(*args, **options)
