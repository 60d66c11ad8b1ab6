from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cncd_portal.accounts.decorators import answers_without_session
from partnerships.document.files import is_deposited
from partnerships.document.steps import step_of
from partnerships.document.steps.references import is_uuid
from partnerships.models import Attachment, Dossier
from partnerships.pages.components.access import own_dossier_or_404
from partnerships.pages.components.attachment import UploadForm, receive
from partnerships.pages.components.stored_file import download_response, picture_response
from partnerships.pages.dossier.step_page import StepPage
from partnerships.permissions import may_submit


def _readable_or_404(request, uuid, attachment) -> Attachment:
    """An attachment: any for those who write the dossier, deposited ones for other readers."""
    dossier = get_object_or_404(Dossier.objects.visible_to(request.user), uuid=uuid)
    file = get_object_or_404(dossier.attachments, uuid=attachment)
    if not may_submit(request.user, dossier) and not is_deposited(dossier, str(attachment)):
        raise Http404
    return file


@require_GET
def attachment_download(request, uuid, attachment):
    file = _readable_or_404(request, uuid, attachment)
    return download_response(request, file, cache="private, no-store")


@require_GET
def attachment_picture(request, uuid, attachment, width, end):
    return picture_response(request, _readable_or_404(request, uuid, attachment), width, end)


def _sentence(text, status):
    return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)


def _item(request, dossier, attachment):
    """HTML of the form item of an attachment."""
    list_name = "images" if attachment.renditions else "documents"
    page = StepPage(dossier, step_of(list_name), request.user)
    context = {"item": page.item(list_name, str(attachment.uuid)), "dossier": dossier}
    return render(request, "partnerships/dossier/_dossier_item.html", context, status=201)


def _why_not_this_person(request):
    """Why the upload is refused: nobody is signed in, or not the person who opened the page."""
    if not request.user.is_authenticated:
        return _("Votre session est terminée. Connectez-vous dans un autre onglet, puis réessayez.")
    if request.POST.get("person") != str(request.user.journal_id):
        return _(
            "Une autre personne est connectée dans ce navigateur. Reconnectez-vous, puis réessayez."
        )
    return ""


@answers_without_session
@require_POST
def attachment_upload(request, uuid):
    """One file, and the item of the form that it makes, as HTML; or why not, as a sentence.

    `upload` is the identity that the page drew for it: sent again because the answer was lost, it
    stays one file. `person` is who opened the page. Open to who has no session, to be told so in
    a sentence and not by a redirect.
    """
    why_not = _why_not_this_person(request)
    if why_not:
        return _sentence(why_not, 401)
    dossier = own_dossier_or_404(request.user, uuid)
    if not may_submit(request.user, dossier):
        raise Http404
    identity, sent = request.POST.get("upload", ""), request.FILES.get("file")
    if sent is None or not is_uuid(identity):
        return _sentence(_("Ce fichier n’est pas arrivé\u202f: réessayez."), 400)
    kind = UploadForm(request.POST).kind
    refusal = receive(dossier, sent, uuid=identity, kind=kind, by=request.user)
    if refusal:
        return _sentence(refusal, 422)
    return _item(request, dossier, dossier.attachments.get(uuid=identity))
