from django_tasks_db.management.commands.db_worker import Command as Worker

from partnerships.models import BulkRun
from partnerships.workflow.bulk.tasks import resume_runs


class Command(Worker):
    """The worker of the background, which first takes up what another left in the middle."""

    def handle(self, *args, **options):
        resume_runs(BulkRun.objects.under_way())
        super().handle(*args, **options)
