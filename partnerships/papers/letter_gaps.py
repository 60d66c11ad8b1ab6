"""What a letter lacks, for officers to read before it is sent: the portal invents nothing."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from partnerships.models import Decision, Letterhead, Outcome
from partnerships.papers.decision import Senders


def lacks_appeal(head: Letterhead | None, outcomes: Iterable[str]) -> bool:
    """Whether a letter that refuses, or accepts with reservations, has no means of appeal."""
    is_missing = head is None or not head.appeal
    return is_missing and any(outcome != Outcome.ACCEPTED for outcome in outcomes)


def _has_address(decision):
    """Whether the letter has more than the name of the authority, which may take several lines."""
    name = str(decision.dossier.lead_authority.current)
    return " ".join(decision.recipient.split()) not in ("", " ".join(name.split()))


def letter_gaps(senders: Senders, decisions: Iterable[Decision]) -> list[str]:
    """Returns what the letters of `decisions` lack, each as a sentence for officers, once."""
    decisions, head, gaps = list(decisions), senders.letterhead, []
    if head is None:
        gaps.append(_("L’en-tête du service manque."))
    if head is None or not head.appeal:
        gaps.append(_("Les voies et délais de recours manquent\u202f: la lettre n’en dira rien."))
    if any(senders.of(each).signatory is None for each in decisions):
        gaps.append(
            _(
                "Personne n’est désigné pour signer\u202f: la lettre porte le nom de qui a décidé, "
                "sans qualité."
            )
        )
    unaddressed = [each.dossier.reference for each in decisions if not _has_address(each)]
    if unaddressed:
        references = {"references": ", ".join(unaddressed)}
        gaps.append(_("Sans adresse, avec le nom seul\u202f: %(references)s.") % references)
    return gaps
