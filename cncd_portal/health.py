"""What probes ask: does what a page needs answer?"""

import logging
from uuid import uuid4

from django.contrib.auth.decorators import login_not_required
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import JsonResponse
from django.views.decorators.cache import never_cache

from partnerships.publication.counts import index_is_complete
from partnerships.workflow.anchor import anchor_state
from partnerships.workflow.index import dossier_index_is_complete

logger = logging.getLogger(__name__)


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _storage():
    name = default_storage.save(f"health/{uuid4()}", ContentFile(b"ok"))
    try:
        with default_storage.open(name) as kept:
            return kept.read() == b"ok"
    finally:
        default_storage.delete(name)


def _index():
    return index_is_complete() and dossier_index_is_complete()


CHECKS = {"database": _database, "storage": _storage, "index": _index}


def _answers(name):
    try:
        return CHECKS[name]()
    except (DatabaseError, OSError):
        logger.exception("health: %s does not answer", name)
        return False


@login_not_required
@never_cache
def health(request):
    answers = {name: _answers(name) for name in CHECKS}
    status = 200 if all(answers.values()) else 503
    # A page needs no anchor: that they are late, or not set, is told and stops nothing.
    anchors = anchor_state() if answers["database"] else "unknown"
    return JsonResponse({**answers, "anchors": anchors}, status=status)
