from partnerships.workflow.absence import declare_absence, end_absence
from partnerships.workflow.amendment import (
    ASSERTION,
    AlreadyOpen,
    create_amendment,
    create_claim,
    create_closure,
    start_phase_change,
)
from partnerships.workflow.assignment import assign_file
from partnerships.workflow.authority_request import (
    answer_with_known_authority,
    answer_with_new_authority,
    ask_authority,
    refuse_authority_request,
)
from partnerships.workflow.change_requests import drop, gather, is_gathering, reword
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.duplicates import dismiss, examine_again
from partnerships.workflow.handover import hand_over_files
from partnerships.workflow.invitation import (
    accept_invitation,
    invite,
    refuse_invitation,
    resend_invitation,
    revoke_invitation,
    why_closed,
)
from partnerships.workflow.joining import ask_to_join, authorities_that_may_ask
from partnerships.workflow.link import digest_of
from partnerships.workflow.membership import (
    answer_membership,
    end_membership,
    files_followed,
    request_membership,
    set_member_role,
)
from partnerships.workflow.merge import (
    may_merge_these,
    merge_authorities,
    merge_records,
    undo_merge,
)
from partnerships.workflow.messages import mark_read, post_message
from partnerships.workflow.opinion_steps import Ask, SentFile
from partnerships.workflow.opinion_steps import why_closed as why_opinion_closed
from partnerships.workflow.opinions import (
    answer_opinion,
    ask_opinions,
    known_asks,
    remind,
    remindable,
    revoke_opinion,
)
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Invalid, NotAllowed, Refused
from partnerships.workflow.suspension import resume_page, suspend_page
from partnerships.workflow.takeover import answer_takeover, ask_takeover
from partnerships.workflow.transitions import TRANSITIONS, Action, available_actions

__all__ = [
    "ASSERTION",
    "TRANSITIONS",
    "Action",
    "AlreadyOpen",
    "Ask",
    "Invalid",
    "NotAllowed",
    "Refused",
    "SentFile",
    "accept_invitation",
    "answer_membership",
    "answer_opinion",
    "answer_takeover",
    "answer_with_known_authority",
    "answer_with_new_authority",
    "ask_authority",
    "ask_opinions",
    "ask_takeover",
    "ask_to_join",
    "assign_file",
    "authorities_that_may_ask",
    "available_actions",
    "create_amendment",
    "create_claim",
    "create_closure",
    "create_dossier",
    "declare_absence",
    "digest_of",
    "dismiss",
    "drop",
    "end_absence",
    "end_membership",
    "examine_again",
    "files_followed",
    "gather",
    "hand_over_files",
    "invite",
    "is_gathering",
    "known_asks",
    "mark_read",
    "may_merge_these",
    "merge_authorities",
    "merge_records",
    "perform",
    "post_message",
    "refuse_authority_request",
    "refuse_invitation",
    "remind",
    "remindable",
    "request_membership",
    "resend_invitation",
    "resume_page",
    "revoke_invitation",
    "revoke_opinion",
    "reword",
    "set_member_role",
    "start_phase_change",
    "suspend_page",
    "undo_merge",
    "why_closed",
    "why_opinion_closed",
]
