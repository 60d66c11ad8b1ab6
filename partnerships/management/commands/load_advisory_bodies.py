from pathlib import Path

from django.core.files.base import ContentFile
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partnerships.files.spreadsheets.reading import UnreadableSpreadsheet
from partnerships.imports.directory.changes import apply_directory, directory_plan
from partnerships.imports.directory.file import read_directory


class Command(BaseCommand):
    help = _(
        "Charge l’annuaire des organismes consultés depuis un fichier CSV, XLSX ou ODS. Tout est "
        "écrit, ou rien\u202f; les organismes absents du fichier restent tels quels."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help=_("ne change rien"))

    def handle(self, *, file, dry_run, **options):
        read = self.read(file)
        plan = directory_plan(read)
        if plan.faults:
            for fault in plan.faults:
                self.stderr.write(self.sentence(fault))
            raise CommandError(_("Rien n’est écrit\u202f: corrigez le fichier."))
        if not dry_run:
            plan = apply_directory(read, plan.state)
        for change in plan.changes:
            self.stdout.write(
                f"{'+' if change.is_new else '~'} {change.body} <{change.body.email}>"
            )
        text = _("%(new)s ajoutés, %(changed)s modifiés, %(same)s sans changement.")
        if dry_run:
            text = _("%(new)s à ajouter, %(changed)s à modifier, %(same)s sans changement.")
        counts = {"new": len(plan.new), "changed": len(plan.changed), "same": plan.same}
        self.stdout.write(text % counts)

    def read(self, file):
        try:
            return read_directory(ContentFile(file.read_bytes(), name=file.name))
        except UnreadableSpreadsheet as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(
                _("Fichier illisible\u202f: %(path)s (%(error)s)")
                % {"path": error.filename, "error": error.strerror}
            ) from error

    def sentence(self, fault):
        place = _("Ligne %(line)s") % {"line": fault.line}
        where = f"{place}, {fault.heading}" if fault.heading else place
        return f"{where}\u202f: {fault.message}" + (f" ({fault.cell})" if fault.cell else "")
