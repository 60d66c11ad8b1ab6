import uuid

from django.db import migrations, models


def draw(apps, schema_editor):
    notes = apps.get_model("proposals", "ProgressNote").objects
    for note in notes.filter(uuid__isnull=True).only("pk").iterator():
        notes.filter(pk=note.pk).update(uuid=uuid.uuid4())


class Migration(migrations.Migration):
    dependencies = [("proposals", "0005_draft_edits")]

    operations = [
        migrations.AddField(
            "progressnote",
            "uuid",
            models.UUIDField(editable=False, null=True, verbose_name="identifiant"),
        ),
        migrations.RunPython(draw, migrations.RunPython.noop),
        migrations.AlterField(
            "progressnote",
            "uuid",
            models.UUIDField(
                default=uuid.uuid4, editable=False, unique=True, verbose_name="identifiant"
            ),
        ),
    ]
