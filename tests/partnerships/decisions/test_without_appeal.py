"""A refusal, or reservations, without the means of appeal leaves only once that is ticked."""

import pytest
from django.urls import reverse

from partnerships.models import DecisionLetter
from tests.factories.accounts import reviewer
from tests.factories.decisions import LetterheadFactory, send_decision, send_on_decision
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of
from tests.partnerships.decisions.test_outbox import release
from tests.partnerships.queue.test_bulk import ask, confirm

pytestmark = pytest.mark.django_db
TICK = {"sans-recours": "1"}
LABEL = "Notifier sans les voies de recours"


def decided_page(client, dossier):
    client.force_login(dossier.reviewer)
    return text_of(client.get(reverse("partnerships:decision_detail", args=[dossier.uuid])))


@pytest.mark.parametrize("outcome", ["rejected", "reserved"])
def test_one_decision_leaves_once_ticked(client, outcome):
    dossier = dossier_in("decided", outcome=outcome)

    before = decided_page(client, dossier)
    refused = send_on_decision(client, dossier.reviewer, dossier, "release")
    kept = DecisionLetter.objects.count()
    send_on_decision(client, dossier.reviewer, dossier, "release", **TICK)

    assert LABEL in before
    assert refused.status_code == 409
    assert "Les voies et délais de recours manquent" in text_of(refused)
    assert (kept, DecisionLetter.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("outcome", "appeal", "is_asked"),
    [
        ("rejected", "Deux mois.", False),
        ("accepted", "", False),
        ("rejected", "", True),
        ("reserved", "", True),
    ],
)
def test_tick_is_asked_only_where_the_letter_needs_it(client, outcome, appeal, is_asked):
    LetterheadFactory(appeal=appeal)
    dossier = dossier_in("decided", outcome=outcome)

    page = decided_page(client, dossier)
    many = text_of(client.get(reverse("partnerships:outbox_release"), {"d": dossier.uuid}))
    send_on_decision(client, dossier.reviewer, dossier, "release")

    assert [LABEL in page, LABEL in many] == [is_asked] * 2
    assert DecisionLetter.objects.count() == (not is_asked)


def test_several_leave_once_ticked_and_the_accepted_ones_anyway(client):
    officer = reviewer()
    accepted = dossier_in("decided", officer=officer)
    rejected = dossier_in("decided", officer=officer, outcome="rejected")
    chosen = [accepted, rejected]
    client.force_login(officer)

    address = reverse("partnerships:outbox_release")
    shown = text_of(client.get(address, {"d": [each.uuid for each in chosen]}))
    page = text_of(release(client, officer, chosen))
    kept = DecisionLetter.objects.count()
    release(client, officer, chosen, **TICK)

    assert LABEL in shown
    for each in chosen:
        assert reverse("partnerships:decision_preview", args=[each.uuid]) in shown
    assert "Une décision est notifiée." in page
    assert f"{rejected.reference} : Les voies et délais de recours manquent" in page
    assert (kept, DecisionLetter.objects.count()) == (1, 2)


def test_refusal_decided_and_notified_at_once_needs_the_tick(client):
    dossier = dossier_in("under_review")
    client.force_login(dossier.reviewer)
    form = text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))

    refused = send_decision(client, dossier.reviewer, dossier, "reject", grounds="Hors champ.")
    kept = DecisionLetter.objects.count()
    send_decision(client, dossier.reviewer, dossier, "reject", grounds="Hors champ.", **TICK)

    assert form.count(LABEL) == 2
    assert refused.status_code == 409
    assert "Hors champ." in text_of(refused)
    assert (kept, DecisionLetter.objects.count()) == (0, 1)


def test_act_on_many_dossiers_starts_once_ticked(client):
    officer = reviewer()
    accepted = dossier_in("decided", officer=officer)
    run = ask(client, officer, "release", [accepted])
    plain = text_of(client.get(run.get_absolute_url()))
    run = ask(
        client, officer, "release", [dossier_in("decided", officer=officer, outcome="reserved")]
    )
    plan = text_of(client.get(run.get_absolute_url()))

    page = text_of(confirm(client, run))
    is_started = bool(run.started_at)
    confirm(client, run, **TICK)

    assert [LABEL in plain, LABEL in plan, is_started] == [False, True, False]
    assert "Les voies et délais de recours manquent" in page
    assert DecisionLetter.objects.count() == 1
