from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

REVIEWERS, LEAD_REVIEWERS, CURATORS = "Instructeurs", "Instructeurs responsables", "Curateurs"
# What curators edit in the administration: application → models.
CURATED = {
    "partnerships": [
        "theme",
        "sector",
        "goal",
        "country",
        "localauthority",
        "internationalpartner",
        "sitesettings",
        "accessibilitycheck",
    ],
}
READ_ONLY = {
    "partnerships": ["partnership", "partnershipversion", "place", "outboxmail", "referenceload"],
    "proposals": ["proposal", "proposaltext", "progressnote", "proposalrelation", "evidence"],
}


def _permissions(models, verbs):
    return Permission.objects.filter(
        codename__in=[
            f"{verb}_{name}" for names in models.values() for name in names for verb in verbs
        ],
        content_type__app_label__in=models,
    )


class Command(BaseCommand):
    help = _("Crée les groupes d’instructeurs et de curateurs, avec leurs droits.")

    @transaction.atomic
    def handle(self, *, verbosity, **options):
        review = Permission.objects.filter(codename="review_dossier")
        lead = Permission.objects.filter(codename__in=["review_dossier", "lead_review"])
        curate = _permissions(CURATED, ["view", "add", "change"])
        propositions = Permission.objects.filter(codename="curate_proposals")
        send_again = Permission.objects.filter(codename="requeue_outboxmail")
        for name, permissions in (
            (REVIEWERS, review),
            (LEAD_REVIEWERS, lead),
            (
                CURATORS,
                curate | _permissions(READ_ONLY, ["view"]) | propositions | send_again,
            ),
        ):
            group, _created = Group.objects.get_or_create(name=name)
            group.permissions.add(*permissions)
        if verbosity:
            self.stdout.write(
                _("Groupes prêts\u202f: instructeurs, instructeurs responsables, curateurs.")
            )
