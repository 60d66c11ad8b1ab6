"""The mails of a demonstration, for the person who runs it: some links in them reset passwords."""

import email.policy
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

SHOWN = 100
# What Django's backend writes after each mail of a file.
SEPARATOR = b"\n" + b"-" * 79 + b"\n"
LOOPBACK_HOSTS = {"localhost", "127.0.0.1", "::1"}
# Who sends one of these speaks for another client.
FORWARDING = ("FORWARDED", "VIA", "X_REAL_IP", "X_CLIENT_IP")


@dataclass(frozen=True)
class Mail:
    subject: str
    recipients: str
    date: str
    text: str


def _read(content: bytes) -> Mail:
    message = email.message_from_bytes(content, EmailMessage, policy=email.policy.default)
    body = message.get_body(("plain",))
    return Mail(
        subject=message["Subject"] or "",
        recipients=message["To"] or "",
        date=message["Date"] or "",
        text=body.get_content() if body else "",
    )


def _contents(folder: Path) -> Iterator[bytes]:
    """Mails written in `folder`, the newest first; files are named for their time."""
    for path in sorted(folder.glob("*.log"), reverse=True):
        yield from (part for part in reversed(path.read_bytes().split(SEPARATOR)) if part.strip())


def is_from_this_machine(request: HttpRequest) -> bool:
    """Whether the client is a loopback address, itself, under a loopback name."""
    try:
        is_loopback = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    forwarded = any(
        name.startswith("HTTP_X_FORWARDED") or name.removeprefix("HTTP_") in FORWARDING
        for name in request.META
        if name.startswith("HTTP_")
    )
    host = urlsplit(f"//{request.get_host()}").hostname
    return is_loopback and not forwarded and host in LOOPBACK_HOSTS


@login_not_required
@never_cache
@require_safe
def demonstration_mails(request):
    """The latest mails; 404 but where `make run` serves, and to this machine."""
    folder = settings.DEMONSTRATION_MAILS
    if not (settings.DEMONSTRATION and folder and is_from_this_machine(request)):
        raise Http404
    contents = [content for content, _n in zip(_contents(Path(folder)), range(SHOWN), strict=False)]
    context = {"mails": [_read(content) for content in contents]}
    return render(request, "pages/demonstration_mails.html", context)
