"""The portal as the actor of automatic actions in the journal."""

from uuid import UUID

from django.utils.translation import gettext as _


class Portal:
    """Replaces the user as the actor of an event. No account has its `journal_id`."""

    journal_id = UUID("00000000-0000-4000-8000-706f72746169")
    pk = None
    is_active = True

    def __str__(self):
        return _("le portail")


PORTAL = Portal()


def is_portal(user, dossier) -> bool:
    return user is PORTAL
