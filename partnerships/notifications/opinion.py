"""Who hears of an opinion: the body that is asked, and the officers who asked.

What was answered stands in no mail: it may be confidential, and mails are seen elsewhere.
"""

from partnerships.models import Decision, Dossier, Opinion, OpinionLink
from partnerships.notifications.outbox import address, notify


def contact_of(opinion: Opinion):
    """The officer whom an adviser may write to."""
    reviewer = opinion.dossier.reviewer
    return reviewer if reviewer and reviewer.is_active else opinion.asked_by


def announce_opinion_link(link: OpinionLink, token: str) -> None:
    """Send a link; it stands nowhere else."""
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
    """Tell who asked, and who instructs the file now."""
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
    """Tell each body that was asked what was decided: the outcome, and the page where it is public.

    One mail an address, whatever the number of opinions that were asked of it.
    """
    partnership = dossier.partnership if decision.is_favourable else None
    link = partnership and address("partnership_detail", partnership.public_id, partnership.slug)
    for opinion in dossier.opinions.standing():
        notify(
            f"opinion-decision:{decision.pk}",
            [opinion],
            "opinion_decision",
            opinion=opinion,
            dossier=dossier,
            decision=decision,
            link=link,
        )
