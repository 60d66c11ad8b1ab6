from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partnerships', '0042_pack'),
    ]

    operations = [
        migrations.RenameField(
            model_name='signatory',
            old_name='quality',
            new_name='capacity',
        ),
        migrations.RenameModel(old_name='SkippedFile', new_name='SkippedDossier'),
        migrations.RemoveConstraint(
            model_name='skippeddossier',
            name='skipped_file_is_one_per_officer',
        ),
        migrations.AddConstraint(
            model_name='skippeddossier',
            constraint=models.UniqueConstraint(fields=('officer', 'dossier'), name='skipped_dossier_is_one_per_officer'),
        ),
        migrations.AlterField(
            model_name='upkeeprun',
            name='job',
            field=models.CharField(choices=[('anchor', 'ancres du journal'), ('campaign', 'courriels de campagne'), ('opinions', 'avis relancés'), ('reviews', 'points d’avancement rappelés'), ('drafts', 'brouillons délaissés'), ('bin', 'dossiers effacés de la corbeille'), ('digests', 'courriels quotidiens ou hebdomadaires'), ('notifications', 'notifications oubliées'), ('stalled_runs', 'actes en nombre repris'), ('unstarted_runs', 'actes préparés et jamais lancés'), ('archiving', 'dossiers archivés'), ('erasure_notices', 'effacements annoncés'), ('erasure', 'dossiers effacés des archives'), ('data_exports', 'fichiers à télécharger effacés'), ('times', 'temps de dossiers comptés'), ('contents', 'contenus effacés'), ('document_texts', 'documents lus pour la recherche'), ('duplicates', 'fiches comparées aux autres'), ('reader_reports', 'signalements et adresses effacés'), ('sessions', 'sessions expirées effacées'), ('mails', 'courriels envoyés effacés'), ('tasks', 'travaux finis effacés'), ('public_changes', 'changements publics oubliés'), ('store', 'fichiers comparés à leur empreinte'), ('facets', 'partenariats comptés par les filtres'), ('indexes', 'index à refaire')], max_length=15, primary_key=True, serialize=False, verbose_name='travail'),
        ),
    ]
