"""Django's command, which notifies the person as the pages do."""

import getpass
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.management.commands import changepassword
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from partnerships.notifications.outbox import write_mail

TEMPLATE = "account/email/password_changed"
PAGES = {"password_reset_url": "account_reset_password", "legal_url": "portal:legal"}


class Command(changepassword.Command):
    def handle(self, *args, **options):
        answer = super().handle(*args, **options)
        user = get_user_model().objects.get_by_natural_key(options["username"] or getpass.getuser())
        links = {name: f"{settings.SITE_URL}{reverse(page)}" for name, page in PAGES.items()}
        site = {"domain": urlsplit(settings.SITE_URL).netloc}
        context = {**links, "user": user, "timestamp": timezone.now(), "current_site": site}
        subject = render_to_string(f"{TEMPLATE}_subject.txt", context).strip()
        body = render_to_string(f"{TEMPLATE}_message.txt", context)
        write_mail(f"account:{uuid4()}", user.email, subject, body)
        return answer
