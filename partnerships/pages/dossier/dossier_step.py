from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from cncd_portal.accounts.decorators import answers_without_session
from cncd_portal.typed_text import keeps_text_as_typed
from partnerships.document.buffer import BufferFull, NotEditable, NotSaved, editing, write
from partnerships.document.buffer_values import buffer_version
from partnerships.document.files import remove
from partnerships.document.steps import CLOSURE, CONTACT, LAST_STEP, STEPS_BY_SLUG
from partnerships.document.steps.references import References, texts
from partnerships.document.validation import validate
from partnerships.models import Dossier, DossierEdit, DossierKind
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.attachment import UploadForm, receive_all
from partnerships.pages.components.exchanges.conversation import unread
from partnerships.pages.components.exchanges.unsent_message import unsent_messages
from partnerships.pages.components.signed_out_fields import (
    Typed,
    discard_stored_fields,
    store_fields,
    stored_fields,
)
from partnerships.pages.components.step_state import is_typed, label_at, step_url
from partnerships.pages.components.who_else import WhoElse
from partnerships.pages.dossier.change_request_answer import (
    answer_from_form,
    store_answer_from_form,
)
from partnerships.pages.dossier.deposit_page import DepositPage
from partnerships.pages.dossier.dossier_edits import edits_of
from partnerships.pages.dossier.earlier_partnerships import can_prefill, find_earlier
from partnerships.pages.dossier.message import send_message_from_form, store_message_from_form
from partnerships.pages.dossier.step_command import OWN_CONTACT, TAKE_UP, Command
from partnerships.pages.dossier.step_page import StepPage
from partnerships.pages.dossier.typed_fields import read_typed_fields
from partnerships.permissions import may_write
from partnerships.workflow.messages import mark_read

DOCUMENTS_STEP = "documents"
LABELS_SHOWN = 3
# Commands of who has read the step.
READ = ("goto", "save", OWN_CONTACT)
TEMPLATES = {CLOSURE.slug: "partnerships/dossier/dossier_closure.html"}


def _store_until_sign_in(request, uuid, step):
    """Stores what was sent after the session ended, in the new session, until sign-in."""
    if request.method == "POST" and Dossier.objects.filter(uuid=uuid).exists():
        store_message_from_form(request, uuid)
        store_answer_from_form(request, uuid)
        store_fields(request, read_typed_fields(request.POST, step))
        messages.warning(
            request,
            _(
                "Votre session était terminée. Ce que vous avez écrit est gardé\u202f: "
                "connectez-vous pour le retrouver et l’enregistrer."
            ),
        )
    return redirect_to_login(request.path)


def _say_what_is_left(request, dossier, step):
    """Says, when the user leaves a step, which fields are invalid there, and which are missing."""
    validation = validate(dossier)
    own = [error for error in validation.errors if error.step == step.slug]
    errors = [error for error in own if is_typed(dossier.buffer, error.path)]
    missing = [error.path for error in own if error not in errors]
    if missing:
        labels = dict.fromkeys(label_at(each, validation.filled.references) for each in missing)
        text = _(
            "«\u202f%(step)s\u202f» est enregistrée. Il y manque, pour déposer\u202f: %(labels)s."
        )
        messages.info(request, text % {"step": step.title, "labels": _first(list(labels))})
    if errors:
        text = ngettext(
            "«\u202f%(step)s\u202f» est enregistrée, avec un point à corriger\u202f: %(label)s.",
            "«\u202f%(step)s\u202f» est enregistrée, avec %(count)s points à corriger\u202f: "
            "%(label)s…",
            len(errors),
        )
        label = label_at(errors[0].path, validation.filled.references)
        messages.warning(request, text % {"step": step.title, "count": len(errors), "label": label})


def _first(labels):
    """The first labels, in one line."""
    shown = ", ".join(labels[:LABELS_SHOWN])
    return f"{shown}…" if len(labels) > LABELS_SHOWN else shown


def _destination(dossier, step, command):
    if command.name == "search":
        query = urlencode({"chercher": command.value or command.target, "q": command.words})
        path = f"{command.target}.{command.value}" if command.value else command.target
        return step_url(dossier, step, query, path)
    if command.name == "leave":
        return dossier.get_absolute_url()
    if command.name == "goto":
        return step_url(dossier, STEPS_BY_SLUG[command.target])
    if command.name == "save":
        return step_url(dossier, step, "verifier=1")
    return step_url(dossier, step, path=command.target)


def _render_step(request, page, status=200):
    edits = edits_of(page.dossier, request.user)
    context = {
        "page": page,
        "dossier": page.dossier,
        "step": page.step,
        "who_else": WhoElse(page.dossier, request.user, page.references),
        "earlier": can_prefill(page.step)
        and find_earlier(page.dossier, request.user, page.references),
        "edits": edits,
        # Not `updated_at`, which acts of officers change too.
        "saved_at": edits[0].at if edits else page.dossier.created_at,
        "autosave": reverse("partnerships:autosave", args=[page.dossier.uuid, page.step.slug]),
        "back": step_url(page.dossier, page.step),
        "version": buffer_version(page.saved),
        "typed_paths": " ".join(page.typed.fields),
        "upload": UploadForm(),
    }
    template = TEMPLATES.get(page.step.slug, "partnerships/dossier/dossier_step.html")
    return render(request, template, context, status=status)


def _refuse(request, dossier, step, typed, error):
    """Shows the error and everything that was typed; nothing was saved."""
    messages.error(request, str(error))
    if isinstance(error, BufferFull):
        page = StepPage(
            dossier, step, request.user, typed=typed, unsent=unsent_messages(request, dossier.uuid)
        )
        return _render_step(request, page, status=422)
    references = References(dossier, dossier.buffer)
    typed_texts = [
        (label_at(path, references), ", ".join(text) if isinstance(text, list) else text)
        for path, text in typed.fields.items()
        if text
    ]
    context = {"dossier": dossier, "step": step, "typed_texts": typed_texts}
    return render(request, "partnerships/dossier/dossier_not_saved.html", context, status=409)


def _refuse_other_person(request, dossier, step):
    """Refuses a page that was opened by someone else, who has signed out since."""
    error = NotSaved(
        _("Une autre personne s’est connectée dans ce navigateur depuis que la page est ouverte.")
    )
    return _refuse(request, dossier, step, read_typed_fields(request.POST, step), error)


def _receive_attachments(request, dossier, step):
    """Stores the attachments sent with the page; returns the reasons of those refused."""
    if step.slug != DOCUMENTS_STEP:
        return []
    files = request.FILES.getlist("files")
    return receive_all(dossier, files, UploadForm(request.POST), request.user)


def _note_read(dossier, user):
    """Notes that somebody read what the portal knew of the contact."""
    edit = DossierEdit(dossier=dossier, path=CONTACT.form.path, by=user, at=timezone.now())
    DossierEdit.objects.bulk_create([edit], ignore_conflicts=True)


def _save(request, dossier, step):
    send_message_from_form(request, dossier)
    answer_from_form(request, dossier)
    typed = read_typed_fields(request.POST, step)
    command = Command.of(request.POST, step)
    try:
        with editing(dossier, request.user) as buffer:
            write(buffer, typed.fields, typed.base_digests)
            said = command.change(buffer, dossier, request.user)
    except (BufferFull, NotEditable) as error:
        return _refuse(request, dossier, step, typed, error)
    discard_stored_fields(request, request.path, typed.fields)
    if command.name == "forget" and command.value not in texts(dossier.buffer.get(command.target)):
        remove(dossier, command.value)
    refusals = _receive_attachments(request, dossier, step)
    for refusal in refusals:
        messages.error(request, refusal)
    if refusals:
        return redirect(step_url(dossier, step))
    for sentence in said:
        messages.info(request, sentence, extra_tags=command.target)
    if command.name == TAKE_UP:
        messages.success(request, _("C’est repris, là où rien n’était écrit\u202f: relisez."))
    if step == CONTACT and command.name in READ:
        _note_read(dossier, request.user)
    if command.name in ("goto", "leave"):
        _say_what_is_left(request, dossier, step)
    return redirect(_destination(dossier, step, command))


def _show(request, dossier, step):
    is_checked = "verifier" in request.GET
    if step == LAST_STEP:
        page = DepositPage(dossier, request.user, is_checked=is_checked)
        context = {"page": page, "dossier": dossier, "step": step}
        return render(request, "partnerships/dossier/dossier_deposit.html", context)
    stored = stored_fields(request).get(request.path)
    if stored:
        messages.info(
            request,
            _(
                "Ce que vous aviez écrit avant la fin de votre session est de nouveau dans cette "
                "page\u202f: relisez, puis enregistrez."
            ),
        )
    page = StepPage(
        dossier,
        step,
        request.user,
        typed=stored or Typed(),
        is_checked=is_checked,
        search=(request.GET.get("chercher", ""), request.GET.get("q", "")),
        unsent=unsent_messages(request, dossier.uuid),
    )
    response = _render_step(request, page)
    mark_read(unread(page.messages), by=request.user, as_officer=False)
    return response


@keeps_text_as_typed
@answers_without_session
@require_http_methods(["GET", "POST"])
def dossier_step(request, uuid, step):
    """The page of a step. Open to a POST without a session, so that no text is lost."""
    step = STEPS_BY_SLUG.get(step)
    if step is None:
        raise Http404
    if not request.user.is_authenticated:
        return _store_until_sign_in(request, uuid, step)
    dossier = own_dossier_or_404(request.user, uuid)
    if step == CLOSURE and dossier.kind != DossierKind.CLOSURE:
        raise Http404
    is_editable = Dossier.objects.editable_by(request.user).filter(pk=dossier.pk).exists()
    if request.method == "POST":
        if not may_write(request.user, dossier):
            raise Http404
        if request.POST.get("person") not in (None, str(request.user.journal_id)):
            return _refuse_other_person(request, dossier, step)
        return _save(request, dossier, step)
    if not is_editable:
        return redirect(dossier)
    return _show(request, dossier, step)
