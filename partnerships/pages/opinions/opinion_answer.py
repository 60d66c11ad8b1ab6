"""The answer page of an adviser, who has no account: whoever holds the link reads and answers.

The link is the only credential, whoever is signed in; the page shows only what the officer chose.
"""

import logging
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from partnerships.files.storing import file_fields, store_with_rows
from partnerships.models import Opinion, OpinionFile, OpinionLink
from partnerships.pages.components.stored_file import download_response
from partnerships.pages.components.throttle import wrong_links
from partnerships.pages.opinions.opinion_answer_page import OpinionAnswerForm, OpinionPage
from partnerships.workflow.link import digest_of
from partnerships.workflow.opinions.asking import submit_answer
from partnerships.workflow.opinions.steps import SentFile
from partnerships.workflow.refusals import Refused

logger = logging.getLogger(__name__)
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def _opinion_or_404(token) -> Opinion:
    rows = Opinion.objects.select_related(
        "dossier__lead_authority", "dossier__reviewer", "dossier__partnership", "asked_by"
    ).select_related("submission")
    links = OpinionLink.objects.filter(token_digest=digest_of(token))
    return get_object_or_404(rows, pk__in=links.values("opinion"))


def by_link(view):
    """Decorates a view of the opinion that the link names; wrong links are limited per address."""

    @wraps(view)
    def wrapped(request, token, *args, **kwargs):
        request.user = AnonymousUser()
        tries = wrong_links(request, "opinion")
        try:
            if tries.is_reached:
                response = render(request, "429.html", status=429)
            else:
                response = view(request, token, _opinion_or_404(token), *args, **kwargs)
        except Http404:
            tries.count()
            response = render(request, "partnerships/opinions/opinion_unknown.html", status=404)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    # The link is the secret and no cookie identifies who answers, so there is no request to forge.
    # With no-referrer, browsers would send no origin to check either.
    return csrf_exempt(login_not_required(wrapped))


def _show(request, token, page, form=None, status=200):
    context = {"page": page, "opinion": page.opinion, "dossier": page.dossier, "token": token}
    if page.closed:
        context["typed_text"] = form.data.get("text", "") if form else ""
        status = 410 if page.is_over else 404
        return render(request, "partnerships/opinions/opinion_closed.html", context, status=status)
    context["form"] = form or OpinionAnswerForm(initial=page.initial)
    context["form"].keep_draft_of(page.opinion)
    return render(request, "partnerships/opinions/opinion_answer.html", context, status=status)


def _answer(opinion, data):
    """Saves the answer with its file. Raises Refused, or OSError if the store does not answer."""
    uploads = [data["file"]] if data["file"] else []

    def submit(contents):
        files = [SentFile(each, file_fields(*data["file"], each)) for each in contents]
        submit_answer(
            opinion,
            answer=data["answer"],
            text=data["text"],
            seen_answers=data["answers"],
            file=next(iter(files), None),
            removes_file=data["removes_file"],
        )

    store_with_rows(uploads, submit)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def opinion_answer(request, token, opinion):
    if request.method != "POST":
        return _show(request, token, OpinionPage(opinion))
    form = OpinionAnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, token, OpinionPage(opinion), form, status=422)
    try:
        _answer(opinion, form.cleaned_data)
    except Refused as refused:
        form.add_error(None, str(refused))
        page = OpinionPage(_opinion_or_404(token))
        form.data = {**form.data.dict(), "answers": str(page.opinion.answer_count)}
        return _show(request, token, page, form, status=409)
    except OSError:
        logger.exception("the store does not answer")
        form.add_error("file", _("Le fichier n’a pas pu être gardé\u202f: réessayez."))
        return _show(request, token, OpinionPage(opinion), form, status=503)
    messages.success(request, _("Votre avis est enregistré\u202f: l’administration est prévenue."))
    return redirect("partnerships:opinion_answer", token)


def _download(request, token, page, file) -> HttpResponse:
    if page.closed:
        return _show(request, token, page)
    return download_response(request, file, cache=HEADERS["Cache-Control"])


@by_link
@require_safe
def opinion_document(request, token, opinion, uuid):
    """Sends an attachment of the deposit that was chosen for this opinion."""
    if str(uuid) not in opinion.documents:
        raise Http404
    file = get_object_or_404(opinion.dossier.attachments, uuid=uuid)
    return _download(request, token, OpinionPage(opinion), file)


@by_link
@require_safe
def opinion_own_file(request, token, opinion):
    """Sends the attachment of the answer back to its author."""
    file = get_object_or_404(OpinionFile, opinion=opinion)
    return _download(request, token, OpinionPage(opinion), file)
