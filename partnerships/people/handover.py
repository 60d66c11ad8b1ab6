"""Files that pass from one colleague to another."""

from collections.abc import Iterable

from django.db import transaction

from partnerships.models import Dossier
from partnerships.notifications.dossier import announce_hand_over
from partnerships.workflow.perform import perform
from partnerships.workflow.transitions import Action


@transaction.atomic
def hand_over_files(dossiers: Iterable[Dossier], *, by, to) -> int:
    """`to` follows `dossiers` from now on, or nobody does; how many passed. One mail a person."""
    passed = [dossier for dossier in dossiers if dossier.in_charge != to]
    for dossier in passed:
        perform(Action.HAND_OVER, dossier, by=by, seen=dossier.last_sequence, to=to)
    if passed:
        announce_hand_over(passed, by=by, to=to)
    return len(passed)
