"""A paper (PDF) that is made as it is asked for, and how many of them one person may ask for."""

from django.http import HttpResponse
from django.shortcuts import render

from partnerships.pages.components.throttle import Throttle

# Setting a paper takes a processor for a second: so many a minute for one person.
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
    """The page that says to wait, for who asked for too many papers within a minute."""
    throttle = Throttle(f"papers:{request.user.pk}", most=PAPERS_PER_MINUTE, seconds=60)
    if throttle.is_reached:
        return render(request, "429.html", status=429)
    throttle.count()
    return None
