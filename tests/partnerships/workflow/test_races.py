"""Two people at the same instant: one wins, the other is refused, nothing is done twice.

On PostgreSQL, which locks rows; SQLite locks the whole database and makes the second wait.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from partnerships.document.projection import item
from partnerships.models import (
    Action,
    Confirmation,
    Dossier,
    FacetCount,
    InternationalPartner,
    OutboxMail,
    PartnershipVersion,
    Provenance,
)
from partnerships.publication.confirm import confirm
from partnerships.publication.publish import OutdatedBase
from partnerships.workflow.amendment import AlreadyOpen, create_claim
from partnerships.workflow.campaign import write_to_members
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.perform import perform
from partnerships.workflow.refusals import NotAllowed, Refused
from partnerships.workflow.retention.drafts import warn_and_discard_untouched
from proposals.models import Proposal
from proposals.ordering import OutdatedOrder, move, write_order
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.dossiers import act, changed_amendment, dossier_in
from tests.factories.lists import CountryFactory, ProposalFactory
from tests.factories.partnerships import published

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
PEOPLE = 4


def at_once(acts):
    """Start all `acts` together; returns the result of each, or its refusal."""
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except (Refused, NotAllowed) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_officer_takes_a_dossier():
    dossier = dossier_in("submitted")
    seen = dossier.last_sequence
    officers = [reviewer() for _rank in range(PEOPLE)]

    results = at_once(
        [lambda by=by: perform(Action.START_REVIEW, dossier, by=by, seen=seen) for by in officers]
    )

    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == PEOPLE - 1
    dossier.refresh_from_db()
    assert dossier.reviewer in officers
    assert dossier.events.filter(action="start_review").count() == 1


def test_simultaneous_clicks_deposit_once():
    member = MemberFactory()
    dossier = dossier_in("draft", member=member)

    results = at_once([lambda: perform(Action.SUBMIT, dossier, by=member.user, seen=1)] * PEOPLE)

    assert [result.status for result in results] == ["submitted"] * PEOPLE
    assert dossier.submissions.count() == 1
    assert OutboxMail.objects.filter(recipient=member.user.email).count() == 1


def test_simultaneous_acceptances_publish_once():
    dossier = dossier_in("under_review")
    by, seen = dossier.reviewer, dossier.last_sequence

    at_once(
        [lambda: perform(Action.ACCEPT, dossier, by=by, seen=seen, grounds="Conforme.")] * PEOPLE
    )

    assert PartnershipVersion.objects.count() == 1
    assert dossier.decisions.count() == 1
    assert OutboxMail.objects.filter(cause__endswith="release").count() == 1


def test_one_new_partner_proposed_twice_is_asked_about_whatever_the_instant():
    CountryFactory(iso2="SN", name="Sénégal", name_en="Senegal")
    dossiers = []
    for _rank in range(2):
        uuid = item()["uuid"]
        proposed = {"name": "Ndoffane", "kind": "municipality", "country": "SN"}
        fields = {f"partners.{uuid}.proposed_{name}": text for name, text in proposed.items()}
        dossiers.append(dossier_in("under_review", partners=[uuid], **fields))

    results = at_once(
        [
            lambda each=each: perform(
                Action.ACCEPT, each, by=each.reviewer, seen=each.last_sequence, grounds="Conforme."
            )
            for each in dossiers
        ]
    )

    refused = [str(result) for result in results if isinstance(result, Refused)]
    assert len(refused) == 1
    assert "Ndoffane" in refused[0]
    assert InternationalPartner.objects.filter(name="Ndoffane").count() == 1


def test_simultaneous_acceptance_and_rejection_make_one_decision():
    dossier = dossier_in("under_review")
    by, seen = dossier.reviewer, dossier.last_sequence

    results = at_once(
        [
            lambda: perform(Action.ACCEPT, dossier, by=by, seen=seen, grounds="Conforme."),
            lambda: perform(Action.REJECT, dossier, by=by, seen=seen, grounds="Hors champ."),
        ]
    )

    assert len([result for result in results if isinstance(result, Refused)]) == 1
    assert dossier.decisions.count() == 1


def test_dossiers_created_at_once_have_distinct_references():
    member = MemberFactory()

    results = at_once([lambda: create_dossier(member.authority, member.user)] * PEOPLE)

    assert len({dossier.reference for dossier in results}) == PEOPLE
    assert Dossier.objects.count() == PEOPLE


def test_publications_at_once_are_all_counted():
    officer = reviewer()
    dossiers = [dossier_in("under_review", officer=officer) for _rank in range(PEOPLE)]

    at_once(
        [
            lambda dossier=dossier: perform(
                Action.ACCEPT,
                dossier,
                by=officer,
                seen=dossier.last_sequence,
                grounds="Conforme.",
            )
            for dossier in dossiers
        ]
    )

    assert FacetCount.objects.get(facet="all").count == PEOPLE
    assert FacetCount.objects.get(facet="valeurs", value="collectivite").count == PEOPLE


def test_simultaneous_confirmations_make_one():
    authority = LocalAuthorityFactory()
    people = [MemberFactory(authority=authority).user for _rank in range(PEOPLE)]
    partnership = published([authority])

    results = at_once([lambda by=by: confirm(partnership, 1, by=by) for by in people])

    assert len({confirmation.pk for confirmation in results}) == 1
    assert Confirmation.objects.count() == 1


def test_confirming_while_publishing_never_confirms_an_unseen_version():
    dossier = dossier_in("closed")
    partnership, member = dossier.partnership, dossier.created_by
    amendment = changed_amendment(partnership, member)
    officer = reviewer()
    amendment = act(amendment, Action.SUBMIT, member)
    amendment = act(amendment, Action.START_REVIEW, officer)
    seen = amendment.last_sequence

    def click():
        try:
            return confirm(partnership, 1, by=member)
        except OutdatedBase as refusal:
            return refusal

    def accept():
        return perform(Action.ACCEPT, amendment, by=officer, seen=seen, grounds="Conforme.")

    at_once([click, accept, click])

    partnership.refresh_from_db()
    assert partnership.current_version.number == 2
    assert {each.version.number for each in Confirmation.objects.all()} <= {1}


def test_simultaneous_claims_by_two_authorities_open_one_dossier():
    authorities = [LocalAuthorityFactory() for _rank in range(PEOPLE)]
    partnership = published(authorities, provenance=Provenance.WIKIDATA)
    people = [(MemberFactory(authority=each).user, each) for each in authorities]

    results = at_once(
        [lambda by=by, each=each: create_claim(partnership, by, each) for by, each in people]
    )

    assert Dossier.objects.count() == 1
    assert sum(isinstance(result, AlreadyOpen) for result in results) == PEOPLE - 1


def test_simultaneous_upkeeps_write_each_mail_once():
    CampaignFactory(year=2026)
    people = [MemberFactory() for _rank in range(PEOPLE)]
    for member in people:
        published([member.authority])
    draft = dossier_in("draft")
    Dossier.objects.update(updated_at=timezone.now() - timedelta(days=200))
    today = timezone.localdate()

    at_once(
        [lambda: (write_to_members(date(2026, 1, 15)), warn_and_discard_untouched(today))] * PEOPLE
    )

    assert OutboxMail.objects.filter(cause="campaign:2026:0").count() == PEOPLE
    assert OutboxMail.objects.filter(cause__startswith="draft:").count() == 1
    assert draft.warnings.count() == 1


def test_curators_do_not_overwrite_the_order_of_each_other():
    for number in range(1, PEOPLE + 1):
        ProposalFactory(number=number)
    shown = list(range(1, PEOPLE + 1))

    def raised(number):
        order = move(shown, number, -PEOPLE)
        try:
            write_order(order, seen=shown)
        except OutdatedOrder:
            return None
        return order

    results = at_once([lambda number=number: raised(number) for number in shown[1:]])

    [written] = filter(None, results)
    assert list(Proposal.objects.values_list("number", flat=True)) == written
