"""Two officers at once: one merge, one suspension, one undo; the other is refused."""

import pytest

from partnerships.cleaning.merge import undo_merge
from partnerships.cleaning.suspension import suspend_page
from partnerships.models import Merge, OutboxMail, RecordKind, Suspension
from partnerships.workflow.index_check import index_faults
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.duplicates import merged, pair_of
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.workflow.test_races import PEOPLE, at_once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def refused(results):
    return [each for each in results if isinstance(each, Refused | NotAllowed)]


def test_two_officers_merge_each_way_and_one_wins():
    member = MemberFactory()
    partner = InternationalPartnerFactory()
    one, other = (published([member.authority], [partner]) for _rank in range(2))
    pair_of(RecordKind.PARTNERSHIP, one, other)
    ways = [(one, other), (other, one)] * (PEOPLE // 2)
    people = [lead_reviewer() for _way in ways]

    results = at_once(
        [
            lambda by=by, way=way: merged(RecordKind.PARTNERSHIP, *way, by=by)
            for by, way in zip(people, ways, strict=True)
        ]
    )

    assert len(refused(results)) == PEOPLE - 1
    made = Merge.objects.get()
    assert OutboxMail.objects.filter(cause__startswith="merge:").count() == 1
    assert index_faults() == []
    undone = at_once([lambda by=by: undo_merge(made, by=by, reason="Erreur.") for by in people])
    assert len(refused(undone)) == PEOPLE - 1
    assert index_faults() == []


def test_a_page_is_suspended_once():
    partnership = published()
    officers = [reviewer() for _rank in range(PEOPLE)]

    results = at_once(
        [lambda by=by: suspend_page(partnership, 1, by=by, reason="Motif.") for by in officers]
    )

    assert len(refused(results)) == PEOPLE - 1
    assert Suspension.objects.count() == 1
