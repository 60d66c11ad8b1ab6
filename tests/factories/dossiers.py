"""Dossiers in every status, which they reach through the workflow."""

from functools import partial

from partnerships.document.projection import item
from partnerships.models import Action, Dossier, DossierStatus, PartnershipKind, Phase
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.perform import perform
from partnerships.workflow.transitions import awaits_countersign
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.partnerships import InternationalPartnerFactory
from tests.kept.remembered import remembered


def complete_buffer(dossier: Dossier, **fields) -> dict:
    """A buffer for `dossier`, complete enough to be deposited."""
    if "partners" not in fields:
        partner = item(partner=str(InternationalPartnerFactory().uuid))
        fields["partners"] = [partner["uuid"]]
        fields[f"partners.{partner['uuid']}.partner"] = partner["partner"]
    return {
        **dossier.buffer,
        "kind": PartnershipKind.AGREEMENT,
        "phase": Phase.ACTIVE,
        "title": "Éclairage public partagé",
        "summary": "Un éclairage sobre, pensé avec les habitants.",
        "objectives": "Éclairer mieux en consommant moins.",
        "starts_on": "15/01/2024",
        "contact.name": "Dominique Contact",
        "contact.email": "contact@example.org",
        **fields,
    }


def act(dossier, action, by, **details) -> Dossier:
    """Call `perform` with an up-to-date `seen`."""
    return perform(action, dossier, by=by, seen=dossier.last_sequence, **details)


def changed_amendment(partnership, member) -> Dossier:
    """An amendment whose summary differs from the published one: it may be deposited."""
    amendment = create_amendment(partnership, member)
    amendment.buffer = {**amendment.buffer, "summary": "Un résumé revu."}
    amendment.save()
    return amendment


def dossier_in(status="draft", *, member=None, officer=None, outcome="accepted", **fields):
    """A dossier of `member`'s authority, in `status`, reviewed by `officer` from `under_review` on.

    `status` is one of DossierStatus, or "discarded".
    """
    given = {"member": member, "officer": officer, "outcome": outcome}
    walk = partial(_walked, status, **given, fields=fields)
    return remembered(walk, "dossier", status=str(status), **given, fields=fields)


def _walked(status, *, member, officer, outcome, fields):
    member = member or MemberFactory()
    dossier = create_dossier(member.authority, member.user)
    dossier.buffer = complete_buffer(dossier, **fields)
    dossier.title = dossier.buffer["title"]
    dossier.save()
    if status == "discarded":
        return act(dossier, Action.DISCARD, member.user)
    path = {
        DossierStatus.DRAFT: [],
        DossierStatus.SUBMITTED: [Action.SUBMIT],
        DossierStatus.UNDER_REVIEW: [Action.SUBMIT, Action.START_REVIEW],
        DossierStatus.CHANGES_REQUESTED: [
            Action.SUBMIT,
            Action.START_REVIEW,
            Action.REQUEST_CHANGES,
        ],
        DossierStatus.DECIDED: [Action.SUBMIT, Action.START_REVIEW, Action.DECIDE],
        DossierStatus.CLOSED: [
            Action.SUBMIT,
            Action.START_REVIEW,
            Action.DECIDE,
            Action.RELEASE,
        ],
    }[DossierStatus(status)]
    details = {
        Action.REQUEST_CHANGES: {"messages": [("title", "Précisez le titre.")]},
        Action.DECIDE: {
            "outcome": outcome,
            "grounds": "Dossier complet et conforme.",
            "reservations": "Joindre la délibération." if outcome == "reserved" else "",
        },
    }
    officer = officer or (reviewer() if len(path) > 1 else None)
    for action in path:
        if action == Action.RELEASE and awaits_countersign(dossier):
            dossier = act(dossier, Action.COUNTERSIGN, lead_reviewer())
        by = member.user if action == Action.SUBMIT else officer
        dossier = act(dossier, action, by, **details.get(action, {}))
    return dossier


def publish_with_files(dossier, *, only=None, alternative="Des lampadaires") -> Dossier:
    """Deposit and accept the dossier; its attachments are public, or only those in `only`."""
    dossier.refresh_from_db()
    buffer = dossier.buffer
    for name in ("documents", "images"):
        for uuid in buffer.get(name, ()):
            if only is None or uuid in only:
                buffer[f"{name}.{uuid}.is_public"] = "on"
            if name == "images":
                buffer[f"images.{uuid}.alternative"] = alternative
    dossier.buffer = buffer
    dossier.save()
    officer = reviewer()
    for action, by, details in (
        (Action.SUBMIT, dossier.created_by, {}),
        (Action.START_REVIEW, officer, {}),
        (Action.ACCEPT, officer, {"grounds": "Dossier complet et conforme."}),
    ):
        dossier = act(dossier, action, by, **details)
    return dossier
