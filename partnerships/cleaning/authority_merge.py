"""An authority merges into another: its people and its dossiers go with it, and may come back."""

from collections.abc import Iterable
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
from partnerships.publication.authorities import names_left_by, part, succeed
from partnerships.publication.merge.columns import (
    GONE,
    CannotMerge,
    put_back,
    refuse_what_breaks,
    state_of,
    take,
)
from partnerships.publication.merge.merger import Merger

COLUMNS = {
    "name": ("name",),
    "kind": ("kind",),
    "siren": ("siren",),
    "insee_code": ("insee_code",),
    "departement": ("departement_id", "region_id"),
    "postcodes": ("postcodes",),
    "population": ("population",),
    "point": ("latitude", "longitude", "precision"),
    "website": ("website",),
}
# The more one may do, the later.
RANKS = [MemberStatus.REVOKED, MemberStatus.PENDING, MemberStatus.ACTIVE]


def _state(authority: LocalAuthority) -> dict:
    return {**state_of(authority, COLUMNS), "successor": authority.successor_id}


def _check(kept: LocalAuthority, gone: LocalAuthority) -> None:
    if gone == kept:
        raise CannotMerge(_("Une collectivité ne peut pas se succéder à elle-même."))
    if gone.successor_id or kept.successor_id:
        raise CannotMerge(_("Cette collectivité a déjà fusionné dans une autre."))


def _merge(kept, gone, *, chosen, reason, **_told) -> dict:
    """Locked rows; what undoing it needs."""
    before, closed = state_of(kept, COLUMNS), gone.closed_on and gone.closed_on.isoformat()
    own = {"source": gone.source, "closed_on": closed, "siren": gone.siren}
    known = [each for each in names_left_by(gone) if each in kept.former]
    rows = _rows_of(kept, gone)
    was = _kept_rows(rows)
    led = list(Dossier.objects.filter(lead_authority=gone).values_list("pk", flat=True))
    _move_members(gone, kept)
    _move_asked(gone, kept)
    _move_dossiers(gone, kept)
    take(kept, gone, COLUMNS, chosen)
    if chosen.get("siren") == GONE:
        gone.siren = None
        gone.save()
    refuse_what_breaks([kept])
    succeed(gone, kept, source=reason)
    return {
        "before": before,
        "after": state_of(kept, COLUMNS),
        "gone": own,
        "known": known,
        "led": led,
        "rows_before": was,
        "rows_after": _kept_rows(rows),
        "last_event": DossierEvent.objects.aggregate(last=models.Max("pk"))["last"] or 0,
    }


def _rows_of(kept, gone) -> list[models.QuerySet]:
    """What moving people and dossiers may change or take away."""
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


def _kept_rows(rows: Iterable[models.QuerySet]) -> list[dict]:
    kept = [row for each in rows for row in serializers.serialize("python", each.all())]
    for row in kept:
        for name, value in row["fields"].items():
            if isinstance(value, date):
                row["fields"][name] = value.isoformat()
    return kept


def _undo(kept, gone, record, **_told) -> None:
    """Bring `gone` back, with the people and dossiers that it had and that did not change since.

    Raises CannotMerge where a dossier went on, or the authority that was kept.
    """
    if gone.successor_id != kept.pk or kept.successor_id:
        raise CannotMerge(
            _("L’une d’elles a fusionné de nouveau depuis\u202f: annulez cela d’abord.")
        )
    _refuse_what_went_on(record)
    if not put_back(kept, record["before"], record["after"]):
        raise CannotMerge(_("La collectivité gardée a été modifiée depuis la fusion."))
    own = record["gone"]
    kept.save()
    gone.siren = own["siren"]
    refuse_what_breaks([kept, gone])
    closed_on, source = own["closed_on"], own["source"]
    part(gone, kept, closed_on=closed_on, source=source, known=record.get("known", ()))
    Dossier.objects.filter(pk__in=record["led"]).update(lead_authority=gone)
    _restore(record["rows_before"], record["rows_after"])


def _refuse_what_went_on(record):
    links = [row for row in record["rows_before"] if row["model"].endswith("dossierauthority")]
    dossiers = {*record["led"], *(row["fields"]["dossier"] for row in links)}
    since = DossierEvent.objects.filter(dossier__in=dossiers, pk__gt=record["last_event"])
    moved_on = Dossier.objects.filter(pk__in=since.values("dossier")).order_by("pk").first()
    if moved_on:
        raise CannotMerge(
            _("Le dossier %(reference)s a avancé depuis la fusion.")
            % {"reference": moved_on.reference}
        )


def _restore(before, after):
    """Rows as they were: those that moved first, which makes room for those that were taken away.

    One that someone changed since, or took the place of, stays as it is.
    """
    left = {(row["model"], row["pk"]): row for row in after}
    moved = [row for row in before if (row["model"], row["pk"]) in left]
    gone = [row for row in before if (row["model"], row["pk"]) not in left]
    for row in moved:
        (found,) = serializers.deserialize("python", [row])
        now = type(found.object).objects.filter(pk=row["pk"])
        if _kept_rows([now]) == [left[row["model"], row["pk"]]]:
            found.save()
    for row in gone:
        (found,) = serializers.deserialize("python", [row])
        try:
            with transaction.atomic():
                found.save(force_insert=True)
        except IntegrityError:
            continue


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


AUTHORITY_MERGER = Merger(LocalAuthority, state=_state, check=_check, merge=_merge, undo=_undo)
