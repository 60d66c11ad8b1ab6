from uuid import uuid4

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from partnerships.document.steps.references import References
from partnerships.files.spreadsheets.reading import UnreadableSpreadsheet, read_spreadsheet
from partnerships.identifiers import number_of
from partnerships.models import LocalAuthority, RowAct, RowState, SpreadsheetImport
from partnerships.pages.components.named_file import named_file_response
from partnerships.pages.spreadsheets.columns import layout
from partnerships.pages.spreadsheets.corrections_file import corrections
from partnerships.pages.spreadsheets.deposit import ask_deposit, candidates
from partnerships.pages.spreadsheets.drafts import TO_DRAFT, ask
from partnerships.pages.spreadsheets.spreadsheet_page import (
    Progress,
    SpreadsheetForm,
    SpreadsheetPage,
)
from partnerships.pages.spreadsheets.stored_check import (
    check_waiting_rows,
    import_uuid,
    is_checked_at_once,
    note_answers,
    store_spreadsheet,
)
from partnerships.pages.spreadsheets.tasks import do_what_is_asked
from partnerships.pages.spreadsheets.template_file import csv_template, workbook
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _own_or_404(user, uuid) -> SpreadsheetImport:
    rows = SpreadsheetImport.objects.visible_to(user)
    return get_object_or_404(rows.select_related("authority__successor", "created_by"), uuid=uuid)


def _receive(request, form):
    """Stores the uploaded file, and has it checked; returns None, with a form error, if refused.

    The same file sent twice by one page, by a double click, is stored once.
    """
    if not form.is_valid():
        return None
    file, authority = form.cleaned_data["file"], form.cleaned_data["authority"]
    uuid = import_uuid(form.cleaned_data["token"] or uuid4(), authority, file)
    sent_before = SpreadsheetImport.objects.visible_to(request.user).filter(uuid=uuid)
    try:
        sheets = read_spreadsheet(file)
        spreadsheet = store_spreadsheet(uuid, authority, request.user, file.name, sheets)
    except UnreadableSpreadsheet as refusal:
        form.add_error("file", str(refusal))
        return None
    except IntegrityError:
        return sent_before.get()
    _have_checked(spreadsheet, request.user)
    return spreadsheet


def _have_checked(spreadsheet, user):
    """Checks a short spreadsheet at once; the background does it for the others."""
    if is_checked_at_once(spreadsheet):
        check_waiting_rows(spreadsheet.pk, user)
    else:
        do_what_is_asked.enqueue(spreadsheet.pk, user.pk)


@require_http_methods(["GET", "POST"])
def spreadsheet_list(request):
    """The page of the template, of the upload form and of the spreadsheets sent before."""
    if not LocalAuthority.objects.of_member(request.user).exists():
        raise Http404
    form = SpreadsheetForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST":
        spreadsheet = _receive(request, form)
        if spreadsheet:
            return redirect(spreadsheet)
    spreadsheets = SpreadsheetImport.objects.visible_to(request.user)
    spreadsheets = spreadsheets.select_related("authority", "created_by").annotate(
        row_count=Count("rows"),
        faulty_count=Count("rows", filter=Q(rows__state=RowState.FAULTY)),
        draft_count=Count("rows__dossier", distinct=True),
        unread_count=Count("rows", filter=Q(rows__act=RowAct.CHECK)),
        read_count=Count("rows", filter=~Q(rows__act=RowAct.CHECK)),
    )
    page = paginate(
        [spreadsheets],
        Order("created_at"),
        after=request.GET.get(AFTER, ""),
        before=request.GET.get(BEFORE, ""),
    )
    context = {"form": form, "page": page}
    status = 422 if form.errors else 200
    return render(
        request, "partnerships/spreadsheets/spreadsheet_list.html", context, status=status
    )


@require_GET
def spreadsheet_template(request, extension):
    plan = layout(References(None, {}))
    if extension == "csv":
        return named_file_response(
            csv_template(plan), "text/csv; charset=utf-8", "partenariats.csv"
        )
    return named_file_response(workbook(plan), XLSX, "partenariats.xlsx")


@require_safe
def spreadsheet_detail(request, uuid):
    spreadsheet = _own_or_404(request.user, uuid)
    context = {
        "spreadsheet": spreadsheet,
        "page": SpreadsheetPage(spreadsheet),
        "progress": Progress(spreadsheet),
    }
    return render(request, "partnerships/spreadsheets/spreadsheet_detail.html", context)


@require_safe
def spreadsheet_progress(request, uuid):
    """The progress of the running act; reloads the whole page once it is done or stalled."""
    spreadsheet = _own_or_404(request.user, uuid)
    progress = Progress(spreadsheet)
    context = {"spreadsheet": spreadsheet, "progress": progress}
    response = render(request, "partnerships/spreadsheets/_spreadsheet_progress.html", context)
    if not progress.is_under_way or progress.is_stalled:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def spreadsheet_corrections(request, uuid):
    """Downloads the spreadsheet with the errors of each line in its first column."""
    spreadsheet = _own_or_404(request.user, uuid)
    return named_file_response(corrections(spreadsheet), XLSX, "partenariats-a-corriger.xlsx")


def _chosen_rows(request):
    """Returns the primary keys of the rows ticked in the form."""
    return list(map(number_of, request.POST.getlist("row")))


def _start(request, spreadsheet, has_work):
    """Starts the background task if there is work to do, else says that there is none."""
    if has_work:
        do_what_is_asked.enqueue(spreadsheet.pk, request.user.pk)
    elif not Progress(spreadsheet).is_under_way:
        messages.info(request, _("Rien n’est à faire\u202f: cochez des lignes qui restent."))
    return redirect(spreadsheet)


@require_POST
def spreadsheet_answers(request, uuid):
    """Stores which records the uncertain names are; the rows that have them are checked again."""
    spreadsheet = _own_or_404(request.user, uuid)
    names = [question["identity"] for question in spreadsheet.questions]
    given = {name: request.POST.get(f"answer.{name}", "") for name in names}
    note_answers(spreadsheet, given)
    _have_checked(spreadsheet, request.user)
    messages.success(request, _("Vos choix sont enregistrés."))
    return redirect(spreadsheet)


@require_POST
def spreadsheet_drafts(request, uuid):
    """Creates or updates the drafts of the chosen rows."""
    spreadsheet = _own_or_404(request.user, uuid)
    rows = spreadsheet.rows.filter(TO_DRAFT, pk__in=_chosen_rows(request), act=RowAct.NONE)
    return _start(request, spreadsheet, ask(rows, spreadsheet, RowAct.DRAFT))


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet_deposit(request, uuid):
    """The page that lists complete and incomplete drafts, and deposits the chosen ones."""
    spreadsheet = _own_or_404(request.user, uuid)
    if request.method == "POST":
        return _start(request, spreadsheet, ask_deposit(spreadsheet, _chosen_rows(request)))
    drafts = list(candidates(spreadsheet))
    context = {
        "spreadsheet": spreadsheet,
        "complete": [each for each in drafts if not each.missing],
        "incomplete": [each for each in drafts if each.missing],
    }
    return render(request, "partnerships/spreadsheets/spreadsheet_deposit.html", context)


@require_POST
def spreadsheet_resume(request, uuid):
    """Resumes the act under way if its process died."""
    spreadsheet = _own_or_404(request.user, uuid)
    return _start(request, spreadsheet, Progress(spreadsheet).is_under_way)


@require_POST
def spreadsheet_delete(request, uuid):
    """Deletes a spreadsheet; the dossiers created from it stay."""
    if not SpreadsheetImport.objects.filter(uuid=uuid).exists():
        messages.info(request, _("C’était déjà fait."))
        return redirect("partnerships:spreadsheet_list")
    spreadsheet = _own_or_404(request.user, uuid)
    spreadsheet.delete()
    messages.success(request, _("L’envoi est supprimé. Les dossiers qu’il a créés restent."))
    return redirect("partnerships:spreadsheet_list")
