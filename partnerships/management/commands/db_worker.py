from django_tasks_db.management.commands.db_worker import Command as Worker

from partnerships.models import BulkRun
from partnerships.workflow.bulk.tasks import take_up


class Command(Worker):
    """The worker of the background, which first takes up what another left in the middle."""

    def handle(self, *args, **options):
        take_up(BulkRun.objects.under_way())
        super().handle(*args, **options)
