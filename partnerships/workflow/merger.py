"""An authority merges into another: its people and its dossiers go with it."""

from django.db import transaction
from django.utils.translation import gettext as _

from partnerships.models import (
    Dossier,
    DossierAuthority,
    Invitation,
    InvitationStatus,
    LocalAuthority,
    LocalAuthorityMember,
    MemberRole,
    MemberStatus,
    Takeover,
)
from partnerships.notifications import announce_merger
from partnerships.publication.authorities import succeed
from partnerships.workflow.index import index_dossiers
from partnerships.workflow.messages import clean_text
from partnerships.workflow.refusals import NotAllowed, Refused

# The more one may do, the later.
RANKS = [MemberStatus.REVOKED, MemberStatus.PENDING, MemberStatus.ACTIVE]


@transaction.atomic
def merge_authorities(old: LocalAuthority, heir: LocalAuthority, *, by, source: str) -> None:
    """`heir` succeeds to `old`. Never by a member of either."""
    ids = {old.pk, heir.current.pk}
    rows = LocalAuthority.objects.select_for_update().order_by("pk").in_bulk(sorted(ids))
    members = LocalAuthorityMember.objects.active().filter(authority__in=ids, user=by)
    if not by.has_perm("partnerships.review_dossier") or members.exists():
        raise NotAllowed
    old, heir = rows[old.pk], rows[heir.current.pk]
    source = clean_text(source)
    if old == heir:
        raise Refused(_("Une collectivité ne peut pas se succéder à elle-même."))
    if old.successor_id:
        raise Refused(_("Cette collectivité a déjà fusionné dans une autre."))
    if not source:
        raise Refused(_("Dites d’où vient cette information\u202f: arrêté, adresse d’une page."))
    _move_members(old, heir)
    _move_asked(old, heir)
    _move_dossiers(old, heir)
    succeed(old, heir, source=source)
    index_dossiers(list(heir.dossiers.order_by("pk").values_list("pk", flat=True)))
    announce_merger(old, heir, by=by)


def _move_members(old, heir):
    """A person known to both keeps the stronger of the two rows."""
    known = {row.user_id: row for row in heir.members.select_for_update()}
    for row in old.members.select_for_update():
        twin = known.get(row.user_id)
        if twin:
            weaker, row = sorted((row, twin), key=_strength)
            weaker.delete()
        row.authority = heir
        row.save()


def _strength(row):
    return RANKS.index(row.status), row.role == MemberRole.MANAGER


def _move_asked(old, heir):
    """What waits for an answer; where the same is asked of both, that of `heir` stays."""
    waiting = Invitation.objects.pending()
    taken = waiting.filter(authority=heir).values_list("email", flat=True)
    twins = waiting.filter(authority=old, email__in=list(taken))
    for invitation in twins:
        invitation.close(InvitationStatus.REVOKED)
    Invitation.objects.filter(authority=old).update(authority=heir)
    asked = Takeover.objects.pending()
    taken = asked.filter(authority=heir).values_list("asked_by", flat=True)
    asked.filter(authority=old, asked_by__in=list(taken)).delete()
    asked.filter(authority=old).update(authority=heir)


def _move_dossiers(old, heir):
    """Where both are on a dossier, one stays: as the lead, if either was."""
    Dossier.objects.filter(lead_authority=old).update(lead_authority=heir)
    links = DossierAuthority.objects.select_for_update()
    known = {link.dossier_id: link for link in links.filter(authority=heir)}
    for link in links.filter(authority=old):
        twin = known.get(link.dossier_id)
        if twin:
            weaker, link = (twin, link) if link.is_lead else (link, twin)
            weaker.delete()
        link.authority = heir
        link.save()
