from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cncd_portal.accounts.decorators import answers_without_session
from cncd_portal.typed_text import keeps_text_as_typed
from partnerships.document.buffer import BufferFull, NotEditable, editing, write
from partnerships.document.buffer_values import buffer_version
from partnerships.document.steps import STEPS_BY_SLUG
from partnerships.pages.components.access import written_dossier_or_404
from partnerships.pages.components.signed_out_fields import discard_stored_fields
from partnerships.pages.components.step_state import step_url
from partnerships.pages.dossier.save_response import save_response
from partnerships.pages.dossier.typed_fields import read_typed_fields


def _is_same_person(request, data):
    """Whether the page was opened by the person who is signed in now."""
    return request.user.is_authenticated and data.get("person") == str(request.user.journal_id)


def _refuse(reason, status, text=""):
    return JsonResponse({"reason": reason, "text": text}, status=status)


def _poll(request, dossier, step):
    """Returns what changed since the version of the page, and a new CSRF token.

    The token of the page may belong to a session that ended.
    """
    is_outdated = request.GET.get("version") != buffer_version(dossier.buffer)
    answer = save_response(dossier, step, request.user, is_outdated=is_outdated, typed={})
    return JsonResponse({**answer, "token": get_token(request)})


def _save(request, dossier, step):
    typed = read_typed_fields(request.POST, step)
    try:
        with editing(dossier, request.user) as buffer:
            is_outdated = request.POST.get("version") != buffer_version(buffer)
            write(buffer, typed.fields, typed.base_digests)
    except NotEditable as error:
        return _refuse("closed", 409, str(error))
    except BufferFull as error:
        return _refuse("full", 422, str(error))
    discard_stored_fields(request, step_url(dossier, step), typed.fields)
    return JsonResponse(
        save_response(dossier, step, request.user, is_outdated=is_outdated, typed=typed.fields)
    )


@keeps_text_as_typed
@answers_without_session
@never_cache
@require_http_methods(["GET", "POST"])
def autosave(request, uuid, step):
    """Saves the fields of a step as the user types, without validating them.

    Open without a session, to tell the script that there is none: it cannot use a sign-in page.
    Nothing is read or saved then.
    """
    step = STEPS_BY_SLUG.get(step)
    if step is None:
        raise Http404
    is_save = request.method == "POST"
    request.is_automatic = not is_save
    if not _is_same_person(request, request.POST if is_save else request.GET):
        return _refuse("other" if request.user.is_authenticated else "signed_out", 401)
    dossier = written_dossier_or_404(request.user, uuid)
    return (_save if is_save else _poll)(request, dossier, step)
