from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0020_shown_texts"),
    ]

    operations = [
        migrations.AddField(
            model_name="storedcontent",
            name="leaving_since",
            field=models.DateTimeField(blank=True, null=True, verbose_name="en cours d’effacement depuis"),
        ),
    ]
