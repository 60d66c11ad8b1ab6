from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_visible_addresses")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="has_shortcuts",
            field=models.BooleanField(default=True, verbose_name="raccourcis clavier"),
        ),
    ]
