"""Responses that serve stored files, only after the virus scan. Views check permissions first."""

from functools import partial

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from cncd_portal.storage.checked import BrokenContent
from partnerships.models import DataExport
from partnerships.models.content import Picture
from partnerships.models.media import StoredFile

RETRY_AFTER = 60
SEALED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


# A PDF displayed in a frame of the portal. No `sandbox`: PDF viewers of browsers do not work in
# one, and run no code of the portal; `nosniff` prevents the file from being read as a page.
FRAMED = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'",
    "Cache-Control": "private, no-store",
}


def _not_served(request, file: StoredFile) -> HttpResponse:
    """The page shown while the file waits for the virus scan (503) or is infected (403)."""
    status = 403 if file.is_infected else 503
    response = render(
        request, "partnerships/components/file_not_served.html", {"file": file}, status=status
    )
    response["Cache-Control"] = "no-store"
    if not file.is_infected:
        response["Retry-After"] = RETRY_AFTER
    return response


def _broken(request, error: BrokenContent, filename) -> HttpResponse:
    """The page shown where the store lost the content or has another: nothing of it is sent."""
    context = {"file_name": filename, "reference": error.sha256[:12]}
    response = render(request, "partnerships/components/file_broken.html", context, status=500)
    response["Cache-Control"] = "no-store"
    return response


def stream_response(request, open_file, *, filename, **options) -> HttpResponse:
    """Streams what `open_file()` returns, which checked it; a page where it raises BrokenContent.

    `options` are those of FileResponse.
    """
    try:
        content = open_file()
    except BrokenContent as error:
        return _broken(request, error, filename)
    response = FileResponse(content, filename=filename, **options)
    response["Content-Length"] = content.size
    return response


def download_response(request, file: StoredFile, *, cache: str) -> HttpResponse:
    """Sends the stored file as a download, never displayed in a page."""
    if not file.is_served:
        return _not_served(request, file)
    return stream_response(
        request,
        file.open,
        as_attachment=True,
        filename=file.file_name,
        content_type=file.content_type,
        headers={**SEALED, "Cache-Control": cache},
    )


def export_response(request, export: DataExport, *, name: str, content_type: str) -> HttpResponse:
    """Sends a file that the worker made, named `name` and the day when it was asked for."""
    day = timezone.localdate(export.requested_at)
    return stream_response(
        request,
        export.open,
        as_attachment=True,
        filename=f"{name}-{day:%Y-%m-%d}.{export.extension}",
        content_type=content_type,
        headers={**SEALED, "Cache-Control": "private, no-store"},
    )


def framed_response(request, file: StoredFile) -> HttpResponse:
    """Sends a stored PDF for display in a frame of the portal."""
    if not file.is_served:
        return _not_served(request, file)
    return stream_response(
        request,
        file.open,
        filename=file.file_name,
        content_type=file.content_type,
        headers=FRAMED,
    )


def picture_response(request, picture: Picture, width: int, end: str) -> HttpResponse:
    """Sends one rendition of a picture, displayed in a page.

    Browsers may cache it but must revalidate each time (`no-cache`, ETag), and proxies may not
    (`private`): a suspended or removed picture disappears everywhere at once.
    """
    rendition = picture.rendition(width, end)
    if rendition is None:
        raise Http404
    if not picture.is_served:
        return _not_served(request, picture)
    etag = quote_etag(f"{picture.sha256}.{width}.{end}")
    headers = {**SEALED, "Cache-Control": "private, no-cache", "ETag": etag}
    conditional = get_conditional_response(request, etag=etag)
    if conditional is not None:
        for name, value in headers.items():
            conditional[name] = value
        return conditional
    return stream_response(
        request,
        partial(picture.open_rendition, rendition),
        filename=f"{picture.uuid}-{width}.{end}",
        content_type=rendition["content_type"],
        headers=headers,
    )
