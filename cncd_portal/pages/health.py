"""What probes ask: can pages be served, and does the rest work?"""

import logging
import os
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cncd_portal.database import short_waits
from partnerships.anchors.daily import anchor_state
from partnerships.models import BackgroundProcess, Heartbeat, IndexCheck, UpkeepRun
from partnerships.workflow.journal_triggers import unguarded_tables

logger = logging.getLogger(__name__)
FREE_BYTES_MIN = 200 * 1024 * 1024
# Of a probe, which answers within two seconds whatever is locked.
WAIT_MILLISECONDS = 1000


def _database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _storage():
    return default_storage.answers()


def _is_writable():
    """Begins a transaction that may write, and writes nothing."""
    if not default_storage.is_writable():
        return False
    if connection.vendor == "sqlite":
        database = _database_file()
        if not all(os.access(path, os.W_OK) for path in (database, database.parent)):
            return False
        with short_waits(WAIT_MILLISECONDS), transaction.atomic():
            transaction.set_rollback(True)
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::bool"
        )
        return not cursor.fetchone()[0]


def _database_file():
    """The path of the database on SQLite."""
    return Path(connection.settings_dict["NAME"])


def _free_bytes():
    """The free space of the fullest place that the portal writes to."""
    folders = [settings.VAR_DIR]
    if connection.vendor == "sqlite":
        folders.append(_database_file().parent)
    found = [shutil.disk_usage(folder).free for folder in folders]
    stored = default_storage.free_bytes()
    return min(found if stored is None else [*found, stored])


def _has_space():
    return _free_bytes() >= FREE_BYTES_MIN


def _index():
    """Whether the last daily comparison found no fault; None if none was made.

    Comparing takes a time that grows with the registry: `daily_upkeep` does it, not the probe.
    """
    last = IndexCheck.objects.first()
    return last and not last.faults


def _processes():
    """Whether every process that ever worked in the background still says that it is alive."""
    return not Heartbeat.objects.late().exists()


def _upkeep():
    return not UpkeepRun.objects.exclude(error="").exists()


def _journal_triggers():
    """Whether the triggers of PostgreSQL protect the journals; None on SQLite, which has none."""
    return None if connection.vendor == "sqlite" else not unguarded_tables()


# Without these no page is served; without the others some of what people do waits.
VITAL = {"database": _database, "storage": _storage}
OTHERS = {
    "writing": _is_writable,
    "space": _has_space,
    "index": _index,
    "processes": _processes,
    "upkeep": _upkeep,
    "journal_triggers": _journal_triggers,
}


def _answer(name, check):
    try:
        return check()
    except (DatabaseError, InterfaceError, OSError):
        logger.exception("health: %s does not answer", name)
        return False


def _details():
    """Names and times, for those who run the portal."""
    last = IndexCheck.objects.first()
    failed = UpkeepRun.objects.exclude(error="").values_list("job", flat=True)
    beats = {each.process: each for each in Heartbeat.objects.all()}
    return {
        "index_checked_at": last and last.checked_at.isoformat(),
        "processes": {
            process.value: {"beaten_at": beat.beaten_at.isoformat(), "is_late": beat.is_late}
            if (beat := beats.get(process.value))
            else None
            for process in BackgroundProcess
        },
        "failed_jobs": list(failed),
        "free_bytes": _free_bytes(),
        "anchors": anchor_state(),
        "unguarded_tables": unguarded_tables(),
    }


def _is_known(request) -> bool:
    """Whether a superuser asks, who may read the details."""
    try:
        return request.user.is_authenticated and request.user.is_superuser
    except (DatabaseError, InterfaceError):
        return False


@login_not_required
@require_safe
@never_cache
def health(request):
    """503 where no page can be served; else 200, « ok » or « degraded ».

    Writes nothing, and answers within two seconds whatever is locked. What is not known yet, such
    as a comparison that was never made, degrades nothing.
    """
    vital = {name: _answer(name, check) for name, check in VITAL.items()}
    is_down = False in vital.values()
    others = {} if is_down else {name: _answer(name, check) for name, check in OTHERS.items()}
    status = "down" if is_down else "degraded" if False in others.values() else "ok"
    answer = {"status": status}
    if not is_down and _is_known(request):
        answer |= {**vital, **others, "details": _details()}
    return JsonResponse(answer, status=503 if is_down else 200)
