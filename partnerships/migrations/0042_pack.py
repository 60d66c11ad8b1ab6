from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0041_document_texts")]

    operations = [
        migrations.AlterField(
            model_name="dataexport",
            name="kind",
            field=models.CharField(
                choices=[
                    ("own_data", "données personnelles"),
                    ("queue", "tableur de la file"),
                    ("pack", "dossiers à imprimer"),
                ],
                default="own_data",
                max_length=8,
                verbose_name="objet",
            ),
        ),
    ]
