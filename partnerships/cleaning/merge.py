"""Two records of one kind become one, and may become two again: the only door to it."""

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
from partnerships.publication.duplicates.looking import look_at
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
# What officers find files by → the field that names it.
NAMED_IN_FILES = {
    RecordKind.PARTNER: (Facet.PARTNER, "uuid"),
    RecordKind.AUTHORITY: (Facet.AUTHORITY, "key"),
}
MOST = Merge._meta.get_field("reason").max_length


def _is_own(user, kind, rows) -> bool:
    """Whether `user` belongs to an authority that is one of `rows`, or a side of one."""
    if kind == RecordKind.PARTNERSHIP:
        return any(is_partnership_member(user, row) for row in rows)
    return kind == RecordKind.AUTHORITY and is_member_of(user, *rows)


def may_merge_these(user, kind, rows) -> bool:
    """A lead reviewer, of records that are not those of their own authority."""
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
    """The record `gone_pk` goes into `kept_pk`, whose values are its own or those `chosen`.

    `seen`: what the page knew of both; where one changed since, nothing is done. The same merge
    twice by one person is one. Raises NotAllowed, Refused.
    """
    kept, gone = _locked(kind, kept_pk, gone_pk)
    if not may_merge_these(by, kind, (kept, gone)):
        raise NotAllowed
    standing = Merge.objects.standing().filter(kind=kind, kept_id=kept_pk, gone_id=gone_pk)
    made = standing.filter(merged_by=by).first()
    if made:
        return made
    reason = checked_reason(reason, MOST)
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
    _follow(kind, kept, gone)
    _announce(made, kept, gone)
    return made


def _follow(kind, *rows):
    """What is found by these records, and what they are compared with, is written again."""
    look_at(kind, [row.pk for row in rows])
    if kind in NAMED_IN_FILES:
        facet, name = NAMED_IN_FILES[kind]
        for row in rows:
            index_found_under(facet, getattr(row, name))


def _announce(made, kept, gone):
    if made.kind == RecordKind.AUTHORITY and not made.undone_at:
        announce_merger(gone, kept, by=made.merged_by)
    elif made.kind != RecordKind.PARTNER:
        announce_merge(made, kept, gone)


@transaction.atomic
def merge_authorities(old: LocalAuthority, heir: LocalAuthority, *, by, source: str) -> Merge:
    """`heir` succeeds to `old`, by law: any reviewer says so, with the source, never a member of
    either. Raises NotAllowed, Refused.
    """
    old, heir = _locked(RecordKind.AUTHORITY, old.pk, heir.current.pk)
    if not by.has_perm("partnerships.review_dossier") or is_member_of(by, old, heir):
        raise NotAllowed
    if not source.replace("\x00", "").strip():
        raise Refused(_("Dites d’où vient cette information\u202f: arrêté, adresse d’une page."))
    source = checked_reason(source, MOST)
    return _merge(RecordKind.AUTHORITY, heir, old, chosen={}, by=by, reason=source)


@transaction.atomic
def undo_merge(made: Merge, *, by, reason: str) -> Merge:
    """Both records are again what they were. Raises NotAllowed, and Refused where what happened
    since makes it impossible.
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
    reason = checked_reason(reason, MOST)
    try:
        MERGERS[kind].undo(kept, gone, made.record, by=by)
    except CannotMerge as why:
        raise Refused(_("Annulation impossible\u202f: %(why)s") % {"why": why}) from None
    made.undone_at, made.undone_by, made.undone_because = timezone.now(), by, reason
    made.save(update_fields=["undone_at", "undone_by", "undone_because"])
    _follow(kind, kept, gone)
    _announce(made, kept, gone)
    return made
