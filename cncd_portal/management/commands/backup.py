from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cncd_portal.backup.making import ALTERED, DELETED, LOST, back_up
from cncd_portal.backup.refusal import BackupRefused

REASONS = {
    LOST: gettext_lazy("perdu"),
    ALTERED: gettext_lazy("modifié"),
    DELETED: gettext_lazy("effacé pendant la sauvegarde"),
}


class Command(BaseCommand):
    help = _(
        "Sauvegarde ensemble la base et les fichiers, dans un fichier qui porte son nom une fois "
        "entier. Chiffrée où BACKUP_KEY est réglé. Le portail peut servir pendant ce temps."
    )

    def add_arguments(self, parser):
        parser.add_argument("target", type=Path, help=_("fichier nouveau à écrire"))

    def handle(self, *, target, **options):
        try:
            manifest = back_up(target)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        for name, why in manifest.missing:
            self.stderr.write(
                _("«\u202f%(name)s\u202f» manque à la sauvegarde (%(why)s).")
                % {"name": name, "why": REASONS[why]}
            )
        broken = [name for name, why in manifest.missing if why != DELETED]
        if broken:
            raise CommandError(
                _(
                    "La sauvegarde «\u202f%(target)s\u202f» est faite, mais %(count)s fichiers y "
                    "manquent, perdus ou modifiés. Lancez verify_store."
                )
                % {"target": target, "count": len(broken)}
            )
        self.stdout.write(
            _("Sauvegarde faite\u202f: %(rows)s lignes, %(files)s fichiers, %(size)s octets.")
            % {
                "rows": sum(manifest.tables.values()),
                "files": len(manifest.members) - 1,
                "size": target.stat().st_size,
            }
        )
