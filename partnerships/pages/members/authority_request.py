from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from partnerships.cleaning.merge import merge_authorities
from partnerships.models import AuthorityRequest, LocalAuthority
from partnerships.pages.components.access import officers_only
from partnerships.pages.components.search_box import find_authorities
from partnerships.pages.members.authority_request_form import AuthorityRequestForm, NewAuthorityForm
from partnerships.people.authority_request import (
    answer_with_known_authority,
    answer_with_new_authority,
    ask_authority,
    refuse_authority_request,
)
from partnerships.workflow.refusals import NotAllowed, Refused


def authority_request_create(request):
    """The form « Ma collectivité manque, ou a fusionné ».

    Opened from a search, its name field is prefilled with the search words.
    """
    initial = {"uuid": uuid4(), "name": request.GET.get("q", "")[:200]}
    form = AuthorityRequestForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            ask_authority(form.save(commit=False), by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("Votre demande est envoyée à l’administration\u202f: elle vous répondra."),
            )
            return redirect("partnerships:workspace")
    return render(request, "partnerships/members/authority_request_form.html", {"form": form})


def _authority_or_refused(key):
    """Returns the authority with this key. Raises Refused, with a French sentence."""
    authority = LocalAuthority.objects.filter(key=key.replace("\x00", "")).first()
    if authority is None:
        raise Refused(_("Choisissez une collectivité dans la liste."))
    return authority


def _is_answered(request, uuid):
    """Whether the request has its answer already, which is then said: a double click."""
    is_answered = AuthorityRequest.objects.filter(uuid=uuid, answered_at__isnull=False).exists()
    if is_answered:
        messages.info(request, _("Cette demande avait déjà sa réponse."))
    return is_answered


def _request_or_404(request, uuid):
    rows = AuthorityRequest.objects.answerable_by(request.user)
    return get_object_or_404(rows.select_related("asked_by", "departement"), uuid=uuid)


def _show(request, authority_request, form=None, status=200, answer=""):
    words = request.GET.get("q", authority_request.name)
    copied = ("name", "kind", "siren", "departement", "source")
    context = {
        "asked": authority_request,
        "words": words,
        "results": find_authorities(words),
        "form": form
        or NewAuthorityForm(initial={n: getattr(authority_request, n) for n in copied}),
        "answer": answer,
        "different_from": LocalAuthority.objects.filter(
            key__in=authority_request.different_from
        ).select_related("departement"),
    }
    return render(
        request, "partnerships/members/authority_request_detail.html", context, status=status
    )


@officers_only
@require_safe
def authority_request_detail(request, uuid):
    return _show(request, _request_or_404(request, uuid))


def _redirect_to_desk(request):
    messages.success(request, _("C’est fait\u202f: la personne est prévenue."))
    return redirect("partnerships:authority_desk")


@officers_only
@require_POST
def authority_request_add(request, uuid):
    """Answers the request by adding the authority."""
    if _is_answered(request, uuid):
        return redirect("partnerships:authority_desk")
    authority_request = _request_or_404(request, uuid)
    form = NewAuthorityForm(request.POST)
    if not form.is_valid():
        return _show(request, authority_request, form, status=422)
    source, answer = form.cleaned_data["source"], form.cleaned_data["answer"]
    authority = form.save(commit=False)
    answer_with_new_authority(
        authority_request,
        authority,
        by=request.user,
        source=source,
        answer=answer,
        different_from=form.cleaned_data["different_from"],
    )
    return _redirect_to_desk(request)


@officers_only
@require_POST
def authority_request_answer(request, uuid, answer):
    """Answers the request with an existing authority, or refuses it."""
    if _is_answered(request, uuid):
        return redirect("partnerships:authority_desk")
    authority_request = _request_or_404(request, uuid)
    text = request.POST.get("answer", "")
    try:
        if answer == "connue":
            authority = _authority_or_refused(request.POST.get("authority", ""))
            answer_with_known_authority(authority_request, authority, by=request.user, answer=text)
        elif answer == "refuser":
            refuse_authority_request(authority_request, by=request.user, answer=text)
        else:
            raise Http404
    except Refused as refused:
        messages.error(request, str(refused))
        return _show(request, authority_request, status=409, answer=text)
    return _redirect_to_desk(request)


@officers_only
def merger(request):
    """Declares that an authority merged into another; the officer searches and chooses both."""
    typed = request.POST or request.GET
    if request.method == "POST":
        try:
            old, heir = (
                _authority_or_refused(request.POST.get(name, "")) for name in ("old", "heir")
            )
            source = request.POST.get("source", "")
            merge_authorities(old, heir, by=request.user, source=source)
        except NotAllowed:
            messages.error(
                request, _("Vous êtes membre de l’une d’elles\u202f: un collègue doit le faire.")
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            text = _("%(old)s a fusionné dans %(heir)s\u202f: tout y est passé.")
            messages.success(request, text % {"old": old, "heir": heir})
            return redirect("partnerships:authority_desk")
    words = {name: typed.get(f"q.{name}", "") for name in ("old", "heir")}
    context = {
        "words": words,
        "old": find_authorities(words["old"]) if words["old"] else None,
        "heir": find_authorities(words["heir"]) if words["heir"] else None,
        "chosen": {name: typed.get(name, "") for name in ("old", "heir")},
        "source": typed.get("source", ""),
    }
    return render(request, "partnerships/members/merger_form.html", context)
