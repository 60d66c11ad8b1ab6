"""Responses that the browser saves as a file."""

from django.http import HttpResponse


def named_file_response(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    """Returns `content` as a file called `name`, which is plain ASCII."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
