import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('proposals', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='identifiant')),
                ('kind', models.CharField(choices=[('link', 'page en ligne'), ('document', 'document'), ('partnership', 'partenariat du registre'), ('decision', 'décision')], max_length=11, verbose_name='nature')),
                ('label', models.CharField(blank=True, max_length=250, verbose_name='intitulé')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='adresse')),
                ('on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('partnership', models.CharField(blank=True, max_length=20, verbose_name='partenariat')),
            ],
            options={
                'verbose_name': 'preuve',
                'verbose_name_plural': 'preuves',
                'ordering': ['note', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ProgressNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='date')),
                ('progress', models.CharField(blank=True, choices=[('unknown', 'avancement non renseigné'), ('not_started', 'pas commencée'), ('under_way', 'engagée'), ('partly_done', 'en partie réalisée'), ('fully_done', 'entièrement réalisée'), ('refused', 'refusée'), ('obsolete', 'devenue sans objet')], max_length=11, verbose_name='avancement')),
                ('text', models.TextField(max_length=2000, verbose_name='ce qui s’est passé')),
                ('judged_by', models.CharField(blank=True, max_length=200, verbose_name='jugé par')),
                ('next_review', models.DateField(blank=True, null=True, verbose_name='prochain point')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='écrite le')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='retirée le')),
                ('withdrawal_reason', models.CharField(blank=True, max_length=500, verbose_name='motif du retrait')),
            ],
            options={
                'verbose_name': 'point d’avancement',
                'verbose_name_plural': 'points d’avancement',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ProposalDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('typed', models.JSONField(default=dict, verbose_name='saisie')),
                ('revision', models.PositiveIntegerField(default=0, verbose_name='révision')),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='écrit le')),
            ],
            options={
                'verbose_name': 'brouillon de proposition',
                'verbose_name_plural': 'brouillons de propositions',
            },
        ),
        migrations.CreateModel(
            name='ProposalRelation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('completes', 'complète'), ('depends_on', 'dépend de')], max_length=10, verbose_name='lien')),
            ],
            options={
                'verbose_name': 'lien entre propositions',
                'verbose_name_plural': 'liens entre propositions',
                'ordering': ['kind', 'other__number'],
            },
        ),
        migrations.CreateModel(
            name='ProposalText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=250, verbose_name='titre')),
                ('summary', models.TextField(blank=True, max_length=2000, verbose_name='résumé')),
                ('body', models.TextField(blank=True, max_length=50000, verbose_name='texte')),
                ('axis', models.CharField(blank=True, max_length=200, verbose_name='axe')),
                ('actors', models.CharField(blank=True, max_length=500, verbose_name='acteurs nommés')),
                ('wording', models.CharField(choices=[('official', 'texte du rapport'), ('reported', 'formulation rapportée, pas le texte du rapport'), ('working', 'formulation de travail, pas le texte du rapport')], max_length=8, verbose_name='formulation')),
                ('source', models.CharField(max_length=300, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='adresse de la source')),
                ('source_on', models.DateField(blank=True, null=True, verbose_name='date de la source')),
                ('report', models.CharField(blank=True, choices=[('2018', 'rapport Oural de 2018'), ('2015', 'rapport Oural de 2015')], max_length=4, verbose_name='rapport cité')),
                ('source_page', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='page du rapport')),
                ('effective_from', models.DateTimeField(verbose_name='en vigueur à partir du')),
                ('effective_until', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='en vigueur jusqu’au')),
                ('published_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='publié le')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='motif')),
            ],
            options={
                'verbose_name': 'texte de proposition',
                'verbose_name_plural': 'textes de propositions',
                'ordering': ['proposal', 'effective_from'],
            },
        ),
        migrations.CreateModel(
            name='Replacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file_name', models.CharField(max_length=200, verbose_name='nom du fichier')),
                ('sha256', models.CharField(max_length=64, verbose_name='empreinte')),
                ('reason', models.CharField(max_length=500, verbose_name='motif')),
                ('applied_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='appliqué le')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='annulé le')),
            ],
            options={
                'verbose_name': 'remplacement des propositions',
                'verbose_name_plural': 'remplacements des propositions',
                'ordering': ['-applied_at', '-pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='proposal',
            options={'ordering': ['position', 'number'], 'permissions': [('curate_proposals', 'Peut rédiger et suivre les vingt propositions')], 'verbose_name': 'proposition', 'verbose_name_plural': 'propositions'},
        ),
        migrations.AddField(
            model_name='historicalproposal',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='rang'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='rang'),
        ),
        migrations.AlterField(
            model_name='proposal',
            name='progress',
            field=models.CharField(choices=[('unknown', 'avancement non renseigné'), ('not_started', 'pas commencée'), ('under_way', 'engagée'), ('partly_done', 'en partie réalisée'), ('fully_done', 'entièrement réalisée'), ('refused', 'refusée'), ('obsolete', 'devenue sans objet')], default='unknown', editable=False, max_length=11, verbose_name='avancement'),
        ),
        migrations.AddField(
            model_name='progressnote',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='proposals.proposal', verbose_name='proposition'),
        ),
        migrations.AddField(
            model_name='progressnote',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='retirée par'),
        ),
        migrations.AddField(
            model_name='progressnote',
            name='written_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrite par'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='note',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='proposals.progressnote', verbose_name='point d’avancement'),
        ),
        migrations.AddField(
            model_name='proposaldraft',
            name='proposal',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='proposals.proposal', verbose_name='proposition'),
        ),
        migrations.AddField(
            model_name='proposaldraft',
            name='written_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='écrit par'),
        ),
        migrations.AddField(
            model_name='proposalrelation',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations_from', to='proposals.proposal', verbose_name='autre proposition'),
        ),
        migrations.AddField(
            model_name='proposalrelation',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='relations', to='proposals.proposal', verbose_name='proposition'),
        ),
        migrations.AddField(
            model_name='proposaltext',
            name='proposal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='texts', to='proposals.proposal', verbose_name='proposition'),
        ),
        migrations.AddField(
            model_name='proposaltext',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='publié par'),
        ),
        migrations.AddField(
            model_name='proposaltext',
            name='restores',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='proposals.proposaltext', verbose_name='reprend le texte'),
        ),
        migrations.AddField(
            model_name='proposaldraft',
            name='based_on',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='proposals.proposaltext', verbose_name='écrit à partir de'),
        ),
        migrations.AddField(
            model_name='proposaldraft',
            name='restores',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='proposals.proposaltext', verbose_name='reprend le texte'),
        ),
        migrations.AddField(
            model_name='replacement',
            name='applied_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='appliqué par'),
        ),
        migrations.AddField(
            model_name='replacement',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='annulé par'),
        ),
        migrations.AddField(
            model_name='proposaltext',
            name='replacement',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='proposals.replacement', verbose_name='remplacement des vingt'),
        ),
        migrations.AddConstraint(
            model_name='progressnote',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawal_reason', ''), ('withdrawn_at__isnull', True)), models.Q(models.Q(('withdrawal_reason', ''), _negated=True), ('withdrawn_at__isnull', False)), _connector='OR'), name='progress_note_withdrawn_has_its_reason', violation_error_message='Un retrait a un motif.'),
        ),
        migrations.AddConstraint(
            model_name='proposalrelation',
            constraint=models.UniqueConstraint(fields=('proposal', 'kind', 'other'), name='proposal_relation_stands_once'),
        ),
        migrations.AddConstraint(
            model_name='proposalrelation',
            constraint=models.CheckConstraint(condition=models.Q(('proposal', models.F('other')), _negated=True), name='proposal_relation_is_to_another', violation_error_message='Une proposition n’a pas de lien avec elle-même.'),
        ),
        migrations.AddConstraint(
            model_name='proposaltext',
            constraint=models.UniqueConstraint(fields=('proposal', 'effective_from'), name='proposal_text_begins_alone', violation_error_message='Un autre texte de cette proposition commence au même moment.'),
        ),
        migrations.AddConstraint(
            model_name='proposaltext',
            constraint=models.UniqueConstraint(condition=models.Q(('effective_until__isnull', True)), fields=('proposal',), name='proposal_text_without_end_is_one'),
        ),
        migrations.AddConstraint(
            model_name='proposaltext',
            constraint=models.CheckConstraint(condition=models.Q(('effective_until__isnull', True), ('effective_until__gt', models.F('effective_from')), _connector='OR'), name='proposal_text_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='proposaltext',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('wording', 'official'), _negated=True), models.Q(models.Q(('report', ''), _negated=True), ('source_page__isnull', False)), _connector='OR'), name='proposal_text_official_has_its_page', violation_error_message='Un texte officiel indique le rapport et la page où il se lit.'),
        ),
        migrations.AddConstraint(
            model_name='proposaltext',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('source', ''), _negated=True)), name='proposal_text_has_title_and_source', violation_error_message='Un texte a un titre, et indique sa source.'),
        ),
    ]
