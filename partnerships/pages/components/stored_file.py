"""How a file leaves the portal: by a view that asked who may, and only once it was scanned."""

from functools import partial

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from partnerships.models.content import Picture
from partnerships.models.media import StoredFile

RETRY_AFTER = 60
SEALED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


# A PDF read in a frame of ours: readers of browsers do not run in a sandbox, and run nothing of the
# portal; the type that `nosniff` holds keeps it from ever being a page.
FRAMED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'",
    "Cache-Control": "private, no-store",
}


def _not_served(request, file: StoredFile) -> HttpResponse:
    """A page that says why: it waits for the scanner, or the scanner refused it."""
    status = 403 if file.is_infected else 503
    response = render(
        request, "partnerships/components/file_not_served.html", {"file": file}, status=status
    )
    response["Cache-Control"] = "no-store"
    if not file.is_infected:
        response["Retry-After"] = RETRY_AFTER
    return response


def _stream(opened, size, **options):
    """What `opened()` gives. Raises Http404 where the store has it no more."""
    try:
        content = opened()
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, **options)
    response["Content-Length"] = size
    return response


def download_response(request, file: StoredFile, *, cache: str) -> HttpResponse:
    """The file as it is kept: to be saved, never run in a page."""
    if not file.is_served:
        return _not_served(request, file)
    return _stream(
        file.open,
        file.size,
        as_attachment=True,
        filename=file.file_name,
        content_type=file.content_type,
        headers={**SEALED, "Cache-Control": cache},
    )


def framed_response(request, file: StoredFile) -> HttpResponse:
    """A PDF as it is kept, to be read in a frame of the portal."""
    if not file.is_served:
        return _not_served(request, file)
    return _stream(
        file.open,
        file.size,
        filename=file.file_name,
        content_type=file.content_type,
        headers=FRAMED,
    )


def picture_response(request, picture: Picture, width: int, end: str) -> HttpResponse:
    """A size of a picture, shown in a page.

    A browser may keep it but asks each time whether it may still show it (`no-cache`, ETag), and
    no proxy keeps it (`private`): suspended or taken out, it is gone from everywhere at once.
    """
    rendition = picture.rendition(width, end)
    if rendition is None:
        raise Http404
    if not picture.is_served:
        return _not_served(request, picture)
    etag = quote_etag(f"{picture.sha256}.{width}.{end}")
    headers = {**SEALED, "Cache-Control": "private, no-cache", "ETag": etag}
    known = get_conditional_response(request, etag=etag)
    if known is not None:
        for name, value in headers.items():
            known[name] = value
        return known
    return _stream(
        partial(picture.open_rendition, rendition),
        rendition["size"],
        filename=f"{picture.uuid}-{width}.{end}",
        content_type=rendition["content_type"],
        headers=headers,
    )
