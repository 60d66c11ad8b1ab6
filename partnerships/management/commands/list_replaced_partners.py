from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from partnerships.cleaning.replaced_partners import replaced_partners


class Command(BaseCommand):
    help = _(
        "Liste les fiches publiées dont un partenaire n’a pas le nom que la collectivité avait "
        "déclaré\u202f: un instructeur les relit, et les corrige. N’écrit rien."
    )

    def handle(self, **options):
        count = 0
        for each in replaced_partners():
            count += 1
            page = each.partnership
            self.stdout.write(
                f"{page.reference} · {each.declared} → {each.partner} · {page.get_absolute_url()}"
            )
        self.stdout.write(_("Fiches à relire\u202f: %(count)s.") % {"count": count})
