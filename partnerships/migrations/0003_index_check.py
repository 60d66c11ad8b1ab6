from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0002_period'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('checked_at', models.DateTimeField(verbose_name='faite le')),
                ('faults', models.JSONField(blank=True, default=list, verbose_name='écarts')),
            ],
            options={
                'verbose_name': 'comparaison des index',
                'verbose_name_plural': 'comparaisons des index',
                'ordering': ['-checked_at', '-pk'],
            },
        ),
    ]
