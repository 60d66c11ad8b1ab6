"""The rule of countersignature of the day a decision is taken; a later change leaves it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Action, Decision, InstructionRule, OutboxMail
from partnerships.workflow.refusals import NotAllowed
from partnerships.workflow.transitions import available_actions
from tests.factories.accounts import lead_reviewer
from tests.factories.decisions import send_on_decision, standing, two_people_decide
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of
from tests.partnerships.decisions.test_outbox import OUTBOX, release

pytestmark = pytest.mark.django_db
RULES = reverse("partnerships:instruction_rules")
migration = import_module("partnerships.migrations.0037_bulk")


def change_rule(client, leader, **fields):
    """Send the form of the rules as a lead reviewer does."""
    client.force_login(leader)
    seen = client.get(RULES).context["page"].seen
    assert client.post(RULES, {"seen": seen, **fields}).status_code == 302


def test_a_rule_that_begins_blocks_no_decision_taken_before(client):
    dossiers = [dossier_in("decided") for _rank in range(2)]
    leader = lead_reviewer()

    change_rule(client, leader, **{"registration-needs_countersign": "on"})

    officer = dossiers[0].reviewer
    assert Action.COUNTERSIGN not in available_actions(dossiers[0], leader)
    with pytest.raises(NotAllowed):
        act(dossiers[0], Action.COUNTERSIGN, leader)
    assert "Une décision est notifiée." in text_of(release(client, officer, dossiers[:1]))
    later = dossier_in("decided")
    assert standing(later).needs_countersign
    assert Action.RELEASE not in available_actions(later, later.reviewer)
    client.force_login(leader)
    waiting = text_of(client.get(f"{OUTBOX}?etat=a-contresigner"))
    assert str(later.uuid) in waiting
    assert str(dossiers[1].uuid) not in waiting


def test_a_rule_that_ends_leaves_decisions_to_countersign(client):
    two_people_decide()
    dossier, leader = dossier_in("decided"), lead_reviewer()

    change_rule(client, leader)

    assert not InstructionRule.objects.get(kind="registration").needs_countersign
    assert Action.RELEASE not in available_actions(dossier, dossier.reviewer)
    act(dossier, Action.COUNTERSIGN, leader)
    dossier.refresh_from_db()
    assert Action.RELEASE in available_actions(dossier, dossier.reviewer)
    assert not standing(dossier_in("decided")).needs_countersign


def test_a_correction_follows_the_rule_of_its_day_and_its_form_says_so(client):
    dossier, leader = dossier_in("decided"), lead_reviewer()
    page = reverse("partnerships:decision_detail", args=[dossier.uuid])
    client.force_login(dossier.reviewer)
    before = text_of(client.get(page))
    two_people_decide()
    after = text_of(client.get(page))

    fields = {"outcome": "accepted", "grounds": "Conforme."}
    send_on_decision(client, dossier.reviewer, dossier, "correct_decision", **fields)

    assert "sera à contresigner" not in before
    assert "sera à contresigner" in after
    assert "à contresigner</p>" not in after
    assert standing(dossier).needs_countersign
    assert OutboxMail.objects.filter(
        recipient=leader.email, cause__endswith=":correct_decision"
    ).exists()


def test_a_lead_reviewer_sends_back_only_what_needs_a_countersignature():
    dossier, leader = dossier_in("decided"), lead_reviewer()
    two_people_decide()

    assert Action.TAKE_BACK not in available_actions(dossier, leader)
    assert Action.TAKE_BACK in available_actions(dossier_in("decided"), leader)


def test_the_page_of_the_rules_says_which_decisions_a_change_touches(client):
    client.force_login(lead_reviewer())

    page = text_of(client.get(RULES))

    assert "vaut pour les décisions prises ou corrigées ensuite" in page


def decided_at(moment, **fields):
    dossier = dossier_in("decided")
    Decision.objects.filter(dossier=dossier).update(decided_at=moment, **fields)
    return standing(dossier)


def fill():
    """What the migration does to the decisions of a database of before."""
    Decision.objects.filter(countersigned_at__isnull=True).update(needs_countersign=False)
    migration.fill(apps, connection.SchemaEditorClass(connection))


def needing():
    return set(Decision.objects.filter(needs_countersign=True))


def test_decisions_of_before_are_given_the_rule_of_their_day():
    now = timezone.now()
    changes = (False, True, False)
    rule = InstructionRule(kind="registration")
    for days, is_asked in zip((30, 20, 10), changes, strict=True):
        rule.needs_countersign = is_asked
        rule._history_date = now - timedelta(days=days)
        rule.save()
    decisions = {days: decided_at(now - timedelta(days=days)) for days in (40, 25, 15, 5)}

    fill()

    assert needing() == {decisions[15]}


def test_decisions_blocked_by_a_later_rule_are_freed_and_signed_ones_stay_so():
    blocked = [decided_at(timezone.now() - timedelta(days=2)) for _rank in range(3)]
    two_people_decide()
    dossier = dossier_in("decided")
    signed = standing(act(dossier, Action.COUNTERSIGN, lead_reviewer()))
    Decision.objects.filter(pk=signed.pk).update(decided_at=timezone.now() - timedelta(days=2))

    fill()

    assert needing() == {signed}
    assert {each.pk for each in blocked} & set(
        Decision.objects.awaiting_countersign().values_list("pk", flat=True)
    ) == set()


def test_a_rule_that_was_deleted_asks_for_nothing_since():
    now = timezone.now()
    rule = InstructionRule(kind="registration", needs_countersign=True)
    rule._history_date = now - timedelta(days=20)
    rule.save()
    rule._history_date = now - timedelta(days=10)
    rule.delete()
    asked, later = decided_at(now - timedelta(days=15)), decided_at(now - timedelta(days=5))

    fill()

    assert needing() == {asked}
    assert not Decision.objects.get(pk=later.pk).needs_countersign


def test_a_rule_without_history_is_as_old_as_the_decisions():
    two_people_decide()
    InstructionRule.history.all().delete()
    old = decided_at(timezone.now() - timedelta(days=400))

    fill()

    assert needing() == {old}
