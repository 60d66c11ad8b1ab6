"""Correction of typing errors on a published page by an officer."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.document.correction import cleaned, correctable, corrected, text_label
from partnerships.document.difference import Change
from partnerships.models import Action, Dossier, DossierStatus, Partnership, PartnershipVersion
from partnerships.notifications.publication import announce_correction
from partnerships.permissions import may_correct, may_review
from partnerships.publication.correct import correct
from partnerships.publication.publish import OutdatedBase
from partnerships.workflow.change_requests import gather
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused

MAX_LENGTH = PartnershipVersion._meta.get_field("reason").max_length


def changes_of(version: PartnershipVersion, texts: dict[str, str]) -> list[Change]:
    """Returns the changes that `texts` (path → text) make to `version`, validated and cleaned.

    Raises ValidationError, path → sentences, for texts that the dossier form would not accept.
    """
    content, changes, errors = version.content, [], {}
    for path, before in correctable(content).items():
        typed = texts.get(path, before).replace("\r\n", "\n")
        if typed.strip() == before.strip():
            continue
        try:
            after = cleaned(path, typed)
        except ValidationError as error:
            errors[path] = error.messages
        else:
            changes.append(Change(path, text_label(path, content), before, after))
    if errors:
        raise ValidationError(errors)
    return changes


def _checked_reason(text):
    text = " ".join(clean_text(text).split())
    if not text:
        raise Refused(_("Écrivez pourquoi\u202f: la collectivité le lira, et il est conservé."))
    refuse_too_long(text, MAX_LENGTH)
    return text


def _is_repeated(partnership, number, texts, by):
    """Whether `by` has just published this same correction: a double click."""
    current = partnership.current_version
    if current.number != number + 1 or current.created_by_id != by.pk:
        return False
    seen = partnership.versions.get(number=number)
    return corrected(seen.content, texts) == current.content


def _ask_open_amendment(partnership, changes, by):
    """Drafts a change request on the open amendment, whose base version is now outdated.

    It asks the authority to rebase; the reviewer of the amendment decides whether to send it.
    """
    dossier = Dossier.objects.open().filter(partnership=partnership).first()
    if dossier and dossier.submission_count and may_review(by, dossier):
        names = ", ".join(change.label for change in changes)
        text = _(
            "La fiche publiée a été corrigée entre-temps (%(names)s). Cliquez sur «\u202fRepartir "
            "de la version publiée\u202f», qui reprend la correction, puis déposez de nouveau."
        )
        gather(dossier, by=by, body=text % {"names": names})


def _source_of(partnership):
    """Returns the dossier that the public version came from, or None.

    Raises Refused if it was reopened, because the change is then to be requested there.
    """
    submission = partnership.current_version.submission
    dossier = submission and submission.dossier
    if dossier and dossier.status != DossierStatus.CLOSED:
        raise Refused(
            _(
                "Le dossier de cette fiche est rouvert (%(reference)s)\u202f: demandez-y le "
                "changement."
            )
            % {"reference": dossier.reference}
        )
    return dossier


def _corrected(partnership, version, texts, by, reason):
    try:
        return correct(partnership, version, texts, by=by, reason=reason)
    except PermissionDenied:
        raise NotAllowed from None
    except OutdatedBase:
        raise Refused(
            _("Cette fiche a changé depuis que vous l’avez ouverte\u202f: relisez-la ci-dessous.")
        ) from None


@transaction.atomic
def correct_page(
    partnership: Partnership, version: int, changes: list[Change], *, by, reason: str
) -> None:
    """Publishes corrections of texts of the version numbered `version`.

    The correction is recorded in the journal of the dossier, and the authority is notified with
    the texts before and after. Raises NotAllowed or Refused.
    """
    if not may_correct(by, partnership):
        raise NotAllowed
    reason, texts = _checked_reason(reason), {change.path: change.new for change in changes}
    if not changes:
        raise Refused(_("Rien n’est changé\u202f: corrigez un texte d’abord."))
    rows = Partnership.objects.select_related("current_version__submission__dossier")
    partnership = rows.get(pk=partnership.pk)
    if _is_repeated(partnership, version, texts, by):
        return
    dossier = _source_of(partnership)
    corrected_version = _corrected(partnership, version, texts, by, reason)
    if dossier:
        details = {"reason": reason, "paths": sorted(texts)}
        perform(Action.CORRECT, dossier, by=by, seen=dossier.last_sequence, **details)
    _ask_open_amendment(partnership, changes, by)
    announce_correction(corrected_version, changes)
