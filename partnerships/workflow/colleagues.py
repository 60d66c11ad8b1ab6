"""The other authorities of a dossier and their answers, and the person who follows it."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.document.canonical import digest
from partnerships.document.steps.references import References
from partnerships.models import (
    Dossier,
    DossierAuthority,
    LocalAuthority,
    LocalAuthorityMember,
    PartAnswer,
)
from partnerships.workflow.messages import clean_text, refuse_too_long
from partnerships.workflow.refusals import Refused

REASON_MAX_LENGTH = DossierAuthority._meta.get_field("reason").max_length


def link_authorities(dossier: Dossier, keys: Iterable[str]) -> None:
    """Links the authorities with these keys to the dossier, which they may then read.

    Authorities that are no longer named lose access; the lead authority is not affected.
    """
    named = {authority.current for authority in LocalAuthority.objects.filter(key__in=keys)}
    links = dossier.dossier_authorities.filter(is_lead=False)
    links.exclude(authority__in=named).delete()
    known = set(dossier.dossier_authorities.values_list("authority", flat=True))
    DossierAuthority.objects.bulk_create(
        DossierAuthority(dossier=dossier, authority=authority)
        for authority in sorted(named, key=lambda authority: authority.pk)
        if authority.pk not in known
    )


def share(dossier: Dossier, *, by):
    """Lets the authorities named in the draft read it before it is deposited."""
    link_authorities(dossier, References(dossier, dossier.buffer).authorities)
    shared = dossier.dossier_authorities.filter(is_lead=False).values_list("authority__key")
    keys = sorted(key for (key,) in shared)
    if not keys:
        raise Refused(
            _(
                "Nommez d’abord une autre collectivité, à l’étape "
                "«\u202fCollectivités et partenaires\u202f»."
            )
        )
    return {"authorities": keys}


def _answer(dossier, by, answer, reason=""):
    """Records the answer for each authority of `by`, except the lead."""
    dossier.dossier_authorities.answerable_by(by).update(
        answer=answer,
        reason=reason,
        answered_at=timezone.now(),
        answered_by=by,
        answered_submission=dossier.submissions.first(),
    )


def confirm(dossier: Dossier, *, by):
    _answer(dossier, by, PartAnswer.CONFIRMED)
    return {"submission_digest": dossier.submissions.first().digest}


def decline(dossier: Dossier, *, by, reason):
    reason = clean_text(reason)
    if not reason:
        raise Refused(_("Dites pourquoi ce n’est pas vous\u202f: la cheffe de file le lira."))
    refuse_too_long(reason, REASON_MAX_LENGTH)
    _answer(dossier, by, PartAnswer.DECLINED, reason)
    return {"reason": digest(reason)}


def hand_over(dossier: Dossier, *, by, to):
    """Sets who follows the dossier: an active member of the lead authority, or None."""
    members = LocalAuthorityMember.objects.active().filter(authority=dossier.lead_authority_id)
    if to and not members.filter(user=to, user__is_active=True).exists():
        raise Refused(_("Choisissez un membre de la collectivité dans la liste."))
    dossier.in_charge = to
    return {"to": str(to.journal_id) if to else ""}
