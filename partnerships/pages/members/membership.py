from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from partnerships.models import (
    Invitation,
    LocalAuthority,
    LocalAuthorityMember,
    MemberRole,
    MemberStatus,
)
from partnerships.pages.components.search_box import chosen_or_found
from partnerships.people.handover import colleague_named, hand_over_dossiers
from partnerships.people.membership import (
    answer_membership,
    cancel_membership_request,
    end_membership,
    followed_dossiers,
    request_membership,
    set_member_role,
)
from partnerships.people.own_domain import domains_of_requests
from partnerships.registry.listing import AFTER, BEFORE
from partnerships.registry.pagination import Order, paginate
from partnerships.sort_key import person_key
from partnerships.workflow.refusals import NotAllowed, Refused

# Requests beyond this number show once the first ones are answered.
PAGE_SIZE = 50


def _found(request, error_at):
    """The authorities found, or chosen; `error_at`: the field at fault, where some are found."""
    words = request.POST.get("q", "") or request.GET.get("q", "")
    results = chosen_or_found(request.GET.get("authority", ""), words)
    return {
        "words": words,
        "results": results,
        "error_at": error_at if results and results.found else "#q",
        "is_empty_search": "q" in request.GET and not words.strip(),
    }


def membership_request(request):
    """Finds an authority and asks to join it."""
    typed, error, authority = request.POST.get("message", ""), "", None
    if request.method == "POST":
        key = request.POST.get("authority", "").replace("\x00", "")
        authority = LocalAuthority.objects.existing().filter(key=key).first()
        try:
            if authority is None:
                raise Refused(_("Choisissez une collectivité dans la liste."))
            request_membership(authority, by=request.user, message=typed)
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(
                request,
                _(
                    "Votre demande est envoyée\u202f: vous serez prévenu. En attendant, vous "
                    "pouvez commencer un dossier."
                ),
            )
            return redirect("partnerships:workspace")
    context = {
        **_found(request, "#message" if authority else "#authority"),
        "typed": typed,
        "error": error,
    }
    return render(request, "partnerships/members/membership_request.html", context)


@require_safe
def membership_list(request):
    """The requests the user may answer, and the members of the authorities they manage."""
    people = LocalAuthorityMember.objects.select_related("user", "authority")
    page = paginate(
        [people.active().of_manager(request.user)],
        Order(descending=False),
        after=request.GET.get(AFTER, ""),
        before=request.GET.get(BEFORE, ""),
        size=PAGE_SIZE,
    )
    requests = list(people.answerable_by(request.user)[:PAGE_SIZE])
    domains = domains_of_requests(requests)
    context = {
        "requests": [(each, domains.get(each.pk)) for each in requests],
        "page": page,
        "own": people.active_of(request.user),
        "invitations": Invitation.objects.of_manager(request.user).select_related(
            "authority", "invited_by"
        )[:PAGE_SIZE],
        "roles": MemberRole.choices,
    }
    return render(request, "partnerships/members/membership_list.html", context)


def _accept(membership, request):
    role = request.POST.get("role", "")
    role = role if role in MemberRole.values else MemberRole.CONTRIBUTOR
    answer_membership(membership, by=request.user, is_accepted=True, role=role)
    return _("La demande est acceptée\u202f: la personne est prévenue.")


def _refuse(membership, request):
    role = MemberRole.CONTRIBUTOR
    answer_membership(membership, by=request.user, is_accepted=False, role=role)
    return _("La demande est refusée\u202f: la personne est prévenue.")


def _check_among(rows, membership):
    if not rows.filter(pk=membership.pk).exists():
        raise NotAllowed


def _colleague(membership, request):
    """The colleague chosen to take the dossiers; named only to who may end the membership."""
    _check_among(LocalAuthorityMember.objects.endable_by(request.user), membership)
    return colleague_named(request.POST.get("colleague", ""), membership.authority_id)


def _end(membership, request):
    colleague = _colleague(membership, request)
    end_membership(membership, by=request.user, to=colleague)
    return _("C’est fait\u202f: la personne n’est plus membre.")


def _hand_over(membership, request):
    colleague = _colleague(membership, request)
    if colleague is None:
        raise Refused(_("Choisissez à qui confier ces dossiers."))
    count = hand_over_dossiers(followed_dossiers(membership), by=request.user, to=colleague)
    text = ngettext(
        "%(count)s dossier est confié à %(person)s.",
        "%(count)s dossiers sont confiés à %(person)s.",
        count,
    )
    return text % {"count": count, "person": colleague}


def _set_role(membership, request):
    _check_among(LocalAuthorityMember.objects.of_manager(request.user), membership)
    role = request.POST.get("role", "")
    if role not in MemberRole.values:
        raise Refused(_("Choisissez un rôle dans la liste."))
    set_member_role(membership, by=request.user, role=role)
    return _("Le rôle est changé.")


def _cancel(membership, request):
    cancel_membership_request(membership, by=request.user)
    return _("Votre demande est annulée.")


CANCEL = "annuler"
ACTIONS = {
    CANCEL: _cancel,
    "accepter": _accept,
    "refuser": _refuse,
    "retirer": _end,
    "confier": _hand_over,
    "role": _set_role,
}
# What a membership is once an action is done, by which a double click is known.
OUTCOMES = {
    "accepter": MemberStatus.ACTIVE,
    "refuser": MemberStatus.REVOKED,
    "retirer": MemberStatus.REVOKED,
}


@require_safe
def membership_end(request, pk):
    """The page before a member leaves or is removed: consequences, who takes the dossiers."""
    members = LocalAuthorityMember.objects.active().select_related("user", "authority")
    membership = get_object_or_404(members.endable_by(request.user), pk=pk)
    others = members.filter(authority=membership.authority_id, user__is_active=True)
    colleagues = others.exclude(pk=membership.pk).order_by("pk")
    colleagues = sorted(colleagues, key=lambda each: person_key(each.user))
    context = {
        "membership": membership,
        "is_own": membership.user_id == request.user.pk,
        "dossiers": followed_dossiers(membership),
        "colleagues": [(colleague.pk, colleague.user) for colleague in colleagues],
    }
    return render(request, "partnerships/members/membership_end.html", context)


def _why_not_again(membership, action, user) -> str:
    """Why an act that is no longer allowed has nothing left to do; "" where it is just refused."""
    if action == CANCEL and membership.user_id == user.pk:
        return _("Votre demande a reçu une réponse entre-temps\u202f: elle ne s’annule plus.")
    is_own_answer = membership.answered_by_id == user.pk
    is_done = is_own_answer and membership.status == OUTCOMES.get(action)
    return _("C’était déjà fait.") if is_done else ""


def _act(request, membership, action):
    try:
        messages.success(request, ACTIONS[action](membership, request))
    except NotAllowed:
        if not (reason := _why_not_again(membership, action, request.user)):
            raise
        messages.info(request, reason)
    except Refused as refused:
        messages.error(request, str(refused))


@require_POST
def membership_action(request, pk, action):
    membership = LocalAuthorityMember.objects.filter(pk=pk).first()
    if action not in ACTIONS or not (membership or action == CANCEL):
        raise Http404
    if membership:
        _act(request, membership, action)
    else:
        # Cancelling deletes the request.
        messages.info(request, _("C’était déjà fait."))
    return redirect(f"partnerships:{'workspace' if action == CANCEL else 'membership_list'}")
