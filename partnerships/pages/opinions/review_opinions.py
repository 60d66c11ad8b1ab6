"""The opinions of a dossier, on its review page."""

from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.models import Action, Dossier, Opinion, OpinionAnswer, OpinionFile, OpinionLink
from partnerships.models.opinion import INSTRUCTED
from partnerships.workflow.opinions.asking import remindable

# The section of opinions in the page of a dossier: its anchor, and the tag of what is told there.
OPINIONS = "avis"
BADGES = {
    OpinionAnswer.FAVOURABLE: "success",
    OpinionAnswer.RESERVED: "warning",
    OpinionAnswer.UNFAVOURABLE: "error",
    OpinionAnswer.NO_COMMENT: "",
    OpinionAnswer.DECLINED: "",
}


@dataclass(frozen=True)
class ShownOpinion:
    """An opinion to display. `reminders`: the mails sent after the request, oldest first."""

    row: Opinion
    file: OpinionFile | None
    reminders: list[OpinionLink]
    may_remind: bool
    may_revoke: bool

    @property
    def badge(self) -> tuple[str, str]:
        """(suffix of the DSFR badge class, label) of its state."""
        if self.row.is_revoked:
            return "", _("demande retirée")
        if self.row.is_answered:
            return BADGES[self.row.answer], self.row.answer_title
        return ("error", _("en retard")) if self.row.is_late else ("info", _("attendu"))

    @property
    def question(self) -> str:
        """The confirmation text of a withdrawal."""
        return _("%(body)s ne pourra plus répondre, et en sera prévenu.") % {"body": self.row}


class ReviewOpinions:
    """The opinions of a dossier. `actions`: those that the officer may do now."""

    def __init__(self, dossier: Dossier, user, actions: list[Action]):
        self.dossier, self.user, self.actions = dossier, user, actions

    @property
    def may_ask(self) -> bool:
        return Action.ASK_OPINION in self.actions

    @cached_property
    def rows(self) -> list[Opinion]:
        rows = self.dossier.opinions.visible_to(self.user).select_related("asked_by", "submission")
        rows = rows.defer("submission__document_text")
        return list(rows.prefetch_related("links__sent_by"))

    @property
    def awaited(self) -> list[Opinion]:
        """Opinions that the decision waits for; none once the dossier left the instruction."""
        if self.dossier.status not in INSTRUCTED:
            return []
        return [row for row in self.rows if row.is_awaited]

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.awaited)

    @property
    def summary(self) -> str:
        """« 2 avis attendus, dont 1 en retard »; "" if none is awaited."""
        count = len(self.awaited)
        if not count:
            return ""
        counts = {"count": count, "late": self.late}
        if not self.late:
            return ngettext("%(count)s avis attendu", "%(count)s avis attendus", count) % counts
        text = ngettext(
            "%(count)s avis attendu, en retard",
            "%(count)s avis attendus, dont %(late)s en retard",
            count,
        )
        return text % counts

    @cached_property
    def shown(self) -> list[ShownOpinion]:
        if not self.rows:
            return []
        files = OpinionFile.objects.filter(opinion__dossier=self.dossier)
        files = {file.opinion_id: file for file in files}
        reminded = set(remindable(self.dossier, self.user).values_list("pk", flat=True))
        return [self._shown(row, files.get(row.pk), row.pk in reminded) for row in self.rows]

    def _shown(self, row, file, may_remind):
        links = list(row.links.all())
        is_unsent_today = all(link.sent_on < timezone.localdate() for link in links)
        return ShownOpinion(
            row=row,
            file=file,
            reminders=[link for link in links if link.is_reminder],
            may_remind=may_remind and is_unsent_today,
            may_revoke=row.is_awaited and Action.REVOKE_OPINION in self.actions,
        )
