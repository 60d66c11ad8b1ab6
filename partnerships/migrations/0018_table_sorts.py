from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0017_public_change"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="partnership",
            index=models.Index(fields=["starts_on", "id"], name="partnership_by_start"),
        ),
        migrations.AddIndex(
            model_name="partnership",
            index=models.Index(fields=["published_at", "id"], name="partnership_by_publication"),
        ),
        migrations.AddIndex(
            model_name="partnership",
            index=models.Index(fields=["confirmed_on", "id"], name="partnership_by_confirmation"),
        ),
        migrations.AddIndex(
            model_name="partnership",
            index=models.Index(fields=["total_cost", "id"], name="partnership_by_cost"),
        ),
    ]
