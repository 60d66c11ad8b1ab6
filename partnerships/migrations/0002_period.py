import django.db.models.deletion
from django.db import migrations, models

FACETS = [
    ("all", "tous les partenariats"),
    ("nature", "nature de la collectivité"),
    ("region", "région"),
    ("departement", "département"),
    ("pays", "pays"),
    ("continent", "continent"),
    ("theme", "thématique"),
    ("odd", "objectif de développement durable"),
    ("proposition", "proposition"),
    ("type", "type de partenariat"),
    ("phase", "phase"),
    ("annee", "année"),
    ("provenance", "provenance"),
    ("collectivite", "collectivité"),
    ("partenaire", "partenaire"),
    ("valeurs", "nombre de valeurs"),
    ("debut", "année du début"),
    ("fin", "année de la fin"),
]
# Of what is public, as the index is: those that have a start.
FILL = """INSERT INTO partnerships_partnershipperiod (partnership_id, first_year, last_year)
SELECT id, {first}, {last} FROM partnerships_partnership
WHERE starts_on IS NOT NULL AND NOT is_suspended AND merged_into_id IS NULL
AND current_version_id IS NOT NULL"""
COUNT = """INSERT INTO partnerships_facetcount (facet, value, count)
SELECT '{facet}', {text}, COUNT(*) FROM partnerships_partnershipperiod
WHERE {column} IS NOT NULL GROUP BY {column}"""
YEAR = {
    "sqlite": "CAST(strftime('%Y', {}) AS INTEGER)",
    "postgresql": "CAST(EXTRACT(YEAR FROM {}) AS integer)",
}
TEXT = {"sqlite": "printf('%04d', {})", "postgresql": "to_char({}, 'FM0000')"}


def fill(apps, schema_editor):
    """Periods in the place of a row per year, and how many begin and end in each."""
    vendor = schema_editor.connection.vendor
    year = YEAR[vendor]
    statements = [FILL.format(first=year.format("starts_on"), last=year.format("ends_on"))]
    for facet, column in (("debut", "first_year"), ("fin", "last_year")):
        text = TEXT[vendor].format(column)
        statements.append(COUNT.format(facet=facet, column=column, text=text))
    statements += [
        "DELETE FROM partnerships_partnershipfacet WHERE facet = 'annee'",
        "DELETE FROM partnerships_facetcount WHERE facet = 'annee'",
    ]
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ("partnerships", "0001_registry"),
    ]

    operations = [
        migrations.CreateModel(
            name='PartnershipPeriod',
            fields=[
                ('partnership', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='period', serialize=False, to='partnerships.partnership', verbose_name='partenariat')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='première année')),
                ('last_year', models.PositiveSmallIntegerField(null=True, verbose_name='dernière année')),
            ],
            options={
                'verbose_name': 'période d’un partenariat',
                'verbose_name_plural': 'périodes des partenariats',
                'indexes': [models.Index(fields=['first_year', 'last_year'], name='partnership_by_period')],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__isnull', True), ('last_year__gte', models.F('first_year')), _connector='OR'), name='partnership_period_ends_after_its_start')],
            },
        ),
        *(
            migrations.AlterField(
                model_name=name,
                name='facet',
                field=models.CharField(choices=FACETS, max_length=12, verbose_name='facette'),
            )
            for name in ('dossierfacet', 'facetcount', 'partnershipfacet')
        ),
        # Nothing to undo: `manage.py reindex` writes what an older portal counts.
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
