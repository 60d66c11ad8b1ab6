import contextlib
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from partnerships.imports.twinnings.plan import (
    ReferenceMissing,
    plan_twinnings,
    prepare_file,
    publish_plan,
)
from partnerships.imports.twinnings.report import Fate, counts, write_report
from partnerships.imports.twinnings.rows import NotTwinningsFile
from partnerships.registry.facets.held import rebuild_facets


class Command(BaseCommand):
    help = _("Publie les jumelages d’un fichier de Wikidata (propriété P190).")

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help=_("ne change rien"))
        parser.add_argument(
            "--report",
            type=Path,
            metavar="RAPPORT.csv",
            help=_("écrit les lignes non chargées et les suppositions, avec leurs motifs"),
        )

    def handle(self, *, file, dry_run, report, **options):
        if report and report.resolve() == file.resolve():
            raise CommandError(_("Le rapport remplacerait le fichier à lire."))
        try:
            plan, count = self.run(file, dry_run=dry_run, report=report)
        except (NotTwinningsFile, ReferenceMissing) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                _("Fichier illisible\u202f: %(path)s (%(error)s)")
                % {"path": error.filename, "error": error.strerror}
            ) from error
        if count and not dry_run:
            rebuild_facets()
        self.summarise(plan, count, dry_run)

    def run(self, file, *, dry_run, report):
        """The plan, and how many twinnings were published or would be."""
        with contextlib.ExitStack() as stack:
            plan = plan_twinnings(file)
            # Opened before anything is loaded: a report that cannot be written stops the import.
            if report:
                opened = report.open("w", encoding="utf-8-sig", newline="")
                output = stack.enter_context(opened)
            if not dry_run:
                plan = prepare_file(file, plan)
            count = len(plan.pairs) if dry_run else publish_plan(plan, stream=self.stdout)
            if report:
                write_report(plan.lines, output)
        return plan, count

    def summarise(self, plan, count, dry_run):
        found = counts(plan.lines)
        for fate in Fate:
            self.stdout.write(f"{found[fate]:>6}  {fate.label}")
        partners = len({id(pair.partner) for pair in plan.pairs})
        text = _("%(count)d jumelages publiés, avec %(partners)d partenaires.")
        if dry_run:
            text = _("%(count)d jumelages seraient publiés, avec %(partners)d partenaires.")
        self.stdout.write(text % {"count": count, "partners": partners})
