"""Takes each text that a proposition had, and each step of its progress, into rows of their own.

What was written in the administration is a text from the day it was saved until the next one. The
progress that was chosen becomes a note without evidence, since none was asked.
"""

from django.db import migrations
from django.utils import timezone

TEXT = ('title', 'summary', 'body', 'wording', 'source', 'source_page')
# Old value → new one. « achieved » said no more than that.
PROGRESS = {'in_progress': 'under_way', 'achieved': 'fully_done'}
# What was told of the report of 2018; working titles quote none.
QUOTING = ('official', 'reported')
CHOSEN = 'Avancement choisi avant que les preuves soient demandées.'


def _words(row):
    return {name: getattr(row, name) for name in TEXT}


def _texts(proposal, rows, now):
    """Yields (instant, author, reason, words) of each text, the first one first."""
    words = None
    for row in rows:
        if _words(row) != words:
            words = _words(row)
            reason = row.history_change_reason or ''
            yield row.history_date, row.history_user_id, reason, words
    if _words(proposal) != words:
        yield now, None, '', _words(proposal)


def _add_texts(apps, proposal, now):
    rows = apps.get_model('proposals', 'HistoricalProposal').objects.filter(id=proposal.pk)
    # Two texts of one instant: the last one was the text.
    texts = {at: rest for at, *rest in _texts(proposal, rows.order_by('history_date', 'history_id'), now)}
    starts = sorted(texts)
    ends = [*starts[1:], None]
    for start, end in zip(starts, ends):
        author, reason, words = texts[start]
        apps.get_model('proposals', 'ProposalText').objects.create(
            proposal=proposal,
            effective_from=start,
            effective_until=end,
            published_at=start,
            published_by_id=author,
            reason=reason,
            report='2018' if words['wording'] in QUOTING else '',
            **words,
        )


def _progress_day(apps, proposal, now):
    """Returns since when the proposition has its progress."""
    rows = apps.get_model('proposals', 'HistoricalProposal').objects.filter(id=proposal.pk)
    since = now
    for row in rows.order_by('-history_date', '-history_id'):
        if row.progress != proposal.progress:
            break
        since = row.history_date
    return timezone.localdate(since)


def _add_notes(apps, proposal, now):
    note = apps.get_model('proposals', 'ProgressNote')
    for step in apps.get_model('proposals', 'Milestone').objects.filter(proposal=proposal):
        written = note.objects.create(proposal=proposal, on=step.on, text=step.title)
        if step.source_url:
            written.evidence.create(kind='link', url=step.source_url)
    if proposal.progress != 'unknown':
        on = _progress_day(apps, proposal, now)
        proposal.progress = PROGRESS.get(proposal.progress, proposal.progress)
        note.objects.create(proposal=proposal, on=on, progress=proposal.progress, text=CHOSEN)


def take_over(apps, schema_editor):
    now = timezone.now()
    for proposal in apps.get_model('proposals', 'Proposal').objects.all():
        _add_texts(apps, proposal, now)
        _add_notes(apps, proposal, now)
        proposal.position = proposal.number
        proposal.save()


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0002_texts_and_progress'),
    ]

    operations = [
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
