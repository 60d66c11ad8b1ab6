"""The background task of spreadsheets, run by `manage.py db_worker`."""

from django.contrib.auth import get_user_model
from django_tasks import task

from partnerships.models import RowAct, SpreadsheetImport
from partnerships.pages.spreadsheets.deposit import deposit
from partnerships.pages.spreadsheets.drafts import make_draft, pending_rows
from partnerships.pages.spreadsheets.stored_check import check_waiting_rows


@task()
def do_what_is_asked(spreadsheet_pk: int, user_pk: int) -> None:
    """Does, for this person, the acts still pending on the rows; running it twice is harmless.

    Nothing is left to do of a spreadsheet that was deleted.
    """
    by = get_user_model().objects.get(pk=user_pk)
    check_waiting_rows(spreadsheet_pk, by)
    spreadsheet = SpreadsheetImport.objects.filter(pk=spreadsheet_pk).first()
    if spreadsheet is None:
        return
    for pk in pending_rows(spreadsheet.pk, RowAct.DRAFT):
        make_draft(pk, by)
    deposit(spreadsheet, by)
