from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from partnerships.pages.queue.desk_page import DeskPage
from partnerships.pages.queue.queue_page import QueuePage


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def desk(request):
    """The officer's counts of work to do, then the first dossiers of each list."""
    return render(request, "partnerships/queue/desk.html", {"page": DeskPage(request.user)})


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def queue(request):
    page = QueuePage(request.user, request.GET)
    if page.is_to_be_cleaned:
        return redirect(f"{request.path}?{page.clean_query}".rstrip("?"))
    context = {"page": page, "listing": page.listing}
    return render(request, "partnerships/queue/instruction_queue.html", context)
