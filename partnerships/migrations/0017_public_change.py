import django.utils.timezone
import partnerships.models.public_change
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0016_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.BigIntegerField(default=partnerships.models.public_change.random_mark, verbose_name="marque")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date")),
            ],
            options={
                "verbose_name": "changement public",
                "verbose_name_plural": "changements publics",
                "ordering": ["pk"],
            },
        ),
        migrations.AlterField(
            model_name="upkeeprun",
            name="job",
            field=models.CharField(choices=[("anchor", "ancres du journal"), ("campaign", "courriels de campagne"), ("opinions", "avis relancés"), ("drafts", "brouillons délaissés"), ("bin", "dossiers effacés de la corbeille"), ("digests", "courriels quotidiens ou hebdomadaires"), ("notifications", "notifications oubliées"), ("stalled_runs", "actes en nombre repris"), ("unstarted_runs", "actes préparés et jamais lancés"), ("archiving", "dossiers archivés"), ("erasure_notices", "effacements annoncés"), ("erasure", "dossiers effacés des archives"), ("data_exports", "archives de données effacées"), ("times", "temps de dossiers comptés"), ("contents", "contenus effacés"), ("duplicates", "fiches comparées aux autres"), ("sessions", "sessions expirées effacées"), ("mails", "courriels envoyés effacés"), ("tasks", "travaux finis effacés"), ("public_changes", "changements publics oubliés"), ("store", "fichiers comparés à leur empreinte"), ("facets", "partenariats comptés par les filtres"), ("indexes", "index à refaire")], max_length=15, primary_key=True, serialize=False, verbose_name="travail"),
        ),
        migrations.AddIndex(
            model_name="place",
            index=models.Index(fields=["-population", "geonames_id"], name="place_by_population"),
        ),
    ]
