"""Release of a decision: publishes if favourable, numbers and stores the letter."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.canonical import canonical, digest
from partnerships.files.content import store_generated
from partnerships.models import Decision, DecisionLetter, Dossier, LetterSeries
from partnerships.notifications.opinion import announce_decision_to_advisers
from partnerships.papers.decision import decision_letter, filled_subject, letter_of
from partnerships.papers.letter_fields import Numbering
from partnerships.publication.publish import OutdatedBase, Settled, publish
from partnerships.workflow.decisions.contributions import refuse_unpublished
from partnerships.workflow.decisions.decision import settled_projection, standing_decision_or_refuse
from partnerships.workflow.refusals import Refused
from partnerships.workflow.resemblance import refuse_unanswered


def _refuse_outdated():
    raise Refused(
        _(
            "Ce partenariat a été publié de nouveau depuis l’ouverture du dossier\u202f: réglez "
            "les différences sur la page de la décision, ou demandez à la collectivité de "
            "repartir de la version publiée."
        )
    )


def _settled_content(dossier, decision) -> Settled | None:
    """Returns the settlement to publish, or None if there were no conflicts.

    Raises Refused if another version was published since, or if the result differs.
    """
    settlement = decision.settlement
    if not settlement:
        return None
    version = dossier.partnership.current_version
    if version.number != settlement["version"]:
        _refuse_outdated()
    projection = settled_projection(dossier, decision, settlement["choices"])
    if digest(canonical(projection)) != settlement["digest"]:
        _refuse_outdated()
    refuse_unpublished(decision, projection)
    return Settled(version, projection)


def _reason(dossier, decision):
    """Returns the reason to store with the new public version."""
    reason = dossier.get_kind_display()
    if decision.settlement:
        settlement = _("différences avec la version %(version)s réglées par l’administration")
        reason += f", {settlement % {'version': decision.settlement['version']}}"
    return reason


def _publish(dossier, decision, by):
    refuse_unanswered(dossier, decision.submission.document)
    settled = _settled_content(dossier, decision)
    try:
        version = publish(
            decision.submission,
            by=by,
            reason=_reason(dossier, decision),
            settled=settled,
            words=decision.contribution_words,
        )
    except OutdatedBase:
        _refuse_outdated()
    dossier.partnership = version.partnership
    detail = {"version": version.number, "version_digest": version.digest}
    return {**detail, "settlement": decision.settlement} if settled else detail


def _locked_series(year: int) -> LetterSeries:
    """Returns the letters of the year, locked until the end of the transaction.

    Releases wait for each other: no number is used twice, and each compares its proposed partners
    with those of the one before.
    """
    LetterSeries.objects.get_or_create(year=year)
    return LetterSeries.objects.select_for_update().get(year=year)


def _next_number(series: LetterSeries) -> int:
    """Returns the next letter number, which is free again if the release fails."""
    series.last_number += 1
    series.save(update_fields=["last_number"])
    return series.last_number


def _make_letter(decision: Decision, today: date, series: LetterSeries) -> DecisionLetter:
    row = DecisionLetter(
        decision=decision,
        year=today.year,
        number=_next_number(series),
        dated_on=today,
        content_type="application/pdf",
    )
    letter = letter_of(decision, Numbering(today, row.numbered))
    row.template = letter.wording.template
    row.letterhead, row.signatory = letter.sender.letterhead, letter.sender.signatory
    content = decision_letter(letter)
    row.subject = filled_subject(letter)
    row.file_name = f"{decision.dossier.reference}-lettre-{row.numbered}.pdf"
    row.size, row.sha256 = len(content), store_generated(content).sha256
    row.save()
    return row


def release(dossier: Dossier, *, by):
    named = ("submission", "dossier__lead_authority__successor", "decided_by", "countersigned_by")
    today = timezone.localdate()
    series = _locked_series(today.year)
    decision = standing_decision_or_refuse(dossier, *named)
    decision.released_at = timezone.now()
    decision.save(update_fields=["released_at"])
    published = _publish(dossier, decision, by) if decision.is_favourable else {}
    letter = _make_letter(decision, today, series)
    announce_decision_to_advisers(dossier, decision)
    return {**published, "letter": letter.numbered, "letter_digest": letter.sha256}
