from partnerships.workflow.creation import create_amendment, create_dossier
from partnerships.workflow.messages import post_message
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Invalid, NotAllowed, Refused
from partnerships.workflow.transitions import TRANSITIONS, Action, available_actions

__all__ = [
    "TRANSITIONS",
    "Action",
    "Invalid",
    "NotAllowed",
    "Refused",
    "available_actions",
    "create_amendment",
    "create_dossier",
    "perform",
    "post_message",
]
