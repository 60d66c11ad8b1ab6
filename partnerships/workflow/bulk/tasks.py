"""Acts on many files, done in the background: `manage.py db_worker` runs them."""

from django.db.models import QuerySet
from django_tasks import task

from partnerships.models import BulkRun
from partnerships.workflow.bulk.run import work


@task()
def do_run(run_pk: int) -> None:
    """Do what is left of this run: twice is once."""
    work(BulkRun.objects.select_related("by").get(pk=run_pk))


def take_up(runs: QuerySet[BulkRun]) -> int:
    """Go on with runs that were interrupted; how many."""
    keys = list(runs.values_list("pk", flat=True))
    for pk in keys:
        do_run.enqueue(pk)
    return len(keys)
