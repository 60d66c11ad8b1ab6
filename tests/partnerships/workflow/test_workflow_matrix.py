"""Who may do what in which status: every cell, against a table written by hand."""

from uuid import uuid4

import pytest

from partnerships.models import Action, DossierAuthority, DossierStatus, InstructionRule
from partnerships.workflow.refusals import NotAllowed
from partnerships.workflow.transitions import available_actions
from tests.database import undone
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.change_requests import ChangeRequestFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import with_item
from tests.factories.lists import CountryFactory
from tests.factories.opinions import OpinionFactory, request_for
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db

LEAD, CO_MEMBER = "member", "member of a co-authority"
STRANGER, FORMER, LEADER = "stranger", "former member", "a lead reviewer"
REVIEWER, OTHER, DELEGATE = "the reviewer", "another reviewer", "who stands in for the reviewer"
OWN_REVIEWER, OWN_LEADER = "a reviewer, member", "a lead reviewer, member"
PEOPLE = (LEAD, CO_MEMBER, STRANGER, FORMER)
ROLES = (*PEOPLE, REVIEWER, DELEGATE, OTHER, LEADER, OWN_REVIEWER, OWN_LEADER)

# Status → who may do what. Roles not listed may do nothing: no reviewer or lead reviewer reviews
# a dossier of their own authority; as its members they write and deposit.
# The other authorities answer for their part; the person in charge hands the dossier over.
PART = {"confirm", "decline"}
REQUESTS = {"settle_request", "reopen_request"}
DECIDED = {"take_back", "correct_decision", "address_letter", "assign", "compare_partners"}
OPINIONS = {"ask_opinion", "revoke_opinion"}
REVIEW = {"assign", "compare_partners", *REQUESTS, *OPINIONS}
CONCLUDE = {"accept", "reserve", "reject"}
EXPECTED = {
    "draft": {
        LEAD: {"submit", "discard", "share", "hand_over"},
        CO_MEMBER: {"decline"},
        OWN_REVIEWER: {"submit", "discard", "share"},
        OWN_LEADER: {"submit", "discard", "share"},
    },
    "discarded": {
        LEAD: {"restore", "hand_over"},
        OWN_REVIEWER: {"restore"},
        OWN_LEADER: {"restore"},
    },
    "submitted": {
        LEAD: {"withdraw", "hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"withdraw", "answer_request"},
        OWN_LEADER: {"withdraw", "answer_request"},
        REVIEWER: {"start_review"},
        DELEGATE: {"start_review"},
        OTHER: {"start_review"},
        LEADER: {"start_review", "assign"},
    },
    "given": {
        LEAD: {"withdraw", "hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"withdraw", "answer_request"},
        OWN_LEADER: {"withdraw", "answer_request"},
        REVIEWER: {"start_review", "assign", "revoke_opinion"},
        DELEGATE: {"start_review", "assign", "revoke_opinion"},
        LEADER: {"start_review", "assign"},
    },
    "withdrawn": {
        LEAD: {"submit", "hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"submit", "answer_request"},
        OWN_LEADER: {"submit", "answer_request"},
        LEADER: {"assign"},
    },
    "under_review": {
        LEAD: {"withdraw", "hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"withdraw", "answer_request"},
        OWN_LEADER: {"withdraw", "answer_request"},
        REVIEWER: {"request_changes", "decide", *REVIEW, *CONCLUDE},
        DELEGATE: {"request_changes", "decide", *REVIEW, *CONCLUDE},
        LEADER: {"assign"},
    },
    "under_review, two people": {
        LEAD: {"withdraw", "hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"withdraw", "answer_request"},
        OWN_LEADER: {"withdraw", "answer_request"},
        REVIEWER: {"request_changes", "decide", *REVIEW},
        DELEGATE: {"request_changes", "decide", *REVIEW},
        LEADER: {"assign"},
    },
    "changes_requested": {
        LEAD: {"submit", "withdraw", "hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"submit", "withdraw", "answer_request"},
        OWN_LEADER: {"submit", "withdraw", "answer_request"},
        REVIEWER: {"assign", "remind_authority", *OPINIONS},
        DELEGATE: {"assign", "remind_authority", *OPINIONS},
        LEADER: {"assign"},
    },
    "decided": {
        LEAD: {"hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"answer_request"},
        OWN_LEADER: {"answer_request"},
        REVIEWER: {"release", *DECIDED},
        DELEGATE: {"release", *DECIDED},
        LEADER: {"assign"},
    },
    "decided, two people": {
        LEAD: {"hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"answer_request"},
        OWN_LEADER: {"answer_request"},
        REVIEWER: DECIDED,
        DELEGATE: DECIDED,
        LEADER: {"countersign", "take_back", "assign"},
    },
    "countersigned": {
        LEAD: {"hand_over", "answer_request"},
        CO_MEMBER: PART,
        OWN_REVIEWER: {"answer_request"},
        OWN_LEADER: {"answer_request"},
        REVIEWER: {"release", *DECIDED},
        DELEGATE: {"release", *DECIDED},
        LEADER: {"uncountersign", "take_back", "assign"},
    },
    "closed": {
        LEAD: {"hand_over"},
        CO_MEMBER: PART,
        REVIEWER: {"correct"},
        DELEGATE: {"correct"},
        OTHER: {"correct"},
        LEADER: {"correct", "reopen"},
    },
}
# How a dossier reaches a state finer than its status; all but one need a countersignature.
PATHS = {
    "withdrawn": "submitted",
    "given": "submitted",
    "under_review, two people": "under_review",
    "decided, two people": "decided",
    "countersigned": "decided",
}
# The status after each action; the other actions do not change it.
RESULTING_STATUS = {
    "submit": "submitted",
    "withdraw": "draft",
    "start_review": "under_review",
    "request_changes": "changes_requested",
    "accept": "closed",
    "reserve": "closed",
    "reject": "closed",
    "decide": "decided",
    "release": "closed",
    "take_back": "under_review",
    "reopen": "under_review",
    "discard": "draft",
    "restore": "draft",
}
# Every deposited dossier has a change request, answered where it is under review.
ASKED = uuid4()
PROPOSED = {
    "partners": [str(ASKED)],
    f"partners.{ASKED}.proposed_name": "Sefrou",
    f"partners.{ASKED}.proposed_kind": "municipality",
    f"partners.{ASKED}.proposed_country": "MA",
}
DETAILS = {
    "correct": {"reason": "Coquille.", "paths": ["title"]},
    "answer_request": {"request": ASKED, "word": "C’est fait."},
    "settle_request": {"request": ASKED},
    "reopen_request": {"request": ASKED},
    "ask_opinion": request_for("prefecture@example.org"),
    "revoke_opinion": {"opinion": ASKED},
    "decline": {"reason": "Nous n’avons rien signé."},
    "hand_over": {"to": None},
    "request_changes": {"messages": [("", "Précisez.")]},
    "accept": {"grounds": "Conforme."},
    "reserve": {"grounds": "Conforme.", "reservations": "Joindre la délibération."},
    "reject": {"grounds": "Hors champ."},
    "decide": {"outcome": "accepted", "grounds": "Conforme."},
    "correct_decision": {"outcome": "rejected", "grounds": "Hors champ."},
    "address_letter": {"recipient": "Mairie", "copies": ""},
    "settle": {"version": 1, "choices": {}},
    "take_back": {"reason": "À revoir."},
    "reopen": {"reason": "Erreur signalée."},
}


@pytest.fixture(scope="module")
def cast(shared_rows):
    """A dossier's authority, its co-authority, and one person for each role."""
    member = MemberFactory()
    authority, co_authority = member.authority, LocalAuthorityFactory()
    people = {
        LEAD: member.user,
        CO_MEMBER: MemberFactory(authority=co_authority).user,
        STRANGER: MemberFactory().user,
        FORMER: MemberFactory(authority=authority, revoked=True).user,
        REVIEWER: reviewer(),
        DELEGATE: reviewer(),
        OTHER: reviewer(),
        LEADER: lead_reviewer(),
        OWN_REVIEWER: reviewer(),
        OWN_LEADER: lead_reviewer(),
    }
    for role in (OWN_REVIEWER, OWN_LEADER):
        MemberFactory(user=people[role], authority=authority)
    AbsenceFactory(officer=people[REVIEWER], delegate=people[DELEGATE])
    return member, co_authority, people


def _details(action):
    return {"to": reviewer()} if action == "assign" else DETAILS.get(action, {})


@pytest.fixture(scope="module")
def made(status, cast):
    """A dossier in `status`, made once for the tests of that status."""
    with undone():
        yield _made(status, *cast)


def _made(status, member, co_authority, people):
    CountryFactory()
    path = PATHS.get(status, status)
    if path != status and status not in ("withdrawn", "given"):
        InstructionRule.objects.create(kind="registration", needs_countersign=True)
    dossier = dossier_in(path, member=member, officer=people[REVIEWER], **PROPOSED)
    if status == "withdrawn":
        dossier = act(dossier, Action.WITHDRAW, member.user)
    if status == "given":
        dossier = act(dossier, Action.ASSIGN, people[LEADER], to=people[REVIEWER])
    if status == "countersigned":
        dossier = act(dossier, Action.COUNTERSIGN, people[LEADER])
    DossierAuthority.objects.get_or_create(dossier=dossier, authority=co_authority)
    with_item(dossier, "authorities", authority=co_authority.key)
    dossier.save()
    if dossier.submission_count:
        is_answered = status.startswith("under_review")
        ChangeRequestFactory(dossier=dossier, uuid=ASKED, sent=True, answered=is_answered)
    return dossier


@pytest.mark.parametrize("status", EXPECTED)
def test_every_action_of_every_role(status, cast):
    dossier = _made(status, *cast)
    before = dossier.last_sequence

    for role in ROLES:
        person = cast[2][role]
        allowed = EXPECTED[status].get(role, set())
        assert {str(action) for action in available_actions(dossier, person)} == allowed, role
        for action in Action:
            if action in allowed:
                continue
            with pytest.raises(NotAllowed):
                act(dossier, action, person, **_details(action))

    dossier.refresh_from_db()
    assert dossier.last_sequence == before


# A list, by which pytest does not gather tests: those of a status stay together.
CELLS = [
    (status, [role, action])
    for status, row in EXPECTED.items()
    for role, actions in row.items()
    for action in sorted(actions)
]


@pytest.mark.parametrize(("status", "cell"), CELLS, ids=str, scope="module")
def test_every_allowed_action_leads_to_the_expected_status(status, cell, cast, dossier):
    role, action = cell
    before = dossier.last_sequence

    if action == "revoke_opinion":
        OpinionFactory(dossier=dossier, uuid=ASKED)
    if action == "answer_request":
        dossier.change_requests.update(status="sent", answered_at=None)
    details = _details(action)
    if action == "compare_partners":
        known = InternationalPartnerFactory(name="Sefrou")
        details = {"item": str(ASKED), "partners": [str(known.uuid)]}
    dossier = act(dossier, Action(action), cast[2][role], **details)

    stays = "draft" if status in ("withdrawn", "discarded") else PATHS.get(status, status)
    assert dossier.status == RESULTING_STATUS.get(action, stays)
    is_in_the_bin = status == "discarded" and action != "restore"
    assert bool(dossier.discarded_at) == (action == "discard" or is_in_the_bin)
    assert dossier.last_sequence == before + (2 if action in CONCLUDE else 1)


def test_every_status_is_in_the_table():
    assert set(EXPECTED) == {*DossierStatus.values, "discarded", *PATHS}
