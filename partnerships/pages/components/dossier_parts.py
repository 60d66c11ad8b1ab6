"""The authorities of a dossier, and what each has answered about its part."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cncd_portal.french_dates import french_date
from partnerships.models import Dossier, DossierAuthority, PartAnswer, Submission


@dataclass(frozen=True)
class ShownPart:
    """An authority of a dossier; `is_settled`: it has answered on the latest deposit."""

    authority: object
    is_lead: bool
    answer: str
    is_settled: bool
    sentence: str
    reason: str


def _sentence(part, is_settled):
    if part.is_lead:
        return _("cheffe de file")
    if not part.answer:
        return _("n’a pas encore répondu")
    values = {
        "at": french_date(part.answered_at),
        "by": part.answered_by or _("une personne qui n’a plus de compte"),
        "number": part.answered_submission.number if part.answered_submission else "",
    }
    if part.answer == PartAnswer.CONFIRMED:
        text = _("part confirmée le %(at)s par %(by)s (dépôt %(number)s)")
    elif part.answered_submission:
        text = _("«\u202fce n’est pas nous\u202f», le %(at)s, %(by)s (dépôt %(number)s)")
    else:
        text = _("«\u202fce n’est pas nous\u202f», le %(at)s, %(by)s (brouillon)")
    sentence = text % values
    if not is_settled:
        sentence += _("\u202f; n’a pas encore répondu sur le dernier dépôt")
    return sentence


def shown_parts(dossier: Dossier, latest: Submission | None) -> list[ShownPart]:
    rows = dossier.dossier_authorities.select_related(
        "authority", "answered_by", "answered_submission"
    )
    return [_shown(part, latest) for part in rows]


def _shown(part: DossierAuthority, latest):
    answered = part.answered_submission and part.answered_submission.digest
    is_settled = bool(part.answer) and answered == (latest and latest.digest)
    return ShownPart(
        authority=part.authority,
        is_lead=part.is_lead,
        answer=part.answer,
        is_settled=is_settled,
        sentence=_sentence(part, is_settled),
        reason=part.reason,
    )
