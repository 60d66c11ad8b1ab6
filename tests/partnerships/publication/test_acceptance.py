"""What becomes of accepted contributions as the public page lives on."""

import pytest
from django.utils import timezone

from partnerships.cleaning.merge import undo_merge
from partnerships.document.accepted import with_acceptances
from partnerships.document.difference import difference, three_way
from partnerships.document.projection import public_projection
from partnerships.document.settlement import settled
from partnerships.models import (
    Action,
    Dossier,
    Partnership,
    ProposalContribution,
    Provenance,
    RecordKind,
)
from partnerships.pages.public.partnership.partnership_history import changes_between
from partnerships.publication.correct import correct
from partnerships.publication.index import reindex
from partnerships.publication.publish import republish
from partnerships.publication.suspend import resume, suspend
from partnerships.workflow.amendment import create_amendment, create_claim, create_closure
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import decided_change
from tests.factories.dossiers import act
from tests.factories.duplicates import merged
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.decisions.contributions import (
    carries,
    carrying,
    published_contributions,
    rebuilt,
    uuid_of,
    words,
)

pytestmark = pytest.mark.django_db
LONG_AGO = "2020-02-29"
ACCEPT = {"grounds": "Conforme."}


def today():
    return timezone.localdate().isoformat()


def item(number, accepted_on=LONG_AGO):
    """A public contribution, declared where `accepted_on` is None."""
    values = {"uuid": uuid_of(number), "proposal": number, "statement": "Nous le faisons ainsi."}
    return {**values, "accepted_on": accepted_on} if accepted_on else values


@pytest.fixture
def accepted_long_ago():
    """A declared partnership of a dossier, which carries 3 (accepted long ago) and 5 (declared)."""
    dossier = carrying("closed", 3, 5)
    partnership = dossier.partnership
    content = {**partnership.current_version.content, "contributions": [item(3), item(5, None)]}
    republish(partnership, content, by=None, reason="test")
    assert published_contributions(partnership) == {3: LONG_AGO, 5: None}
    return dossier


def current(partnership):
    return Partnership.objects.get(pk=partnership.pk)


def accepted(dossier, member, judged, **fields) -> dict:
    """Deposit and accept a dossier with `fields`; what is then public."""
    dossier.buffer = {**dossier.buffer, **fields}
    dossier.save()
    dossier = act(dossier, Action.SUBMIT, member)
    officer = reviewer()
    dossier = act(dossier, Action.START_REVIEW, officer)
    dossier = act(dossier, Action.ACCEPT, officer, contributions=judged, **ACCEPT)
    return published_contributions(current(dossier.partnership))


def amended(dossier, judged, **fields):
    member = dossier.created_by
    amendment = create_amendment(dossier.partnership, member)
    return accepted(amendment, member, judged, **{"summary": "Un résumé revu.", **fields})


def test_what_is_released_without_a_judgement_is_declared():
    partnership = carrying("closed", 3).partnership

    (row,) = partnership.contributions.all()
    assert (row.is_accepted, row.accepted_on) == (False, None)
    assert list(ProposalContribution.objects.declared()) == [row]
    assert not ProposalContribution.objects.accepted().exists()


def test_accepted_again_unchanged_keeps_its_day_and_the_declared_one_is_of_today(accepted_long_ago):
    assert amended(accepted_long_ago, words([3, 5]), title="Autre titre") == {
        3: LONG_AGO,
        5: today(),
    }


def test_accepted_again_with_another_text_is_of_today(accepted_long_ago):
    path = f"contributions.{uuid_of(3)}.statement"

    assert amended(accepted_long_ago, words([3]), **{path: "Autrement."}) == {3: today(), 5: None}


def test_an_amendment_may_decline_what_was_accepted(accepted_long_ago):
    assert amended(accepted_long_ago, words([5], {3: "Plus rien ne le montre."})) == {5: today()}


def test_what_an_amendment_does_not_judge_stays_as_it_was_unless_its_text_changed(
    accepted_long_ago,
):
    assert amended(accepted_long_ago, None, title="Autre titre") == {3: LONG_AGO, 5: None}
    path = f"contributions.{uuid_of(3)}.statement"
    assert amended(accepted_long_ago, None, **{path: "Autrement."}) == {3: None, 5: None}


def test_a_closure_judges_them_as_an_amendment_does(accepted_long_ago):
    member = accepted_long_ago.created_by
    closure = create_closure(accepted_long_ago.partnership, member)
    end = {"phase": "completed", "ends_on": "2024", "results_here": "Fait."}

    assert accepted(closure, member, words([3, 5]), **end) == {3: LONG_AGO, 5: today()}


def test_a_claim_of_an_imported_page_accepts_what_it_carries():
    member = MemberFactory()
    imported = published([member.authority], provenance=Provenance.WIKIDATA, title="Jumelage")
    claim = create_claim(imported, member.user, member.authority)
    fields = {
        **carries(3),
        "phase": "active",
        "summary": "Un jumelage.",
        "objectives": "Se connaître.",
        "starts_on": "2001",
    }

    assert accepted(claim, member.user, words([3]), **fields) == {3: today()}


def test_acceptance_is_no_change_that_the_authority_made(accepted_long_ago):
    """Neither in what it may deposit, nor in differences, nor in the public history."""
    content = current(accepted_long_ago.partnership).current_version.content
    declared = {**content, "contributions": [item(3, None), item(5, None)]}
    proposed = public_projection(accepted_long_ago.submissions.get().document)

    assert difference(content, declared) == []
    assert difference(content, proposed) == []
    assert three_way(content, content, proposed) == []
    assert changes_between(declared, content) == ()
    partnership = current(accepted_long_ago.partnership)
    with_it = rebuilt(partnership)
    republish(partnership, declared, by=None, reason="test")
    assert rebuilt(partnership) == with_it
    assert not any("accepted" in path for path in with_it)


def test_settling_keeps_what_the_public_page_accepted(accepted_long_ago):
    content = current(accepted_long_ago.partnership).current_version.content
    base = {**content, "contributions": [item(3, None), item(5, None)]}
    proposed = {**base, "title": "Autre titre"}

    merged_content = settled(base, content, proposed, {})

    assert merged_content["contributions"] == content["contributions"]
    assert merged_content["title"] == "Autre titre"


def test_a_settled_dossier_publishes_what_was_decided_of_its_propositions():
    ProposalFactory(number=3)
    dossier = decided_change({**carries(3), "title": "Un"}, {"title": "Deux"})
    officer = dossier.reviewer
    dossier = act(
        dossier,
        Action.CORRECT_DECISION,
        officer,
        outcome="accepted",
        contributions=words([3]),
        **ACCEPT,
    )
    version = dossier.partnership.current_version.number
    choices = {"title": "proposed"}
    dossier = act(dossier, Action.SETTLE, officer, version=version, choices=choices)

    dossier = act(dossier, Action.RELEASE, officer)

    assert published_contributions(current(dossier.partnership)) == {3: today()}
    assert dossier.partnership.current_version.content["title"] == "Un"


def test_what_another_decision_declined_meanwhile_is_not_said_to_be_accepted():
    first = carrying("closed", 3)
    member, officer = first.created_by, reviewer()
    ours = create_amendment(first.partnership, member)
    ours.buffer = {**ours.buffer, "title": "Le nôtre"}
    ours.save()
    ours = act(ours, Action.SUBMIT, member)
    Dossier.objects.filter(pk=ours.pk).update(status="closed")  # one amendment may be open
    assert amended(first, words(declined={3: "Rien ne le montre."})) == {}
    Dossier.objects.filter(pk=ours.pk).update(status="submitted")
    ours = act(Dossier.objects.get(pk=ours.pk), Action.START_REVIEW, officer)
    decision = {"outcome": "accepted", **ACCEPT}
    ours = act(ours, Action.DECIDE, officer, contributions=words([3]), **decision)
    settle = {"version": 2, "choices": {}}

    with pytest.raises(Refused, match="proposition 3"):
        act(ours, Action.SETTLE, officer, **settle)
    declined = words(declined={3: "Déjà déclinée."})
    ours = act(ours, Action.CORRECT_DECISION, officer, contributions=declined, **decision)
    ours = act(ours, Action.SETTLE, officer, **settle)
    ours = act(ours, Action.CORRECT_DECISION, officer, contributions=words([3]), **decision)
    with pytest.raises(Refused, match="proposition 3"):
        act(ours, Action.RELEASE, officer)
    ours = act(ours, Action.CORRECT_DECISION, officer, contributions=declined, **decision)
    ours = act(ours, Action.RELEASE, officer)

    assert published_contributions(current(ours.partnership)) == {}


def test_a_decision_reopened_and_taken_again_judges_anew():
    dossier = carrying("under_review", 3, 5)
    officer = lead_reviewer()
    Dossier.objects.update(reviewer=officer)
    dossier = Dossier.objects.get()
    declined = words([5], {3: "Pas encore."})
    dossier = act(dossier, Action.ACCEPT, officer, contributions=declined, **ACCEPT)
    assert published_contributions(current(dossier.partnership)) == {5: today()}
    dossier = act(dossier, Action.REOPEN, officer, reason="Une preuve est venue.")

    dossier = act(dossier, Action.ACCEPT, officer, contributions=words([3, 5]), **ACCEPT)

    assert published_contributions(current(dossier.partnership)) == {3: today(), 5: today()}


def test_correcting_a_word_keeps_what_was_accepted(accepted_long_ago):
    partnership = current(accepted_long_ago.partnership)
    path = f"contributions.{uuid_of(3)}.statement"

    correct(
        partnership,
        partnership.current_version.number,
        {path: "Nous le faisons bien ainsi."},
        by=reviewer(),
        reason="Coquille",
    )

    assert published_contributions(current(partnership)) == {3: LONG_AGO, 5: None}


def test_reindexing_and_a_suspension_lifted_accept_nothing(accepted_long_ago):
    partnership, officer = current(accepted_long_ago.partnership), lead_reviewer()
    number = partnership.current_version.number

    suspension = suspend(partnership, number, by=officer, reason="À vérifier.")
    resume(suspension, number, by=officer, reason="Vérifié.")
    reindex()

    assert published_contributions(current(partnership)) == {3: LONG_AGO, 5: None}


def test_a_merge_keeps_the_state_of_each_item_and_its_undoing_too(accepted_long_ago):
    kept = current(accepted_long_ago.partnership)
    for number in (7, 8):
        ProposalFactory(number=number)
    others = [item(7), item(8, None), {**item(5), "uuid": uuid_of(50)}]
    gone = published([kept.lead_authority], title="Doublon", contributions=others)

    merge = merged(RecordKind.PARTNERSHIP, kept, gone, chosen={"contributions": "both"})
    together = published_contributions(current(kept))
    undo_merge(merge, by=lead_reviewer(), reason="Deux fiches.")

    # Of the two contributions to 5, that of the page that disappears was accepted.
    assert together == {3: LONG_AGO, 5: LONG_AGO, 7: LONG_AGO, 8: None}
    assert published_contributions(current(kept)) == {3: LONG_AGO, 5: None}
    assert published_contributions(current(gone)) == {5: LONG_AGO, 7: LONG_AGO, 8: None}


def test_a_document_cannot_accept_itself():
    """Whatever an item of a deposit holds, the decision alone tells the day."""
    projection = {"contributions": [item(3, "2001-01-01"), item(5, "2001-01-01")]}

    result = with_acceptances(projection, None, words([3]), timezone.localdate())

    assert result == {"contributions": [item(3, today()), item(5, None)]}
