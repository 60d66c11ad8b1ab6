"""Officers say of two records that they are not the same; it is remembered."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import DuplicatePair, DuplicateState
from partnerships.permissions import may_merge
from partnerships.workflow.messages import checked_reason
from partnerships.workflow.refusals import NotAllowed, Refused

MOST = DuplicatePair._meta.get_field("dismissed_because").max_length


def _locked(pair, by):
    if not may_merge(by):
        raise NotAllowed
    return DuplicatePair.objects.select_for_update().get(pk=pair.pk)


@transaction.atomic
def dismiss(pair: DuplicatePair, *, by, seen: list[str], because: str) -> DuplicatePair:
    """« Ce n’est pas un doublon », said on the reasons `seen`.

    It is proposed again only where a reason comes that was not among them. Twice by the same
    person is one act. Raises NotAllowed, Refused.
    """
    pair = _locked(pair, by)
    because = checked_reason(because, MOST)
    if pair.state == DuplicateState.DISMISSED and pair.settled_by == by:
        return pair
    if pair.state != DuplicateState.OPEN or pair.reasons != seen:
        raise Refused(
            _("Ce doublon a changé depuis que vous l’avez ouvert\u202f: relisez, puis recommencez.")
        )
    pair.state, pair.dismissed_because = DuplicateState.DISMISSED, because
    pair.dismissed_reasons = pair.reasons
    pair.settled_at, pair.settled_by = timezone.now(), by
    pair.save()
    return pair


@transaction.atomic
def examine_again(pair: DuplicatePair, *, by) -> DuplicatePair:
    """Take back what was dismissed; what was said stays, to be read."""
    pair = _locked(pair, by)
    if pair.state == DuplicateState.DISMISSED:
        pair.state = DuplicateState.OPEN
        pair.save(update_fields=["state"])
    return pair
