from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
    require_safe,
)

from partnerships.document.steps.references import References
from partnerships.models import LocalAuthority, RowAct, SpreadsheetImport
from partnerships.pages.spreadsheets.check import check_spreadsheet
from partnerships.pages.spreadsheets.columns import layout
from partnerships.pages.spreadsheets.corrections_file import corrections
from partnerships.pages.spreadsheets.deposit import ask_deposit, candidates
from partnerships.pages.spreadsheets.drafts import MAKES_A_DRAFT, ask
from partnerships.pages.spreadsheets.reading import UnreadableSpreadsheet, read_spreadsheet
from partnerships.pages.spreadsheets.spreadsheet_page import (
    Progress,
    SpreadsheetForm,
    SpreadsheetPage,
)
from partnerships.pages.spreadsheets.tasks import do_what_is_asked
from partnerships.pages.spreadsheets.template_file import csv_template, workbook
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _own_or_404(user, uuid) -> SpreadsheetImport:
    rows = SpreadsheetImport.objects.visible_to(user)
    return get_object_or_404(rows.select_related("authority__successor", "created_by"), uuid=uuid)


def _file(content, content_type, name):
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


def _receive(request, form):
    """What was sent, read; None where it cannot be, and the form says why."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        sheets = read_spreadsheet(file)
        return check_spreadsheet(form.cleaned_data["authority"], request.user, file.name, sheets)
    except UnreadableSpreadsheet as refusal:
        form.add_error("file", str(refusal))
        return None


@require_http_methods(["GET", "POST"])
def spreadsheet_list(request):
    """The template, the file to send, what was sent before."""
    if not LocalAuthority.objects.of_member(request.user).exists():
        raise Http404
    form = SpreadsheetForm(request.user, request.POST or None, request.FILES or None)
    if request.method == "POST":
        spreadsheet = _receive(request, form)
        if spreadsheet:
            return redirect(spreadsheet)
    sent = SpreadsheetImport.objects.visible_to(request.user)
    sent = sent.select_related("authority", "created_by").annotate(
        row_count=Count("rows"),
        faulty_count=Count("rows", filter=Q(rows__state="faulty")),
        draft_count=Count("rows", filter=Q(rows__dossier__isnull=False)),
    )
    page = paginate(
        [sent],
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
        return _file(csv_template(plan), "text/csv; charset=utf-8", "partenariats.csv")
    return _file(workbook(plan), XLSX, "partenariats.xlsx")


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
    """How far the act under way is; the whole page again once it is done."""
    spreadsheet = _own_or_404(request.user, uuid)
    progress = Progress(spreadsheet)
    context = {"spreadsheet": spreadsheet, "progress": progress}
    response = render(request, "partnerships/spreadsheets/_spreadsheet_progress.html", context)
    if not progress.is_under_way or progress.is_stalled:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def spreadsheet_corrections(request, uuid):
    """What was sent, with what is wrong at the head of each line."""
    spreadsheet = _own_or_404(request.user, uuid)
    return _file(corrections(spreadsheet), XLSX, "partenariats-a-corriger.xlsx")


def _chosen(request):
    return [int(pk) for pk in request.POST.getlist("row") if pk.isdecimal() and len(pk) < 19]


def _start(request, spreadsheet, is_asked):
    """Have what was asked done in the background, or say that nothing was."""
    if is_asked:
        do_what_is_asked.enqueue(spreadsheet.pk, request.user.pk)
    else:
        messages.info(request, _("Rien n’est à faire\u202f: cochez des lignes qui restent."))
    return redirect(spreadsheet)


@require_POST
def spreadsheet_drafts(request, uuid):
    """Make the drafts of the chosen rows."""
    spreadsheet = _own_or_404(request.user, uuid)
    rows = spreadsheet.rows.filter(pk__in=_chosen(request), state__in=MAKES_A_DRAFT)
    return _start(request, spreadsheet, ask(rows, spreadsheet, RowAct.DRAFT))


@require_http_methods(["GET", "HEAD", "POST"])
def spreadsheet_deposit(request, uuid):
    """What a deposit of all the complete drafts would do to each, and that deposit."""
    spreadsheet = _own_or_404(request.user, uuid)
    if request.method == "POST":
        return _start(request, spreadsheet, ask_deposit(spreadsheet, _chosen(request)))
    found = list(candidates(spreadsheet))
    context = {
        "spreadsheet": spreadsheet,
        "complete": [each for each in found if not each.missing],
        "incomplete": [each for each in found if each.missing],
    }
    return render(request, "partnerships/spreadsheets/spreadsheet_deposit.html", context)


@require_POST
def spreadsheet_resume(request, uuid):
    """Go on with what was asked, where the process that did it is gone."""
    spreadsheet = _own_or_404(request.user, uuid)
    return _start(request, spreadsheet, Progress(spreadsheet).is_under_way)


@require_POST
def spreadsheet_delete(request, uuid):
    """Forget what was sent. The dossiers that it made stay."""
    spreadsheet = _own_or_404(request.user, uuid)
    spreadsheet.delete()
    messages.success(request, _("L’envoi est supprimé. Les dossiers qu’il a créés restent."))
    return redirect("partnerships:spreadsheet_list")
