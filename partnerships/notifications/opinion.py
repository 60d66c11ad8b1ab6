"""Notifies opinions: to the body that is asked, and to the officers who asked.

The answer is never in a mail: it may be confidential, and mails may be read by others.
"""

from partnerships.models import Decision, Dossier, Opinion, OpinionLink
from partnerships.notifications.outbox import address, notify


def contact_of(opinion: Opinion):
    """Returns the officer whom an adviser may write to: the active reviewer, or who asked."""
    reviewer = opinion.dossier.reviewer
    return reviewer if reviewer and reviewer.is_active else opinion.asked_by


def announce_opinion_link(link: OpinionLink, token: str) -> None:
    """Sends a link, which is stored nowhere else."""
    opinion = link.opinion
    notify(
        f"opinion:{opinion.uuid}:{link.pk}",
        [opinion],
        "opinion_reminder" if link.is_reminder else "opinion_request",
        secret=token,
        opinion=opinion,
        dossier=opinion.dossier,
        contact=contact_of(opinion),
        is_late=opinion.due_on < link.sent_on,
        link=address("opinion_answer", token),
    )


def announce_opinion_revoked(opinion: Opinion) -> None:
    notify(
        f"opinion:{opinion.uuid}:revoked",
        [opinion],
        "opinion_revoked",
        opinion=opinion,
        dossier=opinion.dossier,
        contact=contact_of(opinion),
    )


def announce_opinion_answer(opinion: Opinion) -> None:
    """Notifies the officer who asked, and the current reviewer of the dossier."""
    people = {opinion.asked_by, opinion.dossier.reviewer} - {None}
    notify(
        f"opinion:{opinion.uuid}:answer:{opinion.answer_count}",
        [person for person in people if person.is_active],
        "opinion_answer",
        opinion=opinion,
        dossier=opinion.dossier,
        link=f"{address('review_detail', opinion.dossier.uuid)}#avis",
    )


def announce_decision_to_advisers(dossier: Dossier, decision: Decision) -> None:
    """Notifies each body that took part of the outcome, with the public page if there is one.

    One mail per address, whatever the number of opinions asked of it.
    """
    partnership = dossier.partnership if decision.is_favourable else None
    link = partnership and address("partnership_detail", partnership.public_id, partnership.slug)
    for opinion in dossier.opinions.taking_part():
        notify(
            f"opinion-decision:{decision.pk}",
            [opinion],
            "opinion_decision",
            opinion=opinion,
            dossier=dossier,
            decision=decision,
            link=link,
        )
