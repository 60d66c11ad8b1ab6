"""The jobs of the daily upkeep. One that fails is recorded and stops no other."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from cncd_portal.accounts.sessions import Session
from cncd_portal.database import delete_in_slices
from partnerships.anchors.daily import anchor_of_the_day
from partnerships.files.background_export import forget_exports
from partnerships.files.content import delete_all_unused
from partnerships.files.verification import verify_slice
from partnerships.management.background import renew_connection
from partnerships.models import BulkRun, MailState, OutboxMail, PublicChange, UpkeepJob, UpkeepRun
from partnerships.notifications.digest import forget_notifications, write_digests
from partnerships.notifications.proposal_review import remind_of_reviews
from partnerships.publication.duplicates.looking import look_for_duplicates
from partnerships.registry.facets.held import rebuild_facets
from partnerships.reports.erasure import erase_reports
from partnerships.workflow.bulk.run import forget_unstarted
from partnerships.workflow.bulk.tasks import resume_runs
from partnerships.workflow.campaign import write_to_members
from partnerships.workflow.document_texts import contents_to_read, read_contents
from partnerships.workflow.index_check import check_indexes
from partnerships.workflow.opinions.asking import send_automatic_reminders
from partnerships.workflow.retention.drafts import purge_bin, warn_and_discard_untouched
from partnerships.workflow.retention.retention import announce_due, archive_due, erase_due
from partnerships.workflow.times import fill_missing_times

logger = logging.getLogger(__name__)


def forget_sessions(now: datetime) -> int:
    """Deletes the expired sessions, which may hold typed texts. Returns how many."""
    return delete_in_slices(Session.objects.filter(expire_date__lt=now))


def forget_sent_mails(now: datetime) -> int:
    """Deletes the mails sent more than SENT_MAILS_KEPT_DAYS ago. Returns how many."""
    before = now - timedelta(days=settings.SENT_MAILS_KEPT_DAYS)
    return delete_in_slices(OutboxMail.objects.filter(state=MailState.SENT, sent_at__lt=before))


def forget_finished_tasks(now: datetime) -> int:
    """Deletes the tasks finished more than TASKS_KEPT_DAYS ago. Returns how many."""
    before = now - timedelta(days=settings.TASKS_KEPT_DAYS)
    return delete_in_slices(DBTaskResult.objects.finished().filter(finished_at__lt=before))


def forget_public_changes(now: datetime) -> int:
    """Deletes the changes older than a day, since pages are kept until midnight at most.

    The last one stays: without any, the version would be 0, like that of an empty database.
    Returns how many.
    """
    last = PublicChange.objects.order_by("-pk").first()
    rows = PublicChange.objects.filter(at__lt=now - timedelta(days=1))
    return delete_in_slices(rows.exclude(pk=last and last.pk))


class DamagedStore(Exception):
    """Contents of the private store were altered or lost."""


def verify_files(now: datetime) -> int:
    """Verifies the next slice of the store. Returns 0; raises DamagedStore."""
    if faults := verify_slice(now).faults:
        raise DamagedStore(
            _("%(count)s fichiers altérés ou perdus\u202f: lancez verify_store.")
            % {"count": len(faults)}
        )
    return 0


# Each commits on its own, by slices where it is long: a killed run goes on the next time.
JOBS: dict[UpkeepJob, Callable[[date, datetime], int]] = {
    UpkeepJob.ANCHOR: lambda today, now: anchor_of_the_day(now),
    UpkeepJob.CAMPAIGN: lambda today, now: write_to_members(today),
    UpkeepJob.OPINIONS: lambda today, now: send_automatic_reminders(today),
    UpkeepJob.REVIEWS: lambda today, now: remind_of_reviews(today),
    UpkeepJob.DRAFTS: lambda today, now: warn_and_discard_untouched(today),
    UpkeepJob.BIN: lambda today, now: purge_bin(today),
    UpkeepJob.DIGESTS: lambda today, now: write_digests(today),
    UpkeepJob.NOTIFICATIONS: lambda today, now: forget_notifications(today),
    UpkeepJob.STALLED_RUNS: lambda today, now: resume_runs(BulkRun.objects.stalled()),
    UpkeepJob.UNSTARTED_RUNS: lambda today, now: forget_unstarted(now),
    UpkeepJob.ARCHIVING: lambda today, now: archive_due(today),
    UpkeepJob.ERASURE_NOTICES: lambda today, now: announce_due(today),
    UpkeepJob.ERASURE: lambda today, now: erase_due(today),
    UpkeepJob.DATA_EXPORTS: lambda today, now: forget_exports(now),
    UpkeepJob.TIMES: lambda today, now: fill_missing_times(),
    UpkeepJob.CONTENTS: lambda today, now: delete_all_unused(now),
    UpkeepJob.DOCUMENT_TEXTS: lambda today, now: read_contents(contents_to_read()),
    UpkeepJob.DUPLICATES: lambda today, now: look_for_duplicates(),
    UpkeepJob.READER_REPORTS: lambda today, now: erase_reports(now),
    UpkeepJob.SESSIONS: lambda today, now: forget_sessions(now),
    UpkeepJob.MAILS: lambda today, now: forget_sent_mails(now),
    UpkeepJob.TASKS: lambda today, now: forget_finished_tasks(now),
    UpkeepJob.PUBLIC_CHANGES: lambda today, now: forget_public_changes(now),
    UpkeepJob.STORE: lambda today, now: verify_files(now),
    UpkeepJob.FACETS: lambda today, now: rebuild_facets(),
    # Last, once everything else is written.
    UpkeepJob.INDEXES: lambda today, now: len(check_indexes(now).faults),
}


def _run(job: UpkeepJob, today: date) -> UpkeepRun:
    now, start = timezone.now(), time.monotonic()
    count, error = 0, ""
    try:
        count = JOBS[job](today, now)
    except Exception as why:  # whatever it is, the other jobs are to run
        logger.exception("upkeep: %s failed", job.value)
        error = str(why) or type(why).__name__
        renew_connection()
    return UpkeepRun(
        job=job,
        started_at=now,
        seconds=time.monotonic() - start,
        count=count,
        error=error[:1000],
        succeeded_at=None if error else now,
    )


def _remember(run: UpkeepRun) -> None:
    """Writes the outcome in place of the one before, whose last success is not forgotten."""
    fields = ["started_at", "seconds", "count", "error"]
    if not run.error:
        fields.append("succeeded_at")
    try:
        UpkeepRun.objects.update_or_create(
            job=run.job, defaults={name: getattr(run, name) for name in fields}
        )
    except DatabaseError:
        logger.exception("upkeep: the outcome of %s was not written", run.job)


def run_jobs(today: date) -> Iterator[UpkeepRun]:
    """Runs every job, one after the other. Yields what became of each."""
    for job in JOBS:
        run = _run(job, today)
        _remember(run)
        yield run
