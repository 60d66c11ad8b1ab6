import json
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.imports.reference.authorities import DATA
from partnerships.imports.reference.country_languages import write_country_languages


class Command(BaseCommand):
    help = _(
        "Refait le fichier des noms des pays dans d’autres langues, à partir de ceux d’Unicode "
        "CLDR (partnerships/data/README.md)."
    )

    def add_arguments(self, parser):
        parser.add_argument("names", type=Path, help=_("JSON\u202f: langue, code, nom"))

    def handle(self, *, names, **options):
        languages = json.loads(names.read_text(encoding="utf-8"))
        count = write_country_languages(languages, DATA)
        self.stdout.write(_("%(count)s noms de pays.") % {"count": count})
