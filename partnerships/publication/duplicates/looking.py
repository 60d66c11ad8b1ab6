"""Finds probable duplicates, stored as rows; the cost depends on changes, not on the registry."""

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
from partnerships.publication.duplicates import authorities, partners, partnerships
from partnerships.publication.duplicates.reasons import MIN_SCORE, REASONS, in_order, score_of

BATCH = 500
SOURCES = {
    RecordKind.PARTNER: partners,
    RecordKind.PARTNERSHIP: partnerships,
    RecordKind.AUTHORITY: authorities,
}


def digest_of(facts) -> str:
    """Returns a digest of facts, whatever the order of their sets."""
    plain = [sorted(each) if isinstance(each, frozenset) else each for each in astuple(facts)]
    return digest(canonical([str(each) for each in plain]))


def compared(source, one, other) -> tuple[list[str], int]:
    codes = in_order(source.compare(one, other))
    return codes, score_of(codes)


def _find_pairs(source, changed):
    """Returns {(first, second): (codes, score, country)} of the likely duplicates of `changed`."""
    blocks = defaultdict(list)
    for mate in source.around(list(changed.values())) if changed else ():
        for key in source.keys(mate):
            blocks[key].append(mate)
    pairs = {}
    for one in changed.values():
        mates = {mate.pk: mate for key in source.keys(one) for mate in blocks[key]}
        for other in mates.values():
            pair = tuple(sorted((one.pk, other.pk)))
            if one.pk == other.pk or pair in pairs:
                continue
            codes, score = compared(source, one, other)
            if score >= MIN_SCORE:
                pairs[pair] = (codes, score, source.country_of(one))
    return pairs


def is_news(pair: DuplicatePair, codes: Iterable[str]) -> bool:
    """Whether a dismissed pair has a new reason in its favour."""
    new = set(codes) - set(pair.dismissed_reasons)
    return any(REASONS[code].points > 0 for code in new)


def _update(pair, codes, score, country, now):
    """Updates a known pair, unsaved. Returns whether it changed."""
    if pair.state == DuplicateState.DISMISSED and not is_news(pair, codes):
        return False
    if (pair.reasons, pair.score, pair.state) == (codes, score, DuplicateState.OPEN):
        return False
    if pair.state != DuplicateState.OPEN:
        pair.state, pair.found_at = DuplicateState.OPEN, now
    pair.reasons, pair.score, pair.country = codes, score, country
    return True


def _write(kind, ids, pairs):
    now = timezone.now()
    of_these = Q(first_id__in=ids) | Q(second_id__in=ids)
    known = {
        pair.ids: pair
        for pair in DuplicatePair.objects.select_for_update().filter(of_these, kind=kind)
    }
    vanished = [
        pair.pk
        for ids, pair in known.items()
        if pair.state == DuplicateState.OPEN and ids not in pairs
    ]
    DuplicatePair.objects.filter(pk__in=vanished).delete()
    changed = [
        known[ids] for ids in pairs if ids in known and _update(known[ids], *pairs[ids], now)
    ]
    fields = ["state", "found_at", "reasons", "score", "country"]
    DuplicatePair.objects.bulk_update(changed, fields, batch_size=BATCH)
    new = {ids: each for ids, each in pairs.items() if ids not in known}
    _create(kind, new, now)


def _create(kind, pairs, now):
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
            for (first, second), (codes, score, country) in pairs.items()
        ],
        ignore_conflicts=True,
    )


def _save_digests(kind, ids, facts):
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
    """Compares the records `ids` with those of their blocks, and saves the pairs.

    A record that is merged or suspended by now is in no open pair.
    """
    ids = sorted(set(ids))
    source = SOURCES[kind]
    changed = {facts.pk: facts for facts in source.facts(ids)}
    _write(kind, ids, _find_pairs(source, changed))
    _save_digests(kind, ids, changed)


def look_for_duplicates() -> int:
    """Compares all records whose facts changed since their last comparison. Returns how many.

    Each batch is committed, so that an interrupted run can resume.
    """
    count = 0
    for kind, source in SOURCES.items():
        known = ComparedRecord.objects.filter(kind=kind).order_by()
        digests = dict(known.values_list("record_id", "digest"))
        changed = [
            each.pk for each in source.facts() if digests.pop(each.pk, "") != digest_of(each)
        ]
        remaining = iter([*changed, *digests])
        while batch := list(islice(remaining, BATCH)):
            look_at(kind, batch)
            count += len(batch)
    return count


@task()
def look_at_published(partnership_pk: int) -> None:
    """Compares a partnership just published, and its partners, which may be new."""
    named = PartnershipPartner.objects.filter(partnership=partnership_pk)
    look_at(RecordKind.PARTNER, named.values_list("partner", flat=True))
    look_at(RecordKind.PARTNERSHIP, [partnership_pk])
