"""Finds probable duplicates among changed records, and stores them as pairs."""

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
from partnerships.publication.duplicates.reasons import MIN_SCORE, REASONS, heaviest_first, score_of

BATCH = 500
COMPARISONS: dict[RecordKind, Comparison] = {
    RecordKind.PARTNER: PARTNERS,
    RecordKind.PARTNERSHIP: PARTNERSHIPS,
    RecordKind.AUTHORITY: AUTHORITIES,
}


def digest_of(facts) -> str:
    """Returns the digest of some facts; the order of sets does not matter."""
    plain = [sorted(each) if isinstance(each, frozenset) else each for each in astuple(facts)]
    return digest(canonical([str(each) for each in plain]))


def _compared(comparison, one, other) -> tuple[list[str], int]:
    codes = heaviest_first(comparison.compare(one, other))
    return codes, score_of(codes)


def resemblance(kind: RecordKind, first: int, second: int) -> tuple[list[str], int]:
    """Returns the reasons and the score of any two records; none if they share no block."""
    comparison = COMPARISONS[kind]
    facts = list(comparison.facts([first, second]))
    blocks = [set(comparison.keys(each)) for each in facts]
    if len(facts) < 2 or blocks[0].isdisjoint(blocks[1]):
        return [], 0
    return _compared(comparison, *facts)


def _find_pairs(comparison, changed):
    """Finds the probable duplicates of `changed`: key → facts.

    Returns (first, second) → (codes, score, country), and the facts of the others in these pairs.
    """
    blocks = defaultdict(list)
    for candidate in comparison.candidates(list(changed.values())) if changed else ():
        for key in comparison.keys(candidate):
            blocks[key].append(candidate)
    found, paired = {}, {}
    for one in changed.values():
        others = {other.pk: other for key in comparison.keys(one) for other in blocks[key]}
        for other in others.values():
            pair = tuple(sorted((one.pk, other.pk)))
            if one.pk == other.pk or pair in found:
                continue
            codes, score = _compared(comparison, one, other)
            if score >= MIN_SCORE:
                found[pair] = (codes, score, comparison.country_of(one))
                paired[other.pk] = other
    return found, paired


def has_new_reason(pair: DuplicatePair, codes: Iterable[str]) -> bool:
    """Whether there is a new reason to think that a dismissed pair is a duplicate."""
    new = set(codes) - set(pair.dismissed_reasons)
    return any(REASONS[code].points > 0 for code in new)


def _update_pair(pair, codes, score, country, now):
    """Updates an existing pair, without saving it. Returns whether it changed."""
    if pair.state == DuplicateState.DISMISSED and not has_new_reason(pair, codes):
        return False
    if (pair.reasons, pair.score, pair.state) == (codes, score, DuplicateState.OPEN):
        return False
    if pair.state != DuplicateState.OPEN:
        pair.state, pair.found_at = DuplicateState.OPEN, now
    pair.reasons, pair.score, pair.country = codes, score, country
    return True


def _update_pairs(kind, ids, found):
    now = timezone.now()
    of_these = Q(first_id__in=ids) | Q(second_id__in=ids)
    known = {
        pair.ids: pair
        for pair in DuplicatePair.objects.select_for_update().filter(of_these, kind=kind)
    }
    obsolete = [
        pair.pk
        for ids, pair in known.items()
        if pair.state == DuplicateState.OPEN and ids not in found
    ]
    DuplicatePair.objects.filter(pk__in=obsolete).delete()
    changed = [
        known[ids] for ids in found if ids in known and _update_pair(known[ids], *found[ids], now)
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


def _store_digests(kind, ids, facts):
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
def _store_if_unchanged(kind, ids, compared, found, paired) -> bool:
    """Stores what comparing `ids` found, unless a record changed since its facts were read."""
    seen = {**paired, **compared}
    now = {facts.pk: facts for facts in COMPARISONS[kind].facts({*ids, *paired})}
    if now != seen:
        return False
    _update_pairs(kind, ids, found)
    _store_digests(kind, ids, compared)
    return True


def compare_records(kind: RecordKind, ids: Iterable[int]) -> None:
    """Compares the records `ids` with those of their blocks, and updates the pairs.

    A record that is merged or suspended has no open pair any more. Comparing takes seconds, and
    keeps nobody from writing: it begins again if one of these records changed meanwhile.
    """
    ids = sorted(set(ids))
    comparison = COMPARISONS[kind]
    is_stored = False
    while not is_stored:
        compared = {facts.pk: facts for facts in comparison.facts(ids)}
        is_stored = _store_if_unchanged(kind, ids, compared, *_find_pairs(comparison, compared))


def look_for_duplicates() -> int:
    """Compares every record whose facts changed since the last time. Returns how many.

    Each batch is committed, so an interrupted run resumes where it stopped.
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
            compare_records(kind, batch)
            count += len(batch)
    return count


@task()
def look_at_published(partnership_pk: int) -> None:
    """Compares a partnership that was just published, and its partners, which may be new."""
    named = PartnershipPartner.objects.filter(partnership=partnership_pk)
    compare_records(RecordKind.PARTNER, named.values_list("partner", flat=True))
    compare_records(RecordKind.PARTNERSHIP, [partnership_pk])
