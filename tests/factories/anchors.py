"""Anchors of the journal, and tampering with the database or the anchor store."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from partnerships.anchors.daily import name_of, write_anchor
from partnerships.models.append_only import journal_exception

KEY = "une-clef-que-la-base-ne-connait-pas-0123456789"


def anchored(settings, folder):
    """Write anchors to `folder` from now on."""
    settings.ANCHOR_KEY, settings.ANCHOR_URL = [KEY], str(folder)
    settings.STORAGES = {
        **settings.STORAGES,
        "anchors": {
            "BACKEND": "cncd_portal.storage.disk.DiskStore",
            "OPTIONS": {"location": str(folder)},
        },
    }


def anchor(days_ago=0):
    return write_anchor(timezone.now() - timedelta(days=days_ago))


def path_of(number):
    return storages["anchors"].path(name_of(number))


def raw(sql, *params):
    """Run SQL as someone with direct access to the database would, bypassing the triggers."""
    with journal_exception(sql.split()[0]), connection.cursor() as cursor:
        cursor.execute(sql, params)


def verify():
    out = io.StringIO()
    call_command("verify_journal", stdout=out, stderr=out)
    return out.getvalue()


def journal_faults():
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_journal", stdout=out, stderr=out)
    return out.getvalue()
