"""Effects of deciding, correcting, countersigning, settling, taking back and reopening."""

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.canonical import canonical, digest
from partnerships.document.difference import three_way
from partnerships.document.projection import buffer_from_document, public_projection
from partnerships.document.schema import FILE_LISTS, upgraded
from partnerships.document.settlement import Unsettled, settled
from partnerships.document.steps.references import References
from partnerships.document.validation import validate
from partnerships.models import Decision, Dossier, Letterhead, Outcome, Visibility
from partnerships.permissions import is_reviewer_of, needs_countersign
from partnerships.workflow.decisions.contributions import contributions_text, refuse_unpublished
from partnerships.workflow.decisions.letter import (
    checked_copies,
    checked_recipient,
    proposed_copies,
    proposed_recipient,
)
from partnerships.workflow.messages import clean_text, refuse_too_long, write_message
from partnerships.workflow.opinions.steps import checked_override
from partnerships.workflow.refusals import Refused


def _checked_texts(outcome, grounds, reservations):
    """Returns (outcome, grounds, reservations), cleaned and checked. Raises Refused."""
    if outcome not in Outcome.values:
        raise Refused(_("Choisissez\u202f: accepter, accepter avec réserves, ou refuser."))
    grounds, reservations = clean_text(grounds), clean_text(reservations)
    if not grounds:
        raise Refused(_("Écrivez les motifs de la décision."))
    if outcome == Outcome.RESERVED and not reservations:
        raise Refused(_("Écrivez les réserves que la collectivité doit lever."))
    if outcome != Outcome.RESERVED and reservations:
        raise Refused(
            _(
                "Vous avez écrit des réserves\u202f: choisissez «\u202faccepter avec "
                "réserves\u202f», ou effacez-les."
            )
        )
    refuse_too_long(grounds)
    refuse_too_long(reservations)
    return Outcome(outcome), grounds, reservations


def _digests(decision):
    """Returns the outcome and the digests of the texts, for the journal."""
    detail = {"outcome": decision.outcome, "grounds": digest(decision.grounds)}
    if decision.reservations:
        detail["reservations"] = digest(decision.reservations)
    if decision.contributions_text:
        detail["contributions"] = digest(decision.contributions_text)
    return detail


def _create_decision(dossier, by, outcome, grounds, reservations, contributions, **fields):
    outcome, grounds, reservations = _checked_texts(outcome, grounds, reservations)
    submission = dossier.submissions.first()
    return Decision.objects.create(
        dossier=dossier,
        submission=submission,
        outcome=outcome,
        grounds=grounds,
        reservations=reservations,
        contributions_text=contributions_text(
            upgraded(submission.document), outcome, contributions
        ),
        decided_at=timezone.now(),
        decided_by=by,
        needs_countersign=needs_countersign(dossier),
        **fields,
    )


def standing_decision_or_refuse(dossier: Dossier, *related: str) -> Decision:
    """Returns the decision in force, read with `related`. Raises Refused if there is none."""
    decision = dossier.decisions.standing().select_related(*related).first()
    if decision is None:
        raise Refused(
            _(
                "La décision de ce dossier manque\u202f: reprenez-le, puis décidez de nouveau. "
                "Rien n’est notifié sans décision."
            )
        )
    return decision


def _withdraw(dossier):
    dossier.decisions.standing().update(withdrawn_at=timezone.now())


def decide(
    dossier: Dossier,
    *,
    by,
    outcome,
    grounds,
    reservations="",
    contributions=None,
    override="",
    recipient=None,
    copies=None,
):
    """Decides on the last deposit.

    `contributions`: what is accepted of its contributions (`Words`); none is judged without it.
    `override`: why the decision does not wait for the awaited opinions; recorded in the journal.
    `recipient`, `copies`: of the letter; those that its form proposes where they are None.
    """
    override, awaited = checked_override(dossier, override)
    recipient = proposed_recipient(dossier) if recipient is None else checked_recipient(recipient)
    if copies is None:
        copies = proposed_copies(Letterhead.objects.current())
    else:
        copies = checked_copies(copies)
    fields = {"override": override, "recipient": recipient, "copies": copies}
    decision = _create_decision(
        dossier, by, outcome, grounds, reservations, contributions, **fields
    )
    detail = _digests(decision)
    return {**detail, "override": override, "awaited": awaited} if override else detail


def correct_decision(
    dossier: Dossier, *, by, outcome, grounds, reservations="", contributions=None
):
    """Replaces the decision by a corrected one, under the rule of countersignature of today; keeps
    the settlement, to whom the letter goes, and what was decided of the contributions unless
    `contributions` is given.
    """
    previous = standing_decision_or_refuse(dossier)
    if contributions is None:
        contributions = previous.contribution_words
    kept = ("override", "recipient", "copies")
    fields = {name: getattr(previous, name) for name in kept}
    if outcome != Outcome.REJECTED:
        fields["settlement"] = previous.settlement
    _withdraw(dossier)
    return _digests(
        _create_decision(dossier, by, outcome, grounds, reservations, contributions, **fields)
    )


def countersign(dossier: Dossier, *, by):
    decision = standing_decision_or_refuse(dossier)
    decision.countersigned_at, decision.countersigned_by = timezone.now(), by
    decision.save(update_fields=["countersigned_at", "countersigned_by"])
    return _digests(decision)


def uncountersign(dossier: Dossier, *, by):
    """The decision stays as it is written, to be countersigned again."""
    decision = standing_decision_or_refuse(dossier)
    decision.countersigned_at = decision.countersigned_by = None
    decision.save(update_fields=["countersigned_at", "countersigned_by"])
    return _digests(decision)


def conflicts(dossier: Dossier, decision: Decision):
    """Returns the changes of fields that both the deposit and the public page made since the base.

    Each change holds the three texts.
    """
    proposed = public_projection(decision.submission.document)
    current = dossier.partnership.current_version.content
    found = three_way(dossier.base_version.content, current, proposed)
    return [change for change in found if change.is_conflict]


def settled_projection(dossier: Dossier, decision: Decision, choices: dict[str, str]) -> dict:
    """Returns the merged projection to publish. Raises Refused if a conflict has no choice."""
    try:
        return settled(
            dossier.base_version.content,
            dossier.partnership.current_version.content,
            public_projection(decision.submission.document),
            choices,
        )
    except Unsettled as unsettled:
        labels = {each.path: each.label for each in conflicts(dossier, decision)}
        names = ", ".join(dict.fromkeys(str(labels[path]) for path in unsettled.paths))
        message = _("Choisissez ce qui reste pour\u202f: %(names)s.") % {"names": names}
        raise Refused(message) from None


def _refuse_invalid_settlement(dossier, decision, projection):
    """Raises Refused if the merged content is invalid, such as an end before its start."""
    buffer = buffer_from_document(projection, decision.submission.document)
    references = References(dossier, buffer)
    # Whether a partner is a known one was asked at the deposit, and is again at the release.
    references.proposed = []
    errors = validate(dossier, references).errors
    # Attachments published since belong to another dossier, so they are not checked.
    errors = [error for error in errors if error.path.partition(".")[0] not in FILE_LISTS]
    if errors:
        raise Refused(
            _(
                "Ensemble, ces choix ne tiennent pas\u202f: %(faults)s Choisissez autrement, ou "
                "demandez à la collectivité de repartir de la version publiée."
            )
            % {"faults": " ".join(dict.fromkeys(error.message for error in errors))}
        )


def settle_conflicts(dossier: Dossier, *, by, version: int, choices: dict[str, str]):
    """Settles the conflicts between the deposit and the published version.

    `version`: number of the published version that the page displayed; `choices`: path of a
    conflict → "published" or "proposed". Clears the countersignature, which was given on other
    content. Raises Refused.
    """
    decision = standing_decision_or_refuse(dossier, "submission")
    if version != dossier.partnership.current_version.number:
        raise Refused(
            _("La fiche a encore été publiée entre-temps\u202f: relisez les différences.")
        )
    chosen = {each.path: choices.get(each.path, "") for each in conflicts(dossier, decision)}
    projection = settled_projection(dossier, decision, chosen)
    _refuse_invalid_settlement(dossier, decision, projection)
    refuse_unpublished(decision, projection)
    decision.settlement = {
        "version": version,
        "choices": chosen,
        "digest": digest(canonical(projection)),
    }
    decision.countersigned_at = decision.countersigned_by = None
    decision.save(update_fields=["settlement", "countersigned_at", "countersigned_by"])
    return {"settlement": decision.settlement}


def take_back(dossier: Dossier, *, by, reason=""):
    """Takes back the decision, so that the reviewer instructs the dossier again.

    Anyone but the reviewer must give a reason, written as an internal message.
    """
    reason = clean_text(reason)
    if not reason and not is_reviewer_of(by, dossier):
        raise Refused(_("Écrivez pourquoi vous renvoyez cette décision à l’instructeur."))
    _withdraw(dossier)
    if not reason:
        return {}
    body = _("Décision reprise\u202f: %(reason)s") % {"reason": reason}
    write_message(dossier, by, body, Visibility.INTERNAL)
    return {"reason": reason}


def reopen_dossier(dossier: Dossier, *, by, reason):
    if not clean_text(reason):
        raise Refused(_("Écrivez pourquoi ce dossier est rouvert."))
    decision = dossier.decisions.standing().first()
    _withdraw(dossier)
    dossier.reviewer = by
    # The settlement is not part of the deposit: its conflicts have to be settled again.
    if dossier.partnership and not (decision and decision.settlement):
        dossier.base_version = dossier.partnership.current_version
    write_message(dossier, by, reason, Visibility.SHARED)
    return {"reason": clean_text(reason)}
