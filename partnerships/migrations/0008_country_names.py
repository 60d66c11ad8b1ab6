"""Countries with their other names, and the stored key of every list of names.

The loader of reference data writes the keys of its rows; those of users are written here.
"""

import json

import django.db.models.deletion
import partnerships.models.sort_key
import simple_history.models
from django.conf import settings
from django.db import migrations, models

BATCH = 500
# Their rows are not reference data.
LISTED = ("AdvisoryBody", "InternationalPartner", "Partnership", "QueueView")
# Labels of the fields in the log of the administration.
LABELS = {"Nom": "name", "Nom anglais": "name_en"}


def write_keys(apps, schema_editor):
    for name in LISTED:
        model = apps.get_model("partnerships", name)
        field, last = model._meta.get_field("sort_key"), 0
        while rows := list(model.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
            last = rows[-1].pk
            for row in rows:
                row.sort_key = field.value_of(row)
            model.objects.bulk_update(rows, ["sort_key"])


def _changed_fields(message):
    """The names of the fields that an entry of the log says were changed."""
    try:
        parts = json.loads(message)
        labels = [label for part in parts for label in part["changed"]["fields"]]
    except (KeyError, TypeError, ValueError):
        return set()
    return {LABELS[label] for label in labels if label in LABELS}


def note_edited(apps, schema_editor):
    """What curators changed before is left as it is by the next load, as what they change now."""
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        content_type__app_label="partnerships", content_type__model="country", action_flag=2
    )
    edited = {}
    for iso2, message in entries.values_list("object_id", "change_message"):
        edited.setdefault(iso2, set()).update(_changed_fields(message))
    Country = apps.get_model("partnerships", "Country")
    for country in Country.objects.filter(pk__in=edited):
        country.edited = sorted(edited[country.pk])
        country.save(update_fields=["edited"])


class Migration(migrations.Migration):

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('partnerships', '0007_store_check'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalCountry',
            fields=[
                ('iso2', models.CharField(db_index=True, max_length=2, verbose_name='code ISO à deux lettres')),
                ('iso3', models.CharField(db_index=True, max_length=3, verbose_name='code ISO à trois lettres')),
                ('name', models.CharField(max_length=100, verbose_name='nom')),
                ('name_en', models.CharField(max_length=100, verbose_name='nom anglais')),
                ('kind', models.CharField(choices=[('country', 'pays'), ('territory', 'territoire')], default='country', max_length=9, verbose_name='appelé')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('other_names', models.TextField(blank=True, verbose_name='autres noms')),
                ('former_names', models.TextField(blank=True, verbose_name='anciens noms')),
                ('parts', models.TextField(blank=True, verbose_name='parties de ce pays')),
                ('continent', models.CharField(choices=[('AF', 'Afrique'), ('NA', 'Amérique du Nord'), ('SA', 'Amérique du Sud'), ('AN', 'Antarctique'), ('AS', 'Asie'), ('EU', 'Europe'), ('OC', 'Océanie')], max_length=2, verbose_name='continent')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historique',
                'verbose_name_plural': 'historical pays et territoires',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AlterModelOptions(
            name='advisorybody',
            options={'ordering': ['kind', 'sort_key', 'pk'], 'verbose_name': 'organisme consulté', 'verbose_name_plural': 'organismes consultés'},
        ),
        migrations.AlterModelOptions(
            name='country',
            options={'ordering': ['sort_key'], 'verbose_name': 'pays ou territoire', 'verbose_name_plural': 'pays et territoires'},
        ),
        migrations.AlterModelOptions(
            name='internationalpartner',
            options={'ordering': ['sort_key', 'pk'], 'verbose_name': 'partenaire étranger', 'verbose_name_plural': 'partenaires étrangers'},
        ),
        migrations.AlterModelOptions(
            name='localauthority',
            options={'ordering': ['sort_key', 'pk'], 'verbose_name': 'collectivité', 'verbose_name_plural': 'collectivités'},
        ),
        migrations.AlterModelOptions(
            name='place',
            options={'ordering': ['sort_key', 'geonames_id'], 'verbose_name': 'lieu', 'verbose_name_plural': 'lieux'},
        ),
        migrations.AlterModelOptions(
            name='queueview',
            options={'ordering': ['sort_key', 'pk'], 'verbose_name': 'vue de la file', 'verbose_name_plural': 'vues de la file'},
        ),
        migrations.AlterModelOptions(
            name='region',
            options={'ordering': ['sort_key'], 'verbose_name': 'région', 'verbose_name_plural': 'régions'},
        ),
        migrations.RemoveIndex(
            model_name='partnership',
            name='partnership_by_title',
        ),
        migrations.AddField(
            model_name='advisorybody',
            name='sort_key',
            field=partnerships.models.sort_key.SortKeyField(sources=('name',), verbose_name='clé de tri'),
        ),
        migrations.AddField(
            model_name='country',
            name='edited',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='champs modifiés'),
        ),
        migrations.AddField(
            model_name='country',
            name='former_names',
            field=models.TextField(blank=True, verbose_name='anciens noms'),
        ),
        migrations.AddField(
            model_name='country',
            name='kind',
            field=models.CharField(choices=[('country', 'pays'), ('territory', 'territoire')], default='country', max_length=9, verbose_name='appelé'),
        ),
        migrations.AddField(
            model_name='country',
            name='note',
            field=models.TextField(blank=True, verbose_name='note'),
        ),
        migrations.AddField(
            model_name='country',
            name='other_names',
            field=models.TextField(blank=True, verbose_name='autres noms'),
        ),
        migrations.AddField(
            model_name='country',
            name='parts',
            field=models.TextField(blank=True, verbose_name='parties de ce pays'),
        ),
        migrations.AddField(
            model_name='country',
            name='sort_key',
            field=partnerships.models.sort_key.SortKeyField(sources=('name',), verbose_name='clé de tri'),
        ),
        migrations.AddField(
            model_name='internationalpartner',
            name='sort_key',
            field=partnerships.models.sort_key.SortKeyField(sources=('name_fr', 'name'), verbose_name='clé de tri'),
        ),
        migrations.AddField(
            model_name='localauthority',
            name='sort_key',
            field=partnerships.models.sort_key.SortKeyField(sources=('name',), verbose_name='clé de tri'),
        ),
        migrations.AddField(
            model_name='partnership',
            name='sort_key',
            field=partnerships.models.sort_key.SortKeyField(sources=('title',), verbose_name='clé de tri'),
        ),
        migrations.AddField(
            model_name='place',
            name='sort_key',
            field=partnerships.models.sort_key.SortKeyField(sources=('name',), verbose_name='clé de tri'),
        ),
        migrations.AddField(
            model_name='queueview',
            name='sort_key',
            field=partnerships.models.sort_key.SortKeyField(sources=('name',), verbose_name='clé de tri'),
        ),
        migrations.AddField(
            model_name='region',
            name='sort_key',
            field=partnerships.models.sort_key.SortKeyField(sources=('name',), verbose_name='clé de tri'),
        ),
        migrations.AlterField(
            model_name='country',
            name='continent',
            field=models.CharField(choices=[('AF', 'Afrique'), ('NA', 'Amérique du Nord'), ('SA', 'Amérique du Sud'), ('AN', 'Antarctique'), ('AS', 'Asie'), ('EU', 'Europe'), ('OC', 'Océanie')], max_length=2, verbose_name='continent'),
        ),
        migrations.AlterField(
            model_name='dossierindex',
            name='authority_key',
            field=partnerships.models.sort_key.SortKeyField(db_index=True, sources=(), verbose_name='collectivité, pour le tri'),
        ),
        migrations.AlterField(
            model_name='dossierindex',
            name='title_key',
            field=partnerships.models.sort_key.SortKeyField(db_index=True, sources=(), verbose_name='titre, pour le tri'),
        ),
        migrations.AddIndex(
            model_name='partnership',
            index=models.Index(fields=['sort_key', 'id'], name='partnership_by_sort_key'),
        ),
        migrations.AddField(
            model_name='historicalcountry',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='dossierfacet',
            name='facet',
            field=models.CharField(choices=[('all', 'tous les partenariats'), ('nature', 'nature de la collectivité'), ('region', 'région'), ('departement', 'département'), ('pays', 'pays et territoires'), ('continent', 'continent'), ('theme', 'thématique'), ('odd', 'objectif de développement durable'), ('proposition', 'proposition'), ('type', 'type de partenariat'), ('phase', 'phase'), ('annee', 'année'), ('provenance', 'provenance'), ('collectivite', 'collectivité'), ('partenaire', 'partenaire'), ('valeurs', 'nombre de valeurs'), ('debut', 'année du début'), ('fin', 'année de la fin')], max_length=12, verbose_name='facette'),
        ),
        migrations.AlterField(
            model_name='facetcount',
            name='facet',
            field=models.CharField(choices=[('all', 'tous les partenariats'), ('nature', 'nature de la collectivité'), ('region', 'région'), ('departement', 'département'), ('pays', 'pays et territoires'), ('continent', 'continent'), ('theme', 'thématique'), ('odd', 'objectif de développement durable'), ('proposition', 'proposition'), ('type', 'type de partenariat'), ('phase', 'phase'), ('annee', 'année'), ('provenance', 'provenance'), ('collectivite', 'collectivité'), ('partenaire', 'partenaire'), ('valeurs', 'nombre de valeurs'), ('debut', 'année du début'), ('fin', 'année de la fin')], max_length=12, verbose_name='facette'),
        ),
        migrations.AlterField(
            model_name='partnershipfacet',
            name='facet',
            field=models.CharField(choices=[('all', 'tous les partenariats'), ('nature', 'nature de la collectivité'), ('region', 'région'), ('departement', 'département'), ('pays', 'pays et territoires'), ('continent', 'continent'), ('theme', 'thématique'), ('odd', 'objectif de développement durable'), ('proposition', 'proposition'), ('type', 'type de partenariat'), ('phase', 'phase'), ('annee', 'année'), ('provenance', 'provenance'), ('collectivite', 'collectivité'), ('partenaire', 'partenaire'), ('valeurs', 'nombre de valeurs'), ('debut', 'année du début'), ('fin', 'année de la fin')], max_length=12, verbose_name='facette'),
        ),
        migrations.RunPython(write_keys, migrations.RunPython.noop),
        migrations.RunPython(note_edited, migrations.RunPython.noop),
    ]
