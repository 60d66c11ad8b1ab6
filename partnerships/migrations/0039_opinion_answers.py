from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0038_letterheads"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="opinion",
            name="opinion_answer_has_its_date",
        ),
        migrations.AlterField(
            model_name="opinion",
            name="answer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("favourable", "favorable"),
                    ("reserved", "réservé"),
                    ("unfavourable", "défavorable"),
                    ("no_comment", "sans observation"),
                    ("declined", "pas compétent"),
                ],
                max_length=12,
                verbose_name="avis",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answer_count", 0), ("answered_at__isnull", True)),
                    models.Q(
                        (
                            "answer__in",
                            ["favourable", "reserved", "unfavourable", "no_comment", "declined"],
                        ),
                        ("answer_count__gt", 0),
                        ("answered_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="opinion_answer_has_its_date",
                violation_error_message="Un avis rendu a sa date.",
            ),
        ),
    ]
