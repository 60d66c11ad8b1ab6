import django.utils.timezone
import partnerships.models.public_change
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0012_declared_partner"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mark",
                    models.BigIntegerField(
                        default=partnerships.models.public_change.random_mark, verbose_name="marque"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date"),
                ),
            ],
            options={
                "verbose_name": "changement public",
                "verbose_name_plural": "changements publics",
                "ordering": ["pk"],
            },
        ),
    ]
