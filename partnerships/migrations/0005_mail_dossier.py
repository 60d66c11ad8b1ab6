"""A mail knows the dossiers it is about; those of before are known by what names them in its text."""

import re
from uuid import UUID

import django.db.models.deletion
from django.db import migrations, models

REFERENCE = re.compile(r"CD-\d{4}-\d+")
IDENTIFIER = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BATCH = 200


def _texts(mail):
    return f"{mail.cause}\n{mail.subject}\n{mail.body}"


def _named(apps, mails):
    """What names a dossier in the texts of `mails` → its key: a reference, its identifier, that of
    one of its messages.
    """
    texts = "\n".join(map(_texts, mails))
    uuids = [UUID(found) for found in set(IDENTIFIER.findall(texts))]
    dossiers = apps.get_model("partnerships", "Dossier").objects
    messages = apps.get_model("partnerships", "Message").objects.filter(uuid__in=uuids)
    named = [
        *dossiers.filter(reference__in=set(REFERENCE.findall(texts))).values_list("reference", "pk"),
        *dossiers.filter(uuid__in=uuids).values_list("uuid", "pk"),
        *messages.values_list("uuid", "dossier"),
    ]
    return {str(name): key for name, key in named}


def fill(apps, schema_editor):
    OutboxMail = apps.get_model("partnerships", "OutboxMail")
    GatheredDossier = apps.get_model("partnerships", "GatheredDossier")
    last = 0
    while mails := list(OutboxMail.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last, named, gathered = mails[-1].pk, _named(apps, mails), []
        for mail in mails:
            words = REFERENCE.findall(_texts(mail)) + IDENTIFIER.findall(_texts(mail))
            keys = sorted({named[word] for word in words if word in named})
            mail.dossier_id = keys[0] if len(keys) == 1 else None
            if len(keys) > 1:
                gathered += [GatheredDossier(mail=mail, dossier_id=key) for key in keys]
        OutboxMail.objects.bulk_update(mails, ["dossier"])
        GatheredDossier.objects.bulk_create(gathered)
    # PostgreSQL makes no index on a table whose rows it has still to check.
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0004_task_paths'),
    ]

    operations = [
        migrations.AddField(
            model_name='outboxmail',
            name='dossier',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='partnerships.dossier', verbose_name='dossier'),
        ),
        migrations.CreateModel(
            name='GatheredDossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gathering_mails', to='partnerships.dossier', verbose_name='dossier')),
                ('mail', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='gathered', to='partnerships.outboxmail', verbose_name='courriel')),
            ],
            options={
                'verbose_name': 'dossier d’un courriel',
                'verbose_name_plural': 'dossiers d’un courriel',
                'constraints': [models.UniqueConstraint(fields=('mail', 'dossier'), name='gathered_dossier_stands_once')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
