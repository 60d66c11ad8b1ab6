"""The directory as a file: exported, read over, then written once a lead reviewer agrees."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cncd_portal.file_sizes import file_size
from partnerships.document.steps.text import grouped
from partnerships.files.spreadsheets.reading import FILE_MAX, UnreadableSpreadsheet
from partnerships.imports.directory.changes import DirectoryChanged, apply_directory, directory_plan
from partnerships.imports.directory.columns import COLUMNS
from partnerships.imports.directory.file import (
    ROWS_MAX,
    TEXT_MAX,
    directory_csv,
    read_again,
    read_directory,
)
from partnerships.pages.components.access import leads_only
from partnerships.pages.components.named_file import named_file_response

FAULTS_SHOWN = 100
CSV = "text/csv; charset=utf-8"


class DirectoryFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Fichier rempli"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.ods"}),
        error_messages={"required": gettext_lazy("Choisissez le fichier à envoyer.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sentence = _("CSV, XLSX ou ODS, %(size)s et %(rows)s lignes au plus.")
        limits = {"size": file_size(FILE_MAX), "rows": grouped(ROWS_MAX)}
        self.fields["file"].help_text = sentence % limits


class AgreementForm(forms.Form):
    """The plan that was read: `text`, the file as it was read; `seen`, the state of the plan."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=TEXT_MAX, strip=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


@leads_only
@require_safe
def directory_export(request):
    return named_file_response(directory_csv(), CSV, "annuaire.csv")


def _show(request, status=200, **context):
    context = {"columns": COLUMNS, "form": DirectoryFileForm(), **context}
    plan = context.get("plan")
    if plan and plan.faults:
        context["faults"] = plan.faults[:FAULTS_SHOWN]
        context["more_faults"] = max(len(plan.faults) - FAULTS_SHOWN, 0)
    return render(request, "partnerships/opinions/directory_file.html", context, status=status)


def _show_plan(request, read, status=200, **context):
    plan = directory_plan(read)
    if plan.faults:
        return _show(request, 422, plan=plan)
    agreement = AgreementForm(initial={"text": read.text, "seen": plan.state})
    return _show(request, status, plan=plan, agreement=agreement, **context)


def _receive(request):
    form = DirectoryFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _show_plan(request, read_directory(form.cleaned_data["file"]))
        except UnreadableSpreadsheet as refusal:
            form.add_error("file", str(refusal))
    return _show(request, 422, form=form)


def _done(plan):
    new = ngettext("%(count)s organisme ajouté", "%(count)s organismes ajoutés", len(plan.new))
    changed = ngettext("%(count)s modifié", "%(count)s modifiés", len(plan.changed))
    return f"{new % {'count': len(plan.new)}}, {changed % {'count': len(plan.changed)}}."


def _apply(request, agreement):
    read = read_again(agreement.cleaned_data["text"])
    try:
        plan = apply_directory(read, agreement.cleaned_data["seen"])
    except DirectoryChanged:
        plan = directory_plan(read)
        if not (plan.changes or plan.faults):  # a double click, or a colleague wrote the same
            messages.info(request, _("L’annuaire dit déjà ce que dit ce fichier."))
            return redirect("partnerships:advisory_body_list")
        return _show_plan(request, read, 409, is_outdated=True)
    messages.success(request, _done(plan))
    return redirect("partnerships:advisory_body_list")


@leads_only
@require_http_methods(["GET", "HEAD", "POST"])
def directory_import(request):
    """The file is sent, its plan is read (nothing is written), then it is applied."""
    if request.method != "POST":
        return _show(request)
    if "seen" not in request.POST:
        return _receive(request)
    agreement = AgreementForm(request.POST)
    if agreement.is_valid():
        try:
            return _apply(request, agreement)
        except UnreadableSpreadsheet:
            pass
    form = DirectoryFileForm({})
    form.add_error("file", _("Le fichier n’est pas arrivé entier\u202f: envoyez-le de nouveau."))
    return _show(request, 422, form=form)
