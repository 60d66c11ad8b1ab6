"""Merges two records of one kind, and undoes merges. The only entry point for both."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.cleaning.authority_merge import AUTHORITY_MERGER
from partnerships.document.canonical import canonical
from partnerships.models import (
    DuplicatePair,
    DuplicateState,
    Facet,
    LocalAuthority,
    Merge,
    RecordKind,
)
from partnerships.notifications.authority import announce_merger
from partnerships.notifications.publication import announce_merge
from partnerships.permissions import is_member_of, is_partnership_member, may_merge
from partnerships.publication.duplicates.looking import compare_records
from partnerships.publication.merge.columns import CannotMerge, seen_digest
from partnerships.publication.merge.merger import Merger
from partnerships.publication.merge.partners import PARTNER_MERGER
from partnerships.publication.merge.partnerships import PARTNERSHIP_MERGER
from partnerships.workflow.index import index_found_under
from partnerships.workflow.messages import checked_reason
from partnerships.workflow.refusals import NotAllowed, Refused

MERGERS: dict[RecordKind, Merger] = {
    RecordKind.PARTNER: PARTNER_MERGER,
    RecordKind.PARTNERSHIP: PARTNERSHIP_MERGER,
    RecordKind.AUTHORITY: AUTHORITY_MERGER,
}
# Kinds that dossiers are indexed by → facet, and field of the record that holds its value.
NAMED_IN_DOSSIERS = {
    RecordKind.PARTNER: (Facet.PARTNER, "uuid"),
    RecordKind.AUTHORITY: (Facet.AUTHORITY, "key"),
}
REASON_MAX_LENGTH = Merge._meta.get_field("reason").max_length


def _is_own(user, kind, rows) -> bool:
    """Whether `user` is a member of one of these authorities, or of those of a partnership."""
    if kind == RecordKind.PARTNERSHIP:
        return any(is_partnership_member(user, row) for row in rows)
    return kind == RecordKind.AUTHORITY and is_member_of(user, *rows)


def may_merge_these(user, kind, rows) -> bool:
    """Whether `user` may merge these records: a lead reviewer, outside their own authority."""
    return may_merge(user) and not _is_own(user, kind, rows)


def _locked(kind, *pks):
    rows = MERGERS[kind].model.objects.select_for_update(of=("self",)).order_by("pk")
    found = rows.in_bulk(pks)
    if len(found) != len(set(pks)):
        raise NotAllowed
    return [found[pk] for pk in pks]


@transaction.atomic
def merge_records(
    kind: RecordKind, kept_pk: int, gone_pk: int, *, by, seen: str, chosen: dict, reason: str
) -> Merge:
    """Merges the record `gone_pk` into `kept_pk`.

    `chosen`: name of a field → which record gives its value; the kept one by default. `seen`:
    digest of both records when the page was displayed; Refused if one changed since. The same
    merge requested twice by one person is made once. Raises NotAllowed or Refused.
    """
    kept, gone = _locked(kind, kept_pk, gone_pk)
    if not may_merge_these(by, kind, (kept, gone)):
        raise NotAllowed
    standing = Merge.objects.standing().filter(kind=kind, kept_id=kept_pk, gone_id=gone_pk)
    made = standing.filter(merged_by=by).first()
    if made:
        return made
    reason = checked_reason(reason, REASON_MAX_LENGTH)
    merger = MERGERS[kind]
    if seen != seen_digest(merger.state(kept), merger.state(gone)):
        raise Refused(
            _(
                "L’une de ces fiches a changé depuis que cette page est ouverte\u202f: "
                "relisez-les, puis recommencez."
            )
        )
    return _merge(kind, kept, gone, chosen=chosen, by=by, reason=reason)


def _merge(kind, kept, gone, *, chosen, by, reason):
    names = {"kept_name": str(kept)[:200], "gone_name": str(gone)[:200]}
    try:
        MERGERS[kind].check(kept, gone)
        record = MERGERS[kind].merge(kept, gone, chosen=chosen, by=by, reason=reason)
    except CannotMerge as why:
        raise Refused(str(why)) from None
    made = Merge.objects.create(
        kind=kind,
        kept_id=kept.pk,
        gone_id=gone.pk,
        **names,
        reason=reason,
        record_text=canonical(record),
        merged_at=timezone.now(),
        merged_by=by,
    )
    first, second = sorted((kept.pk, gone.pk))
    pairs = DuplicatePair.objects.filter(kind=kind, first_id=first, second_id=second)
    pairs.update(state=DuplicateState.MERGED, settled_at=made.merged_at, settled_by=by)
    _update_indexes(kind, kept, gone)
    _announce(made, kept, gone)
    return made


def _update_indexes(kind, *rows):
    """Compares the records again for duplicates, and reindexes the dossiers that name them."""
    compare_records(kind, [row.pk for row in rows])
    if kind in NAMED_IN_DOSSIERS:
        facet, name = NAMED_IN_DOSSIERS[kind]
        for row in rows:
            index_found_under(facet, getattr(row, name))


def _announce(made, kept, gone):
    if made.kind == RecordKind.AUTHORITY and not made.undone_at:
        announce_merger(gone, kept, by=made.merged_by)
    elif made.kind != RecordKind.PARTNER:
        announce_merge(made, kept, gone)


@transaction.atomic
def merge_authorities(old: LocalAuthority, heir: LocalAuthority, *, by, source: str) -> Merge:
    """Records that `heir` legally succeeds to `old`, with the source of the information.

    Any reviewer may, unless they are a member of either. Raises NotAllowed or Refused.
    """
    old, heir = _locked(RecordKind.AUTHORITY, old.pk, heir.current.pk)
    if not by.has_perm("partnerships.review_dossier") or is_member_of(by, old, heir):
        raise NotAllowed
    if not source.replace("\x00", "").strip():
        raise Refused(_("Dites d’où vient cette information\u202f: arrêté, adresse d’une page."))
    source = checked_reason(source, REASON_MAX_LENGTH)
    return _merge(RecordKind.AUTHORITY, heir, old, chosen={}, by=by, reason=source)


@transaction.atomic
def undo_merge(made: Merge, *, by, reason: str) -> Merge:
    """Undoes a merge: restores both records.

    Raises NotAllowed; Refused if later changes make it impossible.
    """
    made = Merge.objects.select_for_update().get(pk=made.pk)
    kind = RecordKind(made.kind)
    kept, gone = _locked(kind, made.kept_id, made.gone_id)
    if not may_merge_these(by, kind, (kept, gone)):
        raise NotAllowed
    if made.undone_at and made.undone_by == by:
        return made
    if made.undone_at:
        raise Refused(_("Cette fusion a déjà été annulée."))
    reason = checked_reason(reason, REASON_MAX_LENGTH)
    try:
        MERGERS[kind].undo(kept, gone, made.record, by=by)
    except CannotMerge as why:
        raise Refused(_("Annulation impossible\u202f: %(why)s") % {"why": why}) from None
    made.undone_at, made.undone_by, made.undone_because = timezone.now(), by, reason
    made.save(update_fields=["undone_at", "undone_by", "undone_because"])
    _update_indexes(kind, kept, gone)
    _announce(made, kept, gone)
    return made
