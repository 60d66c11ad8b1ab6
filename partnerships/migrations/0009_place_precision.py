"""Points say what they are; contacts of town halls; the fields that officers typed."""

from django.db import migrations, models
from django.db.models import Q


def mark_typed(apps, schema_editor):
    """Marks what officers typed. Until now, points came from reference data, from imports or,
    for the authorities that they added, from officers; and websites from officers alone.
    """
    authorities = apps.get_model("partnerships", "LocalAuthority").objects
    located = authorities.filter(precision="exact")
    by_officers = Q(source__startswith="Administration") | Q(key__startswith="x")
    located.filter(by_officers).update(precision="typed", edited=["point"])
    located.update(precision="imported")
    authorities.exclude(website="").filter(edited=["point"]).update(edited=["point", "website"])
    authorities.exclude(website="").filter(edited=[]).update(edited=["website"])


def unmark(apps, schema_editor):
    authorities = apps.get_model("partnerships", "LocalAuthority").objects
    authorities.exclude(precision="unknown").update(precision="exact")


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0008_country_names")]

    operations = [
        migrations.RemoveConstraint(
            "localauthority", "local_authority_coordinates_go_with_their_precision"
        ),
        migrations.AddField(
            "localauthority",
            "email",
            models.EmailField("courriel officiel", max_length=254, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "localauthority",
            "postal_address",
            models.TextField("adresse postale", max_length=300, blank=True, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "localauthority",
            "edited",
            models.JSONField("champs saisis par l’administration", default=list, blank=True),
        ),
        migrations.AlterField(
            "localauthority",
            "precision",
            models.CharField(
                "point",
                max_length=9,
                choices=[
                    ("town_hall", "mairie"),
                    ("inside", "un point de la commune"),
                    ("town", "localité du même nom"),
                    ("capital", "celui du chef-lieu"),
                    ("largest", "celui de la commune la plus peuplée"),
                    ("imported", "repris d’un fichier importé"),
                    ("typed", "saisi par l’administration"),
                    ("unknown", "inconnu"),
                ],
                default="unknown",
            ),
        ),
        migrations.RunPython(mark_typed, unmark),
        migrations.AddConstraint(
            "localauthority",
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, precision="unknown")
                | Q(
                    ~Q(precision="unknown"),
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="local_authority_coordinates_go_with_their_precision",
                violation_error_message=(
                    "Donnez la latitude, la longitude et ce qu’est le point, ou aucun des trois."
                ),
            ),
        ),
    ]
