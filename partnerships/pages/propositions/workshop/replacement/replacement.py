"""The replacement of the twenty texts from a file: received, read over, applied, undone."""

import hashlib
from uuid import uuid4, uuid5

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from cncd_portal.french_dates import MOMENT, french_date
from partnerships.files.office_document import XLSX
from partnerships.files.spreadsheets.reading import UnreadableSpreadsheet
from partnerships.pages.components.attachment import clean_name
from partnerships.pages.components.named_file import named_file_response
from partnerships.pages.propositions.workshop.access import curators_only
from partnerships.pages.propositions.workshop.replacement.replacement_form import (
    ApplyingForm,
    ReplacementFileForm,
    UndoingForm,
)
from partnerships.pages.propositions.workshop.replacement.replacement_page import (
    ComparisonPage,
    FaultList,
    past_replacements,
)
from partnerships.pages.propositions.workshop.replacement.replacement_sheet import (
    CellTooLong,
    read_replacement,
    replacement_template,
)
from proposals.models import Replacement, ReplacementFile
from proposals.replacement.applying import OutdatedComparison, apply_file, undo, undoings
from proposals.replacement.columns import COLUMNS

TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


def _receive(form, by):
    """Returns (stored file, its faults): None if it has faults or is refused, then in the form."""
    sent = form.cleaned_data["file"]
    digest = hashlib.file_digest(sent, "sha256").hexdigest()
    sent.seek(0)
    try:
        found = read_replacement(sent)
    except UnreadableSpreadsheet as refusal:
        form.add_error("file", str(refusal))
        return None, []
    if found.faults:
        return None, found.faults
    uuid = uuid5(form.cleaned_data["token"] or uuid4(), digest)
    file = ReplacementFile(
        uuid=uuid, file_name=clean_name(sent.name or ""), sha256=digest, received_by=by
    )
    file.contents = found.texts
    fields = {name: getattr(file, name) for name in ("file_name", "sha256", "texts", "received_by")}
    return ReplacementFile.objects.get_or_create(uuid=uuid, defaults=fields)[0], []


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request):
    """The template, the upload form, the files that wait and the replacements of the past."""
    form, faults = ReplacementFileForm(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        file, faults = _receive(form, request.user)
        if file:
            return redirect(file)
    waiting = ReplacementFile.objects.filter(replacement=None).defer("texts")
    context = {
        "form": form,
        "faults": FaultList(faults),
        "columns": COLUMNS,
        "waiting": waiting.select_related("received_by"),
        "replacements": past_replacements(),
        "now": timezone.now(),
    }
    status = 422 if form.errors or faults else 200
    return render(
        request, "partnerships/propositions/workshop/replacement.html", context, status=status
    )


@curators_only
@require_GET
def replacement_template_file(request, extension):
    try:
        content = replacement_template(extension)
    except CellTooLong as error:
        message = _(
            "Le texte de la proposition %(number)s est plus long qu’une cellule d’Excel\u202f: "
            "prenez le modèle CSV."
        )
        messages.error(request, message % {"number": error.number})
        return redirect("proposals:workshop_replacement")
    return named_file_response(content, TYPES[extension], f"propositions.{extension}")


def _apply(request, file, form):
    """Applies the file; returns whether it is, else with the reason in the form."""
    values = {name: form.cleaned_data[name] for name in ("seen", "reason")}
    try:
        apply_file(file, by=request.user, at=form.at, **values)
    except OutdatedComparison:
        form.add_error(
            None,
            _(
                "Un texte a changé pendant que vous lisiez cette page. Rien n’est appliqué\u202f: "
                "relisez les différences ci-dessous, puis recommencez."
            ),
        )
    except ValidationError as error:
        form.add_error(None, error.messages)
    return not form.errors


def _applied(at):
    if at is None:
        return _("Les textes sont remplacés.")
    message = _("Les textes seront remplacés le %(moment)s, heure de Paris.")
    return message % {"moment": french_date(at, MOMENT)}


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def replacement_file(request, uuid):
    """The dry run: what the file changes, word by word; nothing changes before it is applied."""
    file = get_object_or_404(ReplacementFile, uuid=uuid)
    if file.replacement_id:
        messages.info(request, _("Ce fichier est appliqué."))
        return redirect("proposals:workshop_replacement")
    form = ApplyingForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _apply(request, file, form):
        messages.success(request, _applied(form.at))
        return redirect("proposals:workshop_replacement")
    page = ComparisonPage(file)
    context = {"file": file, "page": page, "form": form, "seen": page.comparison.state}
    status = 422 if form.errors else 200
    return render(
        request, "partnerships/propositions/workshop/replacement_file.html", context, status=status
    )


@curators_only
@require_POST
def replacement_discard(request, uuid):
    """Deletes a file that was not applied."""
    ReplacementFile.objects.filter(uuid=uuid, replacement=None).delete()
    messages.success(request, _("Le fichier est supprimé. Aucun texte n’a changé."))
    return redirect("proposals:workshop_replacement")


def _undone(done):
    left = ", ".join(str(each.text.proposal.number) for each in done if each.is_left)
    if done and all(each.is_to_come for each in done):
        return _("Le remplacement est annulé\u202f: ses textes programmés sont supprimés.")
    if not left:
        return _("Le remplacement est annulé\u202f: les textes d’avant sont publiés de nouveau.")
    message = _(
        "Le remplacement est annulé. Changées depuis, ces propositions restent comme elles "
        "sont\u202f: %(numbers)s."
    )
    return message % {"numbers": left}


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def replacement_undo(request, pk):
    """What undoing brings back, and undoing."""
    row = get_object_or_404(Replacement.objects.select_related("applied_by"), pk=pk)
    if row.undone_at:
        messages.info(request, _("Ce remplacement est déjà annulé."))
        return redirect("proposals:workshop_replacement")
    form = UndoingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = undo(row, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _undone(done))
            return redirect("proposals:workshop_replacement")
    context = {"replacement": row, "undoings": undoings(row), "form": form}
    status = 422 if form.errors else 200
    return render(
        request, "partnerships/propositions/workshop/replacement_undo.html", context, status=status
    )
