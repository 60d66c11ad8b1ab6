"""What takes long, done in the background: `manage.py db_worker` runs it."""

from django.contrib.auth import get_user_model
from django_tasks import task

from partnerships.models import RowAct, SpreadsheetImport
from partnerships.pages.spreadsheets.deposit import deposit
from partnerships.pages.spreadsheets.drafts import make_draft, waiting


@task()
def do_what_is_asked(spreadsheet_pk: int, user_pk: int) -> None:
    """Do, for this person, all that was asked of the rows and is not done: twice is once."""
    spreadsheet = SpreadsheetImport.objects.get(pk=spreadsheet_pk)
    by = get_user_model().objects.get(pk=user_pk)
    for pk in waiting(spreadsheet.pk, RowAct.DRAFT):
        make_draft(pk, by)
    deposit(spreadsheet, by)
