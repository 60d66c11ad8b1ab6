"""Background tasks of bulk acts, run by `manage.py db_worker`."""

from django.db.models import QuerySet
from django_tasks import task

from partnerships.models import BulkRun
from partnerships.workflow.bulk.run import work


@task()
def do_run(run_pk: int) -> None:
    """Processes the remaining items of this run. Safe to run twice."""
    work(BulkRun.objects.select_related("by").get(pk=run_pk))


def resume_runs(runs: QuerySet[BulkRun]) -> int:
    """Enqueues interrupted runs again. Returns how many."""
    keys = list(runs.values_list("pk", flat=True))
    for pk in keys:
        do_run.enqueue(pk)
    return len(keys)
