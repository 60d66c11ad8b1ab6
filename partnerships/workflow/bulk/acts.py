"""What each bulk act does to one dossier."""

from datetime import date

from django.utils.translation import gettext as _

from partnerships.document.schema import upgraded
from partnerships.models import Action, BulkAct, Dossier
from partnerships.workflow.bulk.plan import declined_in
from partnerships.workflow.decisions.contributions import words_of_all
from partnerships.workflow.decisions.decision import standing_decision_or_refuse
from partnerships.workflow.opinions.asking import ask_opinions, asks_from_directory
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import Refused


def _lock_unchanged(item) -> Dossier:
    """Locks and returns the dossier of `item`. Raises Refused if it changed since the plan.

    Without this check, `perform` would take the same action by the same person for a double click.
    """
    dossier = Dossier.objects.select_for_update().get(pk=item.dossier_id)
    if dossier.last_sequence != item.seen:
        raise Refused(_("Ce dossier a changé depuis que cet acte est préparé\u202f: relisez-le."))
    return dossier


def _perform(item, by, **details):
    return perform(Action(item.run.act), _lock_unchanged(item), by=by, seen=item.seen, **details)


def _start_review(item, by):
    _perform(item, by, is_announced=False)
    item.is_to_tell = True
    return _("Pris en instruction.")


def _assign(item, by):
    item.before = item.dossier.reviewer
    _perform(item, by, is_announced=False, to=item.to)
    item.is_to_tell = True
    return _("Confié à %(name)s.") % {"name": item.to}


def _request_changes(item, by):
    _perform(item, by, is_announced=False, messages=[("", item.run.detail["message"])])
    item.is_to_tell = True
    return _("Compléments demandés.")


def _remind(item, by):
    _perform(item, by, is_announced=False)
    item.is_to_tell = True
    return _("Collectivité relancée.")


def _ask_opinion(item, by):
    """Asks the relevant bodies of the directory for their opinion, showing no attachments."""
    detail, dossier = item.run.detail, _lock_unchanged(item)
    asks = asks_from_directory(dossier, detail["kinds"])
    if not asks:
        raise Refused(
            _("L’annuaire n’a pas d’adresse pour ses lieux\u202f: demandez son avis à part.")
        )
    ask_opinions(
        dossier,
        by=by,
        seen=item.seen,
        asks=asks,
        questions=detail["questions"],
        due_on=date.fromisoformat(detail["due_on"]),
        is_confidential=detail["is_confidential"],
    )
    return _("Avis demandé à\u202f: %(names)s.") % {"names": ", ".join(ask.name for ask in asks)}


def _decide(item, by):
    """Decides; the propositions of an accepted dossier are accepted or declined as planned."""
    names = ("outcome", "grounds", "reservations")
    details = {name: item.run.detail.get(name, "") for name in names}
    declined = declined_in(item.run, [item])[item.pk]
    words = words_of_all(upgraded(item.dossier.submissions.first().document), declined)
    dossier = _perform(item, by, is_announced=False, contributions=words, **details)
    item.decision = standing_decision_or_refuse(dossier)
    item.is_to_tell = item.decision.needs_countersign
    return _("Décidé\u202f: %(outcome)s.") % {"outcome": item.decision.get_outcome_display()}


def _countersign(item, by):
    dossier = _perform(item, by, is_announced=False)
    item.decision, item.is_to_tell = standing_decision_or_refuse(dossier), True
    return _("Décision contresignée.")


def _refuse_left(item):
    """Raises Refused if the decision that the item is about is not in force any more."""
    if item.decision and item.decision.released_at:
        raise Refused(_("La décision est déjà notifiée\u202f: rouvrez le dossier s’il le faut."))
    if item.decision and item.decision.withdrawn_at:
        raise Refused(_("La décision a été corrigée ou reprise depuis."))


def _uncountersign(item, by):
    _refuse_left(item)
    _perform(item, by, is_announced=False)
    item.is_to_tell = True
    return _("Contreseing retiré.")


def _release(item, by):
    _perform(item, by)
    return _("Décision notifiée.")


def _take_back(item, by):
    _refuse_left(item)
    _perform(item, by, reason=item.run.detail.get("reason", ""))
    return _("Décision reprise.")


# Each takes a locked item and the person who acts, sets the fields that the run keeps, and returns
# the outcome as a sentence. Raises NotAllowed or Refused.
ACTS = {
    BulkAct.START_REVIEW: _start_review,
    BulkAct.ASSIGN: _assign,
    BulkAct.REQUEST_CHANGES: _request_changes,
    BulkAct.REMIND_AUTHORITY: _remind,
    BulkAct.ASK_OPINION: _ask_opinion,
    BulkAct.DECIDE: _decide,
    BulkAct.COUNTERSIGN: _countersign,
    BulkAct.UNCOUNTERSIGN: _uncountersign,
    BulkAct.RELEASE: _release,
    BulkAct.TAKE_BACK: _take_back,
}
