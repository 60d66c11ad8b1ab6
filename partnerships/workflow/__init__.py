from partnerships.workflow.amendment import (
    ASSERTION,
    AlreadyOpen,
    create_amendment,
    create_claim,
    create_closure,
    start_phase_change,
)
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.handover import hand_over_files
from partnerships.workflow.membership import (
    answer_membership,
    end_membership,
    request_membership,
    set_member_role,
)
from partnerships.workflow.messages import mark_read, post_message
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Invalid, NotAllowed, Refused
from partnerships.workflow.transitions import TRANSITIONS, Action, available_actions

__all__ = [
    "ASSERTION",
    "TRANSITIONS",
    "Action",
    "AlreadyOpen",
    "Invalid",
    "NotAllowed",
    "Refused",
    "answer_membership",
    "available_actions",
    "create_amendment",
    "create_claim",
    "create_closure",
    "create_dossier",
    "end_membership",
    "hand_over_files",
    "mark_read",
    "perform",
    "post_message",
    "request_membership",
    "set_member_role",
    "start_phase_change",
]
