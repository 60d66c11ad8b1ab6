"""Merges an authority into another, with its members and dossiers; can be undone."""

from collections.abc import Iterable
from copy import copy
from datetime import date

from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from partnerships.models import (
    Dossier,
    DossierAuthority,
    DossierEvent,
    Invitation,
    InvitationStatus,
    LocalAuthority,
    LocalAuthorityMember,
    MemberRole,
    MemberStatus,
    Takeover,
)
from partnerships.publication.authorities import (
    COLUMNS,
    clear_successor,
    mark_edited,
    names_left_by,
    set_successor,
)
from partnerships.publication.merge.columns import (
    GONE,
    CannotMerge,
    apply_choices,
    check_constraints,
    restore_columns,
    state_of,
)
from partnerships.publication.merge.merger import Merger

# Membership statuses, from the weakest to the strongest.
RANKS = [MemberStatus.REVOKED, MemberStatus.PENDING, MemberStatus.ACTIVE]


def _state(authority: LocalAuthority) -> dict:
    return {**state_of(authority, COLUMNS), "successor": authority.successor_id}


def _check(kept: LocalAuthority, gone: LocalAuthority) -> None:
    if gone == kept:
        raise CannotMerge(_("Une collectivité ne peut pas se succéder à elle-même."))
    if gone.successor_id or kept.successor_id:
        raise CannotMerge(_("Cette collectivité a déjà fusionné dans une autre."))


def _merge(kept, gone, *, chosen, reason, **_unused) -> dict:
    """Merges locked rows. Returns the record needed to undo it."""
    before, closed = state_of(kept, COLUMNS), gone.closed_on and gone.closed_on.isoformat()
    own = {"source": gone.source, "closed_on": closed, "siren": gone.siren}
    known = [each for each in names_left_by(gone) if each in kept.former]
    rows = _rows_to_restore(kept, gone)
    rows_before = _serialized(rows)
    led = list(Dossier.objects.filter(lead_authority=gone).values_list("pk", flat=True))
    _move_members(gone, kept)
    _move_pending_requests(gone, kept)
    _move_dossiers(gone, kept)
    unmerged, edited = copy(kept), list(kept.edited)
    apply_choices(kept, gone, COLUMNS, chosen)
    mark_edited(kept, unmerged)
    if chosen.get("siren") == GONE:
        gone.siren = None
        gone.save()
    check_constraints([kept])
    set_successor(gone, kept, source=reason)
    return {
        "before": before,
        "after": state_of(kept, COLUMNS),
        "marked": [name for name in kept.edited if name not in edited],
        "gone": own,
        "known": known,
        "led": led,
        "rows_before": rows_before,
        "rows_after": _serialized(rows),
        "last_event": DossierEvent.objects.aggregate(last=models.Max("pk"))["last"] or 0,
    }


def _rows_to_restore(kept, gone) -> list[models.QuerySet]:
    """Returns the rows that moving members and dossiers may change or delete."""
    both = Q(authority=kept) | Q(authority=gone)
    people = LocalAuthorityMember.objects.filter(authority=gone).values_list("user", flat=True)
    dossiers = DossierAuthority.objects.filter(authority=gone).values_list("dossier", flat=True)
    people, dossiers = list(people), list(dossiers)
    keys = {
        LocalAuthorityMember: LocalAuthorityMember.objects.filter(both, user__in=people),
        DossierAuthority: DossierAuthority.objects.filter(both, dossier__in=dossiers),
        Invitation: Invitation.objects.filter(authority=gone),
        Takeover: Takeover.objects.pending().filter(authority=gone),
    }
    return [
        model.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).order_by("pk")
        for model, rows in keys.items()
    ]


def _serialized(rows: Iterable[models.QuerySet]) -> list[dict]:
    serialized = [row for each in rows for row in serializers.serialize("python", each.all())]
    for row in serialized:
        for name, value in row["fields"].items():
            if isinstance(value, date):
                row["fields"][name] = value.isoformat()
    return serialized


def _undo(kept, gone, record, **_unused) -> None:
    """Restores `gone`, with its members and dossiers that did not change since the merge.

    Raises CannotMerge if a dossier advanced or the kept authority changed since.
    """
    if gone.successor_id != kept.pk or kept.successor_id:
        raise CannotMerge(
            _("L’une d’elles a fusionné de nouveau depuis\u202f: annulez cela d’abord.")
        )
    _refuse_if_dossiers_advanced(record)
    if not restore_columns(kept, record["before"], record["after"]):
        raise CannotMerge(_("La collectivité gardée a été modifiée depuis la fusion."))
    marked = record.get("marked", ())
    kept.edited = [name for name in kept.edited if name not in marked]
    own = record["gone"]
    kept.save()
    gone.siren = own["siren"]
    check_constraints([kept, gone])
    closed_on, source = own["closed_on"], own["source"]
    known = record.get("known", ())
    clear_successor(gone, kept, closed_on=closed_on, source=source, known=known)
    Dossier.objects.filter(pk__in=record["led"]).update(lead_authority=gone)
    _restore(record["rows_before"], record["rows_after"])


def _refuse_if_dossiers_advanced(record):
    links = [row for row in record["rows_before"] if row["model"].endswith("dossierauthority")]
    dossiers = {*record["led"], *(row["fields"]["dossier"] for row in links)}
    since = DossierEvent.objects.filter(dossier__in=dossiers, pk__gt=record["last_event"])
    advanced = Dossier.objects.filter(pk__in=since.values("dossier")).order_by("pk").first()
    if advanced:
        raise CannotMerge(
            _("Le dossier %(reference)s a avancé depuis la fusion.")
            % {"reference": advanced.reference}
        )


def _restore(before, after):
    """Restores rows: first the changed ones, which makes room for the deleted ones.

    Rows that were changed since the merge, or replaced by another row, are left as they are.
    """
    after_by_key = {(row["model"], row["pk"]): row for row in after}
    changed = [row for row in before if (row["model"], row["pk"]) in after_by_key]
    deleted = [row for row in before if (row["model"], row["pk"]) not in after_by_key]
    for row in changed:
        (found,) = serializers.deserialize("python", [row])
        current = type(found.object).objects.filter(pk=row["pk"])
        if _serialized([current]) == [after_by_key[row["model"], row["pk"]]]:
            found.save()
    for row in deleted:
        (found,) = serializers.deserialize("python", [row])
        try:
            with transaction.atomic():
                found.save(force_insert=True)
        except IntegrityError:
            continue


def _move_members(old, heir):
    """Moves members to `heir`; a member of both keeps the stronger of the two rows."""
    known = {row.user_id: row for row in heir.members.select_for_update()}
    for row in old.members.select_for_update():
        duplicate = known.get(row.user_id)
        if duplicate:
            weaker, row = sorted((row, duplicate), key=_strength)
            weaker.delete()
        row.authority = heir
        row.save()


def _strength(row):
    return RANKS.index(row.status), row.role == MemberRole.MANAGER


def _move_pending_requests(old, heir):
    """Moves invitations and takeover requests; for a duplicate, that of `heir` is kept."""
    pending = Invitation.objects.pending()
    taken = pending.filter(authority=heir).values_list("email", flat=True)
    duplicates = pending.filter(authority=old, email__in=list(taken))
    for invitation in duplicates:
        invitation.close(InvitationStatus.REVOKED)
    Invitation.objects.filter(authority=old).update(authority=heir)
    takeovers = Takeover.objects.pending()
    taken = takeovers.filter(authority=heir).values_list("asked_by", flat=True)
    takeovers.filter(authority=old, asked_by__in=list(taken)).delete()
    takeovers.filter(authority=old).update(authority=heir)


def _move_dossiers(old, heir):
    """Moves dossiers to `heir`. If both are on a dossier, one row is kept, preferably the lead."""
    Dossier.objects.filter(lead_authority=old).update(lead_authority=heir)
    links = DossierAuthority.objects.select_for_update()
    known = {link.dossier_id: link for link in links.filter(authority=heir)}
    for link in links.filter(authority=old):
        duplicate = known.get(link.dossier_id)
        if duplicate:
            weaker, link = (duplicate, link) if link.is_lead else (link, duplicate)
            weaker.delete()
        link.authority = heir
        link.save()


AUTHORITY_MERGER = Merger(LocalAuthority, state=_state, check=_check, merge=_merge, undo=_undo)
