from django.db import migrations

import partnerships.models.sort_key


def read_documents_again(apps, schema_editor):
    """The worker reads the PDF again, whose words cut at the end of a line were not found."""
    apps.get_model("partnerships", "DocumentText").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0043_standard_names")]

    operations = [
        migrations.AddField(
            model_name="dossierindex",
            name="country_key",
            field=partnerships.models.sort_key.SortKeyField(
                db_index=True, sources=(), verbose_name="pays, pour le tri"
            ),
        ),
        migrations.RunPython(read_documents_again, migrations.RunPython.noop),
    ]
