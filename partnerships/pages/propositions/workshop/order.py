"""The order in which the public pages list the propositions."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.identifiers import number_of
from partnerships.pages.propositions.workshop.access import curators_only
from proposals.models import Proposal
from proposals.ordering import OutdatedOrder, apply_ranks, move, write_order

MOVED, SEEN = "deplacee", "vu"
STEPS = {"monter": -1, "descendre": 1}


def _read_numbers(texts):
    return [number_of(text) for text in texts]


def _ranks(data, order):
    """Returns the ranks that were typed, by number; what is no rank leaves its place."""
    ranks = {number: number_of(data.get(f"rang-{number}", "")) for number in order}
    return {number: rank for number, rank in ranks.items() if 1 <= (rank or 0) <= len(order)}


def _new_order(data, seen):
    """Returns (new order, number that a button moved, or None)."""
    for name, places in STEPS.items():
        number = number_of(data.get(name, ""))
        if number in seen:
            return move(seen, number, places), number
    return apply_ranks(seen, _ranks(data, seen)), None


@curators_only
@require_http_methods(["GET", "HEAD", "POST"])
def workshop_order(request):
    """The twenty with their ranks; a button moves one by a place, without any script."""
    status = 200
    if request.method == "POST":
        seen = _read_numbers(request.POST.get(SEEN, "").split(","))
        order, number = _new_order(request.POST, seen)
        try:
            write_order(order, seen=seen)
        except OutdatedOrder:
            status = 409
        else:
            messages.success(request, _("L’ordre est enregistré."))
            # No fragment: with one, browsers leave `autofocus` aside.
            place = f"?{MOVED}={number}" if number else ""
            return redirect(reverse("proposals:workshop_order") + place)
    proposals = list(Proposal.objects.with_text())
    context = {
        "proposals": proposals,
        "seen": ",".join(str(each.number) for each in proposals),
        "moved": number_of(request.GET.get(MOVED, "")),
        "is_outdated": status == 409,
    }
    return render(
        request, "partnerships/propositions/workshop/workshop_order.html", context, status=status
    )
