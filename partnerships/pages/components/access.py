"""The dossier that a page is about, for who may see it; for anyone else there is none (404)."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from partnerships.document.steps.references import number_of
from partnerships.models import Dossier
from partnerships.models.notification import is_muted_by
from partnerships.permissions import is_own


def own_dossier_or_404(user, uuid) -> Dossier:
    """A dossier that `user` writes, or reads, as a member of its authorities, or as the officer
    who entered it. Officers who review it read its deposits elsewhere, never its buffer.
    """
    rows = (
        Dossier.objects.visible_to(user)
        .select_related(
            "lead_authority__successor",
            "partnership__current_version",
            "base_version",
            "reviewer",
            "in_charge",
        )
        .annotate(is_muted=is_muted_by(user))
    )
    dossier = get_object_or_404(rows, uuid=uuid)
    if not is_own(user, dossier):
        raise Http404
    return dossier


def reviewed_or_404(request, uuid) -> Dossier:
    """A deposited file that the officer may instruct; their own authority's is read elsewhere."""
    rows = Dossier.objects.visible_to(request.user).for_list()
    rows = rows.select_related("base_version", "partnership__current_version")
    rows = rows.annotate(is_muted=is_muted_by(request.user))
    return get_object_or_404(rows.filter(submission_count__gt=0), uuid=uuid)


def seen_by(request) -> int:
    """What the page saw of the dossier; a number that no page sends saw nothing."""
    return number_of(request.POST.get("seen", ""))
