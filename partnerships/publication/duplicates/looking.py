"""Probable duplicates, kept as rows: work grows with what changed, not with the registry."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple
from itertools import islice

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from partnerships.document.canonical import canonical, digest
from partnerships.models import (
    ComparedRecord,
    DuplicatePair,
    DuplicateState,
    PartnershipPartner,
    RecordKind,
)
from partnerships.publication.duplicates.authorities import AUTHORITIES
from partnerships.publication.duplicates.comparison import Comparison
from partnerships.publication.duplicates.partners import PARTNERS
from partnerships.publication.duplicates.partnerships import PARTNERSHIPS
from partnerships.publication.duplicates.reasons import LEAST, REASONS, in_order, score_of

BATCH = 500
COMPARISONS: dict[RecordKind, Comparison] = {
    RecordKind.PARTNER: PARTNERS,
    RecordKind.PARTNERSHIP: PARTNERSHIPS,
    RecordKind.AUTHORITY: AUTHORITIES,
}


def digest_of(facts) -> str:
    """The same for the same facts, whatever the order of what they hold."""
    plain = [sorted(each) if isinstance(each, frozenset) else each for each in astuple(facts)]
    return digest(canonical([str(each) for each in plain]))


def _compared(comparison, one, other) -> tuple[list[str], int]:
    codes = in_order(comparison.compare(one, other))
    return codes, score_of(codes)


def _found(comparison, changed):
    """(first, second) → (codes, score, country) of what `changed` may be the same as."""
    blocks = defaultdict(list)
    for mate in comparison.around(list(changed.values())) if changed else ():
        for key in comparison.keys(mate):
            blocks[key].append(mate)
    found = {}
    for one in changed.values():
        mates = {mate.pk: mate for key in comparison.keys(one) for mate in blocks[key]}
        for other in mates.values():
            pair = tuple(sorted((one.pk, other.pk)))
            if one.pk == other.pk or pair in found:
                continue
            codes, score = _compared(comparison, one, other)
            if score >= LEAST:
                found[pair] = (codes, score, comparison.country_of(one))
    return found


def is_news(pair: DuplicatePair, codes: Iterable[str]) -> bool:
    """Whether a pair that was dismissed has a reason for it that was not there then."""
    new = set(codes) - set(pair.dismissed_reasons)
    return any(REASONS[code].points > 0 for code in new)


def _follow(pair, codes, score, country, now):
    """Put on a known pair what was found of it; whether it changed."""
    if pair.state == DuplicateState.DISMISSED and not is_news(pair, codes):
        return False
    if (pair.reasons, pair.score, pair.state) == (codes, score, DuplicateState.OPEN):
        return False
    if pair.state != DuplicateState.OPEN:
        pair.state, pair.found_at = DuplicateState.OPEN, now
    pair.reasons, pair.score, pair.country = codes, score, country
    return True


def _write(kind, ids, found):
    now = timezone.now()
    of_these = Q(first_id__in=ids) | Q(second_id__in=ids)
    known = {
        pair.ids: pair
        for pair in DuplicatePair.objects.select_for_update().filter(of_these, kind=kind)
    }
    vanished = [
        pair.pk
        for ids, pair in known.items()
        if pair.state == DuplicateState.OPEN and ids not in found
    ]
    DuplicatePair.objects.filter(pk__in=vanished).delete()
    changed = [
        known[ids] for ids in found if ids in known and _follow(known[ids], *found[ids], now)
    ]
    fields = ["state", "found_at", "reasons", "score", "country"]
    DuplicatePair.objects.bulk_update(changed, fields, batch_size=BATCH)
    new = {ids: each for ids, each in found.items() if ids not in known}
    _create(kind, new, now)


def _create(kind, found, now):
    DuplicatePair.objects.bulk_create(
        [
            DuplicatePair(
                kind=kind,
                first_id=first,
                second_id=second,
                reasons=codes,
                score=score,
                country=country,
                found_at=now,
            )
            for (first, second), (codes, score, country) in found.items()
        ],
        ignore_conflicts=True,
    )


def _remember(kind, ids, facts):
    ComparedRecord.objects.bulk_create(
        [
            ComparedRecord(kind=kind, record_id=pk, digest=digest_of(each))
            for pk, each in facts.items()
        ],
        update_conflicts=True,
        unique_fields=["kind", "record_id"],
        update_fields=["digest"],
    )
    gone = set(ids) - set(facts)
    ComparedRecord.objects.filter(kind=kind, record_id__in=gone).delete()


@transaction.atomic
def look_at(kind: RecordKind, ids: Iterable[int]) -> None:
    """Compare the records `ids` with those of their blocks, and write what was found.

    One that is merged or suspended by now is in no pair to examine.
    """
    ids = sorted(set(ids))
    comparison = COMPARISONS[kind]
    changed = {facts.pk: facts for facts in comparison.facts(ids)}
    _write(kind, ids, _found(comparison, changed))
    _remember(kind, ids, changed)


def look_for_duplicates() -> int:
    """Compare every record of which the facts changed since it last was; how many there were.

    By batches that are each kept: stopped in the middle, it goes on from there.
    """
    count = 0
    for kind, comparison in COMPARISONS.items():
        known = ComparedRecord.objects.filter(kind=kind).order_by()
        digests = dict(known.values_list("record_id", "digest"))
        changed = [
            each.pk for each in comparison.facts() if digests.pop(each.pk, "") != digest_of(each)
        ]
        left = iter([*changed, *digests])
        while batch := list(islice(left, BATCH)):
            look_at(kind, batch)
            count += len(batch)
    return count


@task()
def look_at_published(partnership_pk: int) -> None:
    """What was just published, and its partners, which may be new."""
    named = PartnershipPartner.objects.filter(partnership=partnership_pk)
    look_at(RecordKind.PARTNER, named.values_list("partner", flat=True))
    look_at(RecordKind.PARTNERSHIP, [partnership_pk])
