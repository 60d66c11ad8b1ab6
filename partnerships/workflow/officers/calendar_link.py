"""The secret link of an officer's due dates: made, made anew, revoked."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import CalendarFeed
from partnerships.workflow.link import digest_of
from partnerships.workflow.refusals import Refused

User = get_user_model()


@transaction.atomic
def _replace_link(user, token_digest, seen):
    # The account is locked first: two pages may make the first link at once.
    User.objects.select_for_update().get(pk=user.pk)
    feed, _is_new = CalendarFeed.objects.get_or_create(user=user)
    if feed.token_digest == token_digest:
        return
    if feed.version != seen:
        raise Refused(
            _("Votre lien a changé depuis l’affichage de cette page\u202f: voici où il en est.")
        )
    feed.token_digest, feed.version = token_digest, seen + 1
    feed.changed_at = timezone.now()
    feed.save()


def make_link(user, token: str, *, seen: int) -> None:
    """Makes `token` the link of `user`, in place of the one before.

    `seen`: the version that the page displayed. The same token sent again changes nothing. Raises
    Refused if the link changed since.
    """
    _replace_link(user, digest_of(token), seen)


def revoke_link(user, *, seen: int) -> None:
    """Revokes the link of `user`. Raises Refused if it changed since `seen`."""
    _replace_link(user, "", seen)


def officer_of(token: str):
    """Returns the owner of the link, if they still instruct dossiers; None otherwise."""
    feed = CalendarFeed.objects.filter(token_digest=digest_of(token)).select_related("user").first()
    if feed and feed.user.has_perm("partnerships.review_dossier"):
        return feed.user
    return None
