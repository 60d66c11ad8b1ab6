"""The erasure of an account, by the person themselves or by an administrator."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.people.account_erasure import Leaving, erase_account, may_erase
from partnerships.workflow.refusals import Refused


def _erase_or_show(request, user):
    """Erases the account and returns None, or returns the page: consequences, or why refused."""
    error = ""
    if request.method == "POST":
        try:
            if not request.POST.get("is_final"):
                raise Refused(_("Cochez la case\u202f: un compte effacé ne revient pas."))
            erase_account(user, by=request.user)
        except Refused as refused:
            error = str(refused)
        else:
            return None
    is_own = user.pk == request.user.pk
    context = {"person": user, "leaving": Leaving(user), "is_own": is_own, "error": error}
    status = 409 if error else 200
    return render(request, "partnerships/members/account_erasure.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def account_erasure(request):
    page = _erase_or_show(request, request.user)
    if page:
        return page
    logout(request)
    messages.success(request, _("Votre compte est effacé."))
    return redirect("portal:home")


@permission_required("accounts.delete_user", raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def account_erasure_by_administrator(request, pk):
    """Erases another person's account; for their own, redirects to the page for everyone."""
    user = get_object_or_404(get_user_model().objects.filter(erased_at=None), pk=pk)
    if user == request.user:
        return redirect("partnerships:account_erasure")
    if not may_erase(request.user, user):
        raise Http404
    page = _erase_or_show(request, user)
    if page:
        return page
    messages.success(request, _("Ce compte est effacé."))
    return redirect("admin:accounts_user_changelist")
