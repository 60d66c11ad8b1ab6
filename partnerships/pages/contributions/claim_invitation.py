from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnerships.models import LocalAuthorityMember, MemberStatus, Partnership


def _authorities(partnership):
    """The French authorities that may declare it, as they are today, once each."""
    links = partnership.partnership_authorities.select_related("authority__successor")
    return list(dict.fromkeys(link.authority.current for link in links.order_by("pk")))


def _statuses(user, authorities) -> dict[int, str]:
    """Returns {key of an authority: status of the membership of `user`}."""
    if not user.is_authenticated:
        return {}
    rows = LocalAuthorityMember.objects.filter(user=user, authority__in=authorities)
    return dict(rows.values_list("authority", "status"))


@login_not_required
@require_safe
def claim_invitation(request, public_id):
    """« Reprendre cette fiche », for anyone: what it means, and the way there.

    Whoever may declare the partnership is led to the claim itself.
    """
    rows = Partnership.objects.select_related("merged_into", "lead_authority")
    found = get_object_or_404(rows.filter(is_suspended=False), public_id=public_id)
    if found.merged_into:
        return redirect("partnerships:claim_invitation", found.merged_into.public_id)
    if not found.is_imported:
        text = _("Cette fiche est déjà celle de %(authority)s.")
        messages.info(request, text % {"authority": found.lead_authority})
        return redirect(found)
    if request.user.is_authenticated:
        claimable = Partnership.objects.claimable_by(request.user)
        if claimable.filter(pk=found.pk).exists():
            return redirect("partnerships:claim", found.public_id)
    authorities = _authorities(found)
    statuses = _statuses(request.user, authorities)
    context = {
        "partnership": found,
        "authorities": [
            (each, statuses.get(each.pk) == MemberStatus.PENDING) for each in authorities
        ],
        "next": request.path,
    }
    response = render(request, "partnerships/contributions/claim_invitation.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response
