"""The chain holds the digest of each event's detail, and not the detail: that one can be erased.

Chains are written again once, before any anchor was kept elsewhere. One that does not hold stays
as it is, for verify_journal to find.
"""

import hashlib
import json

from django.db import migrations, models


def _canonical(content):
    return json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def _digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def _digest_of(event, detail, previous):
    content = {
        "dossier": event.dossier_id,
        "sequence": event.sequence,
        "action": event.action,
        "actor": str(event.actor),
        "at": event.at.isoformat(),
        "from": event.from_status,
        "to": event.to_status,
        "submission": event.submission_digest,
        "detail": detail,
        "previous": previous,
    }
    return _digest(_canonical(content))


def _chain_again(events):
    previous, old = "", ""
    for event in events:
        holds = event.previous_digest == old and event.digest == _digest_of(
            event, event.detail, old
        )
        old, event.detail_digest = event.digest, _digest(event.detail)
        if not holds:
            break
        event.previous_digest = previous
        event.digest = previous = _digest_of(event, event.detail_digest, previous)
        yield event


def chain_again(apps, schema_editor):
    event_model = apps.get_model("partnerships", "DossierEvent")
    dossiers = apps.get_model("partnerships", "Dossier").objects.order_by("pk")
    for pk in dossiers.values_list("pk", flat=True).iterator(chunk_size=2000):
        events = event_model.objects.filter(dossier_id=pk).order_by("sequence")
        event_model.objects.bulk_update(
            _chain_again(events), ["detail_digest", "previous_digest", "digest"]
        )


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0021_decisions_and_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name='JournalAnchor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='numéro')),
                ('at', models.DateTimeField(verbose_name='écrite le')),
                ('digest', models.CharField(max_length=64, verbose_name='empreinte')),
                ('dossier_count', models.PositiveIntegerField(verbose_name='nombre de dossiers')),
                ('event_count', models.PositiveIntegerField(verbose_name='nombre d’événements')),
            ],
            options={
                'verbose_name': 'ancre du journal',
                'verbose_name_plural': 'ancres du journal',
                'ordering': ['-number'],
            },
        ),
        migrations.AddField(
            model_name='dossier',
            name='archived_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='archivé le'),
        ),
        migrations.AddField(
            model_name='dossier',
            name='erased_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='effacé le'),
        ),
        migrations.AddField(
            model_name='dossierevent',
            name='detail_digest',
            field=models.CharField(default='', max_length=64, verbose_name='empreinte du détail'),
        ),
        migrations.RunPython(chain_again, migrations.RunPython.noop),
    ]
