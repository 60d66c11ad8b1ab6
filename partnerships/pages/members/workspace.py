from django.shortcuts import render
from django.views.decorators.http import require_safe

from partnerships.pages.members.workspace_page import WorkspacePage


@require_safe
def workspace(request):
    return render(
        request,
        "partnerships/members/workspace.html",
        {"page": WorkspacePage(request.user, request.GET)},
    )
