from django.db import migrations
from django.db.models import F


def follow(apps, schema_editor):
    """Until today, who began a file followed it; an officer who entered it does not."""
    dossiers = apps.get_model("partnerships", "Dossier").objects
    dossiers.filter(is_entered_by_officer=False).update(in_charge=F("created_by"))


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0005_dossier_parts")]

    operations = [migrations.RunPython(follow, migrations.RunPython.noop)]
