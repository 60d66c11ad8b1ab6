"""The table of notification events, as chosen on « Mes notifications ».

It drives mails, the page of choices and digests. Each template of `partnerships/email/` belongs to
one event.
"""

from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from partnerships.models.notification import Frequency

AT_ONCE, DAILY, WEEKLY, NEVER = Frequency


class Side(Enum):
    """The people notified of an event, who choose its frequency."""

    MEMBER = _("Pour ma collectivité")
    OFFICER = _("Pour l’instruction")
    CURATOR = _("Pour les vingt propositions")


@dataclass(frozen=True)
class Event:
    """An event that people are notified of.

    `frequency`: the default. `always`: the reason why it cannot be turned off, if so.
    `is_sent_when_closed`: whether it is sent for closed dossiers too.
    """

    name: str
    label: Promise
    side: Side
    templates: tuple[str, ...]
    frequency: Frequency = AT_ONCE
    always: Promise | None = None
    is_sent_when_closed: bool = False


EVENTS = (
    # Events that need an answer are sent at once; mere information is gathered in digests.
    Event(
        "decision",
        _("Décision notifiée"),
        Side.MEMBER,
        ("release",),
        always=_("c’est la réponse au dossier que vous avez déposé"),
        is_sent_when_closed=True,
    ),
    Event(
        "changes_requested",
        _("Compléments demandés, et leurs relances"),
        Side.MEMBER,
        ("request_changes", "remind_authority"),
    ),
    Event("reopening", _("Dossier rouvert"), Side.MEMBER, ("reopen",), is_sent_when_closed=True),
    Event("message", _("Message de l’administration ou d’un collègue"), Side.MEMBER, ("message",)),
    Event("deposit", _("Dépôt d’un dossier"), Side.MEMBER, ("submit", "deposits")),
    Event(
        "progress",
        _("Dossier pris en instruction, ou retiré par un collègue"),
        Side.MEMBER,
        ("start_review", "withdraw"),
        DAILY,
    ),
    Event(
        "co_authority",
        _("Dossier d’une autre collectivité qui cite la mienne"),
        Side.MEMBER,
        ("submit_co_authority", "deposits_co_authority", "share_co_authority"),
    ),
    Event(
        "decline",
        _("Une collectivité citée dit n’être pas partie"),
        Side.MEMBER,
        ("decline",),
        is_sent_when_closed=True,
    ),
    Event(
        "publication",
        _("Fiche suspendue, remise en ligne, corrigée ou fusionnée"),
        Side.MEMBER,
        ("suspension", "resumption", "correction", "merge"),
        is_sent_when_closed=True,
    ),
    Event(
        "reader_report",
        _("Erreur signalée par un lecteur sur une page de ma collectivité"),
        Side.MEMBER,
        ("reader_report",),
        DAILY,
    ),
    Event(
        "reader_report_answer",
        _("Réponse à une erreur que j’ai signalée, et lien qui confirme mon adresse"),
        Side.MEMBER,
        ("reader_report_answer", "reader_report_address"),
        always=_("c’est la réponse à ce que vous avez écrit"),
    ),
    Event("draft", _("Brouillon délaissé"), Side.MEMBER, ("draft_warning", "expire")),
    Event(
        "retention",
        _("Dossier archivé qui va être effacé"),
        Side.MEMBER,
        ("retention",),
        is_sent_when_closed=True,
    ),
    Event("follow_up", _("Dossier qui change de mains"), Side.MEMBER, ("hand_over",)),
    Event("campaign", _("Campagne de confirmation"), Side.MEMBER, ("campaign",)),
    Event(
        "team",
        _("Vie de ma collectivité\u202f: demandes, réponses, fusions"),
        Side.MEMBER,
        (
            "membership_request",
            "membership_answer",
            "invitation_answer",
            "authority_request_answer",
            "joining",
            "merger",
        ),
    ),
    Event(
        "invitation",
        _("Invitation à rejoindre une collectivité"),
        Side.MEMBER,
        ("invitation",),
        always=_("le lien n’est que dans ce courriel"),
    ),
    Event(
        "takeover",
        _("Remplacement d’un gestionnaire qui ne répond plus"),
        Side.MEMBER,
        ("takeover", "takeover_answer"),
        always=_("il s’agit de qui gère votre collectivité"),
    ),
    Event(
        "data_export",
        _("Archive de mes données"),
        Side.MEMBER,
        ("data_export",),
        always=_("vous l’avez demandée, et elle est effacée après quelques jours"),
    ),
    Event(
        "opinion_request",
        _("Avis qui m’est demandé, par un lien personnel"),
        Side.MEMBER,
        ("opinion_request", "opinion_reminder", "opinion_revoked", "opinion_decision"),
        always=_("l’avis se donne sans compte, par le lien que porte ce courriel"),
        is_sent_when_closed=True,
    ),
    Event(
        "message_officer",
        _("Message sur un dossier que j’instruis"),
        Side.OFFICER,
        ("message_officer",),
    ),
    Event(
        "assignment",
        _("Dossier qui m’est confié ou repris, absence d’un collègue"),
        Side.OFFICER,
        ("assign", "absence"),
    ),
    Event("opinion", _("Réponse à une demande d’avis"), Side.OFFICER, ("opinion_answer",)),
    Event(
        "countersigning",
        _("Décision à contresigner, contresignée ou renvoyée"),
        Side.OFFICER,
        ("to_countersign", "countersign_officer", "uncountersign_officer", "take_back_officer"),
        is_sent_when_closed=True,
    ),
    Event(
        "objection",
        _("Une collectivité citée dit n’être pas partie"),
        Side.OFFICER,
        ("decline_officer",),
        is_sent_when_closed=True,
    ),
    Event(
        "reopening_officer",
        _("Dossier rouvert"),
        Side.OFFICER,
        ("reopen_officer",),
        is_sent_when_closed=True,
    ),
    Event(
        "deposit_officer",
        _("Dossier déposé, ou dont le dépôt est retiré"),
        Side.OFFICER,
        ("submit_officer", "deposits_officer", "withdraw_officer"),
        DAILY,
    ),
    Event(
        "retention_officer",
        _("Dossiers archivés qui vont être effacés"),
        Side.OFFICER,
        ("retention_officer",),
    ),
    Event(
        "reader_report_officer",
        _("Erreur signalée par un lecteur"),
        Side.OFFICER,
        ("reader_report_officer",),
        DAILY,
    ),
    Event(
        "desk_requests",
        _("Demandes des collectivités\u202f: absente du registre, sans gestionnaire"),
        Side.OFFICER,
        ("authority_request", "takeover_officer"),
    ),
    Event(
        "proposal_review",
        _("Point d’avancement à faire sur une proposition"),
        Side.CURATOR,
        ("proposal_review",),
    ),
)
EVENT_OF = {template: event for event in EVENTS for template in event.templates}
BY_NAME = {event.name: event for event in EVENTS}
