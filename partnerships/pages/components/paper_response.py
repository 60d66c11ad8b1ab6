"""Responses that render a PDF on request, with a limit per person."""

from django.http import HttpResponse
from django.shortcuts import render

from partnerships.pages.components.throttle import Throttle

# Rendering a PDF takes about one second of CPU, hence this limit per person.
PAPERS_PER_MINUTE = 20


def pdf_response(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def too_many_papers(request) -> HttpResponse | None:
    """Returns the 429 page over PAPERS_PER_MINUTE; otherwise counts this request, returns None."""
    throttle = Throttle(f"papers:{request.user.pk}", most=PAPERS_PER_MINUTE, seconds=60)
    if throttle.is_reached:
        return render(request, "429.html", status=429)
    throttle.count()
    return None
