"""What probes ask: does what a page needs answer?"""

import logging

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from partnerships.anchors.daily import anchor_state
from partnerships.models import IndexCheck

logger = logging.getLogger(__name__)


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _storage():
    return default_storage.answers()


CHECKS = {"database": _database, "storage": _storage}


def _answers(name):
    try:
        return CHECKS[name]()
    except (DatabaseError, OSError):
        logger.exception("health: %s does not answer", name)
        return False


def _index():
    """Whether the last daily comparison found no fault, and when it was made.

    Comparing takes a time that grows with the registry: `daily_upkeep` does it, not the probe.
    """
    last = IndexCheck.objects.first()
    if last is None:
        return {"index": "unknown", "index_checked_at": None}
    return {"index": not last.faults, "index_checked_at": last.checked_at.isoformat()}


@login_not_required
@never_cache
def health(request):
    """200 if pages can be answered and the indexes agreed with the rows when last compared, or
    were never compared; else 503.
    """
    answers = {name: _answers(name) for name in CHECKS}
    unknown = {"index": "unknown", "index_checked_at": None}
    answers |= _index() if answers["database"] else unknown
    status = 503 if False in answers.values() else 200
    # A page needs no anchor: that they are late, or not set, is told and stops nothing.
    anchors = anchor_state() if answers["database"] else "unknown"
    return JsonResponse({**answers, "anchors": anchors}, status=status)
