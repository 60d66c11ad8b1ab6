from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0003_current_texts'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_official_wording_has_its_page',
        ),
        migrations.RemoveConstraint(
            model_name='proposal',
            name='proposal_wording_has_its_source',
        ),
        migrations.RemoveField(
            model_name='historicalproposal',
            name='body',
        ),
        migrations.RemoveField(
            model_name='historicalproposal',
            name='progress',
        ),
        migrations.RemoveField(
            model_name='historicalproposal',
            name='source',
        ),
        migrations.RemoveField(
            model_name='historicalproposal',
            name='source_page',
        ),
        migrations.RemoveField(
            model_name='historicalproposal',
            name='summary',
        ),
        migrations.RemoveField(
            model_name='historicalproposal',
            name='title',
        ),
        migrations.RemoveField(
            model_name='historicalproposal',
            name='wording',
        ),
        migrations.RemoveField(
            model_name='proposal',
            name='body',
        ),
        migrations.RemoveField(
            model_name='proposal',
            name='source',
        ),
        migrations.RemoveField(
            model_name='proposal',
            name='source_page',
        ),
        migrations.RemoveField(
            model_name='proposal',
            name='summary',
        ),
        migrations.RemoveField(
            model_name='proposal',
            name='title',
        ),
        migrations.RemoveField(
            model_name='proposal',
            name='wording',
        ),
        migrations.DeleteModel(
            name='Milestone',
        ),
    ]
