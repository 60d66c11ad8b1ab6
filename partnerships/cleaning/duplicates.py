"""Dismissal of probable duplicates by officers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import DuplicatePair, DuplicateState
from partnerships.permissions import may_merge
from partnerships.workflow.messages import checked_reason
from partnerships.workflow.refusals import NotAllowed, Refused

REASON_MAX_LENGTH = DuplicatePair._meta.get_field("dismissed_because").max_length


def _locked(pair, by):
    if not may_merge(by):
        raise NotAllowed
    return DuplicatePair.objects.select_for_update().get(pk=pair.pk)


@transaction.atomic
def dismiss(pair: DuplicatePair, *, by, seen: list[str], because: str) -> DuplicatePair:
    """Dismisses a pair (« Ce n’est pas un doublon »).

    `seen`: the reasons that the page displayed. The pair is proposed again only if another reason
    is found. Dismissing twice has no effect. Raises NotAllowed, or Refused if the pair changed.
    """
    pair = _locked(pair, by)
    because = checked_reason(because, REASON_MAX_LENGTH)
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
    """Reopens a dismissed pair. Why it was dismissed stays readable. Raises NotAllowed."""
    pair = _locked(pair, by)
    if pair.state == DuplicateState.DISMISSED:
        pair.state = DuplicateState.OPEN
        pair.save(update_fields=["state"])
    return pair
