from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0011_authority_names'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='internationalpartner',
            name='international_partner_is_one_per_place_and_kind',
        ),
    ]
