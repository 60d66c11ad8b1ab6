from partnerships.notifications.absence import announce_absence
from partnerships.notifications.assignment import Given, announce_assignment, announce_reminder
from partnerships.notifications.authority import (
    announce_authority_request,
    announce_authority_request_answer,
    announce_merger,
)
from partnerships.notifications.deposits import announce_deposits
from partnerships.notifications.dossier import (
    announce,
    announce_hand_over,
    announce_message,
    release_mail,
)
from partnerships.notifications.joining import announce_joining
from partnerships.notifications.membership import (
    announce_invitation,
    announce_invitation_answer,
    announce_membership_answer,
    announce_membership_request,
    announce_takeover,
    announce_takeover_answer,
)
from partnerships.notifications.opinion import (
    announce_decision_to_advisers,
    announce_opinion_answer,
    announce_opinion_link,
    announce_opinion_revoked,
)
from partnerships.notifications.outbox import address, notify, send_one
from partnerships.notifications.publication import (
    announce_correction,
    announce_merge,
    announce_resumption,
    announce_suspension,
)
from partnerships.notifications.retention import announce_erasure, announce_erasures

__all__ = [
    "Given",
    "address",
    "announce",
    "announce_absence",
    "announce_assignment",
    "announce_authority_request",
    "announce_authority_request_answer",
    "announce_correction",
    "announce_decision_to_advisers",
    "announce_deposits",
    "announce_erasure",
    "announce_erasures",
    "announce_hand_over",
    "announce_invitation",
    "announce_invitation_answer",
    "announce_joining",
    "announce_membership_answer",
    "announce_membership_request",
    "announce_merge",
    "announce_merger",
    "announce_message",
    "announce_opinion_answer",
    "announce_opinion_link",
    "announce_opinion_revoked",
    "announce_reminder",
    "announce_resumption",
    "announce_suspension",
    "announce_takeover",
    "announce_takeover_answer",
    "notify",
    "release_mail",
    "send_one",
]
