"""Who may open a page, and which dossier it is of: 404 for users who may not see that one."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404

from partnerships.identifiers import number_of
from partnerships.models import Dossier
from partnerships.models.notification import is_muted_by
from partnerships.permissions import is_own

officers_only = permission_required("partnerships.review_dossier", raise_exception=True)
leads_only = permission_required("partnerships.lead_review", raise_exception=True)


def own_dossier_or_404(user, uuid) -> Dossier:
    """Returns a dossier open to `user` as a member of its authorities or as the officer who
    entered it. Raises Http404 for anyone else: reviewing officers read its deposits on the review
    pages, never its buffer.
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
        .with_is_begun()
    )
    dossier = get_object_or_404(rows, uuid=uuid)
    if not is_own(user, dossier):
        raise Http404
    return dossier


def written_dossier_or_404(user, uuid) -> Dossier:
    """Returns a dossier that `user` writes, in one query without related rows: it is asked each
    time that a field is saved. Raises Http404 otherwise.
    """
    return get_object_or_404(Dossier.objects.visible_to(user).written_by(user), uuid=uuid)


def edited_dossier_or_404(user, uuid) -> Dossier:
    """Returns a dossier that `user` may edit now, as what follows each save asks for. Raises
    Http404 otherwise.
    """
    rows = Dossier.objects.visible_to(user).editable_by(user)
    return get_object_or_404(rows.select_related("lead_authority__successor"), uuid=uuid)


def deposited_or_404(request, uuid) -> Dossier:
    """Returns a deposited dossier that the user may see. Raises Http404 otherwise.

    The caller asks `may_review`: officers read the dossiers of their own authority elsewhere.
    """
    rows = Dossier.objects.visible_to(request.user).for_list()
    rows = rows.select_related("base_version", "partnership__current_version")
    rows = rows.annotate(is_muted=is_muted_by(request.user))
    return get_object_or_404(rows.filter(submission_count__gt=0), uuid=uuid)


def sequence_seen(request) -> int:
    """The sequence number of the dossier when the page was displayed; 0 when it is unreadable."""
    return number_of(request.POST.get("seen", ""))
