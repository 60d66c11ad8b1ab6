"""A decision knows whether it needs a countersignature; what a plan rules out has its own state."""

from django.db import migrations, models


def _follow_rules(Decision, changes, kind):
    """Gives the decisions of this kind the rule of the day when each was taken.

    `changes`: (instant, kind of change, whether a countersignature is asked), oldest first.
    """
    decisions = Decision.objects.filter(dossier__kind=kind)
    for changed_at, change, is_asked in changes:
        since = decisions.filter(decided_at__gte=changed_at)
        since.update(needs_countersign=is_asked and change != "-")


def fill(apps, schema_editor):
    Decision = apps.get_model("partnerships", "Decision")
    Rule = apps.get_model("partnerships", "InstructionRule")
    History = apps.get_model("partnerships", "HistoricalInstructionRule")
    by_kind = {}
    rows = History.objects.order_by("history_date", "history_id")
    for kind, *change in rows.values_list(
        "kind", "history_date", "history_type", "needs_countersign"
    ):
        by_kind.setdefault(kind, []).append(change)
    for kind, changes in by_kind.items():
        _follow_rules(Decision, changes, kind)
    # A rule written without its history is as old as the decisions.
    rules = Rule.objects.filter(needs_countersign=True).exclude(kind__in=by_kind)
    unknown = Decision.objects.filter(dossier__kind__in=rules.values("kind"))
    unknown.update(needs_countersign=True)
    Decision.objects.filter(countersigned_at__isnull=False).update(needs_countersign=True)


def tell_plans_apart(apps, schema_editor):
    items = apps.get_model("partnerships", "BulkItem").objects.filter(state="refused")
    items.filter(run__started_at__isnull=True).update(state="not_concerned")
    items.update(state="not_done")


def refuse_again(apps, schema_editor):
    items = apps.get_model("partnerships", "BulkItem").objects
    items.filter(state__in=["not_concerned", "not_done"]).update(state="refused")


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0036_queue'),
    ]

    operations = [
        migrations.AddField(
            model_name='bulkitem',
            name='declined_text',
            field=models.TextField(blank=True, editable=False, verbose_name='propositions déclinées à part'),
        ),
        migrations.AddField(
            model_name='decision',
            name='needs_countersign',
            field=models.BooleanField(default=False, editable=False, verbose_name='contreseing demandé'),
        ),
        migrations.AlterField(
            model_name='bulkitem',
            name='state',
            field=models.CharField(choices=[('planned', 'à faire'), ('not_concerned', 'non concerné'), ('not_done', 'pas fait'), ('left', 'laissé de côté'), ('done', 'fait')], default='planned', max_length=13, verbose_name='état'),
        ),
        migrations.AlterField(
            model_name='bulkrun',
            name='act',
            field=models.CharField(choices=[('start_review', 'prendre en instruction'), ('assign', 'confier'), ('request_changes', 'demander des compléments'), ('remind_authority', 'relancer la collectivité'), ('ask_opinion', 'demander des avis'), ('decide', 'décider'), ('countersign', 'contresigner'), ('release', 'notifier la décision'), ('take_back', 'reprendre la décision')], max_length=16, verbose_name='acte'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(tell_plans_apart, refuse_again),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('countersigned_at__isnull', True), ('needs_countersign', True), _connector='OR'), name='decision_countersigned_needed_it'),
        ),
    ]
