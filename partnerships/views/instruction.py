from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.forms.queue_page import QueuePage


@permission_required("partnerships.review_dossier", raise_exception=True)
@require_safe
def queue(request):
    page = QueuePage(request.user, request.GET)
    return render(request, "partnerships/instruction_queue.html", {"page": page})
