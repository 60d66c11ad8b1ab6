"""An authority asks the lead authority of a published partnership to add its part."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from partnerships.models import LocalAuthority, Partnership
from partnerships.notifications.joining import announce_joining
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = 1_000


def authorities_that_may_ask(partnership: Partnership, user) -> QuerySet[LocalAuthority]:
    """Returns the authorities of `user`; none if they may change the page themselves."""
    mine = LocalAuthority.objects.existing().of_member(user)
    may_change = mine.filter(pk=partnership.lead_authority.current.pk).exists()
    return mine.none() if may_change else mine


@transaction.atomic
def ask_to_join(partnership: Partnership, authority: LocalAuthority, *, by, text: str) -> None:
    """Writes to the lead authority on behalf of `authority`, of which `by` is a member."""
    if not authorities_that_may_ask(partnership, by).filter(pk=authority.pk).exists():
        raise NotAllowed
    text = clean_text(text)
    if not text:
        raise Refused(_("Écrivez ce que votre collectivité fait dans ce partenariat."))
    refuse_too_long(text, MAX_LENGTH)
    announce_joining(partnership, authority, by=by, text=text)
