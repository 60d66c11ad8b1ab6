"""The tick that a refusal, or reservations, needs to be notified without the means of appeal."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships.models import (
    Action,
    BulkAct,
    BulkItemState,
    BulkRun,
    Decision,
    Dossier,
    Letterhead,
)
from partnerships.pages.decisions.review_decision import ONE_GO
from partnerships.papers.letter_gaps import lacks_appeal
from partnerships.workflow.refusals import Refused
from partnerships.workflow.transitions import available_actions

TICK = "sans-recours"


def refuse_without_appeal(outcomes: Iterable[str], data):
    """Raises Refused if a letter of `outcomes` needs the tick, and the form `data` has it not."""
    if not data.get(TICK) and lacks_appeal(Letterhead.objects.current(), outcomes):
        raise Refused(
            _(
                "Les voies et délais de recours manquent\u202f: cochez «\u202fNotifier sans les "
                "voies de recours\u202f», ou faites-les écrire d’abord."
            )
        )


def refuse_act_without_appeal(action: str, dossier: Dossier, *, by, data):
    """Raises Refused, like `refuse_without_appeal`, if `action` notifies and `by` may do it."""
    if action in ONE_GO:
        outcomes = [ONE_GO[action]]
    elif action == Action.RELEASE:
        outcomes = [decision.outcome for decision in dossier.decisions.standing()]
    else:
        return
    if action in available_actions(dossier, by):
        refuse_without_appeal(outcomes, data)


def outcomes_to_notify(run: BulkRun) -> Iterable[str]:
    """Returns the outcomes that `run` would notify; nothing for another act."""
    if run.act != BulkAct.RELEASE:
        return []
    planned = run.items.filter(state=BulkItemState.PLANNED).order_by().values("dossier")
    rows = Decision.objects.standing().filter(dossier__in=planned).order_by()
    return rows.values_list("outcome", flat=True).distinct()


def run_lacks_appeal(run: BulkRun) -> bool:
    return lacks_appeal(Letterhead.objects.current(), outcomes_to_notify(run))
