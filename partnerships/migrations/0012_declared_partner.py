from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0011_authority_names'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='internationalpartner',
            name='international_partner_is_one_per_place_and_kind',
        ),
        migrations.AddField(
            model_name='authorityrequest',
            name='different_from',
            field=models.JSONField(blank=True, default=list, editable=False, verbose_name='autre que'),
        ),
    ]
