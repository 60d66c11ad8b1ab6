"""The messages to see before decisions are notified: told in the same words wherever they are, and
none that comes while the page is open is missed.
"""

from collections import Counter
from functools import cached_property

from django.utils.translation import gettext as _

from partnerships.models import Action, BulkAct, BulkItemState, BulkRun, Dossier, Message
from partnerships.pages.decisions.review_decision import ONE_GO
from partnerships.workflow.refusals import Refused
from partnerships.workflow.transitions import available_actions

SHOWN = "messages_shown"


class MessagesToSee:
    """The messages `rows`, a query of those to see before some decisions are notified."""

    def __init__(self, rows):
        self._rows = rows

    @cached_property
    def _found(self) -> dict[int, int]:
        """Key of each message → that of its dossier."""
        return dict(self._rows.order_by("pk").values_list("pk", "dossier"))

    @property
    def count(self) -> int:
        return len(self._found)

    @cached_property
    def dossiers(self) -> list[tuple[Dossier, int]]:
        """(dossier, how many) for those that have some."""
        counts = Counter(self._found.values())
        rows = Dossier.objects.filter(pk__in=counts).only("uuid", "reference")
        return [(dossier, counts[dossier.pk]) for dossier in rows.order_by("reference")]

    @property
    def shown(self) -> str:
        """What the form of a page that tells them sends back, as SHOWN."""
        return " ".join(map(str, self._found))

    def refuse_unshown(self, data) -> None:
        """Raises Refused if the page that sent the form `data` did not tell them all."""
        if set(map(str, self._found)) - set(data.get(SHOWN, "").split()):
            raise Refused(
                _("Des messages qui n’étaient pas annoncés sont à voir avant de notifier.")
            )


def messages_to_see(user, dossiers) -> MessagesToSee:
    """Returns those that `user` has to see of `dossiers`: keys, or a query of them."""
    return MessagesToSee(Message.objects.to_see_before_release(user).filter(dossier__in=dossiers))


def refuse_act_unshown(action: str, dossier: Dossier, *, by, data) -> None:
    """Raises Refused, like `refuse_unshown`, if `action` notifies and `by` may do it."""
    is_notifying = action == Action.RELEASE or action in ONE_GO
    if is_notifying and action in available_actions(dossier, by):
        messages_to_see(by, [dossier.pk]).refuse_unshown(data)


def to_see_in_run(run: BulkRun) -> MessagesToSee:
    """Returns those of the decisions that `run` is to notify; none once it started."""
    if run.act != BulkAct.RELEASE or run.started_at:
        return MessagesToSee(Message.objects.none())
    planned = run.items.filter(state=BulkItemState.PLANNED).order_by()
    return messages_to_see(run.by, planned.values("dossier"))
