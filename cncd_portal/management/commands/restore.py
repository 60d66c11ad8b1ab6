from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cncd_portal.backup.refusal import BackupRefused
from cncd_portal.backup.restoring import restore


class Command(BaseCommand):
    help = _(
        "Restaure une sauvegarde dans une base et un lieu de fichiers vides. Elle est lue et "
        "vérifiée entière avant que rien ne soit écrit. Arrêtée au milieu, se relance."
    )
    # The database is empty: nothing of it can be checked.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, help=_("fichier que backup a écrit"))

    def handle(self, *, source, **options):
        try:
            manifest = restore(source)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        for name, _why in manifest.missing:
            self.stderr.write(
                _("«\u202f%(name)s\u202f» manquait déjà à la sauvegarde.") % {"name": name}
            )
        self.stdout.write(
            _(
                "Sauvegarde du %(day)s restaurée\u202f: %(rows)s lignes, %(files)s fichiers. "
                "Lancez verify_journal et verify_store."
            )
            % {
                "day": manifest.made_at[:10],
                "rows": sum(manifest.tables.values()),
                "files": len(manifest.members) - 1,
            }
        )
