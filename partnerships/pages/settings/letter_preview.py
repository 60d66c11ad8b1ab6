"""The preview of a letter on a dossier chosen by its reference, beside the editor of its texts."""

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.schema import upgraded
from partnerships.models import Decision, Dossier, Letterhead, Outcome
from partnerships.pages.components.paper_response import pdf_response, too_many_papers
from partnerships.papers.decision import decision_letter, letter_of
from partnerships.papers.letter_fields import Numbering
from partnerships.workflow.decisions.contributions import contributions_text, words_of_all
from partnerships.workflow.decisions.letter import proposed_copies, proposed_recipient

# Number of dossiers proposed for the preview.
PROPOSED = 20


def _dossiers(user):
    """Dossiers available for a preview: deposited, and not of the user's own authorities."""
    return Dossier.objects.deposited().reviewable_by(user)


def _reference(request) -> str:
    return request.POST.get("reference", "").replace("\x00", "").strip()


def preview_context(request, error: str = "") -> dict:
    """What `_letter_preview.html` shows: the dossiers proposed, the reference and an error."""
    return {
        "dossiers": _dossiers(request.user).order_by("-submitted_at")[:PROPOSED],
        "reference": _reference(request),
        "error": error,
    }


def chosen_dossier(request) -> Dossier | None:
    dossiers = _dossiers(request.user).select_related("lead_authority__successor")
    return dossiers.filter(reference=_reference(request)).first()


def no_dossier() -> str:
    return _("Choisissez le dossier de l’aperçu par sa référence.")


def _example_contributions(dossier, outcome):
    """Returns `contributions_text` where all that the deposit carries is accepted."""
    document = upgraded(dossier.submissions.first().document)
    return contributions_text(document, outcome, words_of_all(document))


def decision_to_show(dossier: Dossier, outcome: Outcome | None, by) -> Decision:
    """Returns a decision for the preview: the dossier's own with that outcome (None: any), else an
    unsaved example.
    """
    related = ("submission", "decided_by", "countersigned_by")
    decisions = dossier.decisions.select_related(*related)
    decision = (decisions.filter(outcome=outcome) if outcome else decisions).first()
    if decision:
        decision.dossier = dossier
        return decision
    outcome = outcome or Outcome.RESERVED
    return Decision(
        dossier=dossier,
        submission=dossier.submissions.first(),
        outcome=outcome,
        grounds=_("[Les motifs de la décision.]"),
        reservations=_("[Les réserves.]") if outcome == Outcome.RESERVED else "",
        contributions_text=_example_contributions(dossier, outcome),
        recipient=proposed_recipient(dossier),
        copies=proposed_copies(Letterhead.objects.current()),
        decided_at=timezone.now(),
        decided_by=by,
    )


def preview_response(request, dossier: Dossier, decision: Decision, **typed):
    """Sends the letter of `decision` as a draft, with what is typed (fields of `Letter`) in place
    of what is saved.
    """
    refused = too_many_papers(request)
    if refused:
        return refused
    letter = letter_of(decision, Numbering(timezone.localdate()), **typed)
    return pdf_response(decision_letter(letter), f"{dossier.reference}-apercu-de-lettre")
