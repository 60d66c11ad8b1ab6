"""The portal itself, where it acts without anyone asking: its name in the journal."""

from uuid import UUID

from django.utils.translation import gettext as _


class Portal:
    """Stands for a person where an event wants its actor; no account has its identity."""

    journal_id = UUID("00000000-0000-4000-8000-706f72746169")
    pk = None
    is_active = True

    def __str__(self):
        return _("le portail")


PORTAL = Portal()


def is_portal(user, dossier) -> bool:
    return user is PORTAL
