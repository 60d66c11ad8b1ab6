"""The due date of a dossier: what starts, suspends and ends the delay, and who sees it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from cncd_portal.french_dates import french_date
from partnerships.models import (
    Action,
    Dossier,
    DossierEvent,
    DossierStatus,
    InstructionRule,
    OutboxMail,
)
from partnerships.models.deadline import Deadline
from partnerships.models.dossier_status import EDITABLE, WITH_OFFICERS
from partnerships.models.working_days import add_working_days
from partnerships.workflow import deadline
from partnerships.workflow.deadline import deadline_after, replay_deadline
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.instruction_rules import InstructionRuleFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
QUEUE = reverse("partnerships:queue")
PAGE = reverse("partnerships:instruction_rules")
PARIS = ZoneInfo("Europe/Paris")


def time_of(dossier):
    dossier.refresh_from_db()
    return dossier.due_on, dossier.working_days_left


def in_days(count):
    return add_working_days(timezone.localdate(), count)


def test_every_status_is_running_waiting_or_ended():
    assert sorted([*WITH_OFFICERS, *EDITABLE, DossierStatus.CLOSED]) == sorted(DossierStatus)


@pytest.mark.parametrize(
    ("status", "due", "left"),
    [
        ("draft", None, None),
        ("submitted", 10, None),
        ("under_review", 10, None),
        ("changes_requested", None, 10),
        ("decided", 10, None),
        ("closed", None, None),
    ],
)
def test_time_by_status(status, due, left):
    InstructionRuleFactory()
    InstructionRuleFactory(kind="amendment", working_days=3)

    dossier = dossier_in(status)

    assert time_of(dossier) == (due and in_days(due), left)


@pytest.mark.parametrize("rule", [None, {"working_days": None, "basis": ""}, {"kind": "closure"}])
def test_without_a_delay_there_is_no_due_date(rule, client):
    if rule:
        InstructionRuleFactory(**rule)
    dossier = dossier_in("submitted")
    client.force_login(dossier.created_by)

    assert time_of(dossier) == (None, None)
    assert "au plus tard" not in text_of(client.get(dossier.get_absolute_url()))
    assert not OutboxMail.objects.filter(body__contains="au plus tard").exists()


@pytest.mark.parametrize("pause", [Action.WITHDRAW, Action.REQUEST_CHANGES])
@pytest.mark.parametrize("left", [4, 0, -2])
def test_resuming_after_a_pause_keeps_the_remaining_days(pause, left):
    InstructionRuleFactory()
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    Dossier.objects.update(due_on=in_days(left))

    if pause == Action.WITHDRAW:
        dossier = act(dossier, pause, dossier.created_by)
    else:
        dossier = act(dossier, pause, officer, messages=[("", "Précisez.")])
    waiting = time_of(dossier)
    InstructionRule.objects.update(working_days=99)
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)

    assert waiting == (None, left)
    assert time_of(dossier) == (in_days(left), None)


def test_withdrawing_while_waiting_changes_nothing():
    InstructionRuleFactory()
    dossier = dossier_in("changes_requested")

    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)

    assert time_of(dossier) == (None, 10)


def test_reopened_dossier_gets_a_full_delay_under_the_current_rule():
    InstructionRuleFactory()
    dossier = dossier_in("closed", outcome="rejected")
    InstructionRule.objects.update(working_days=7)

    dossier = act(dossier, Action.REOPEN, lead_reviewer(), reason="Erreur de notre part.")

    assert time_of(dossier) == (in_days(7), None)


def test_rule_change_does_not_affect_deposited_dossiers():
    InstructionRuleFactory()
    dossier = dossier_in("submitted")
    InstructionRule.objects.update(working_days=99)

    dossier = act(dossier, Action.START_REVIEW, reviewer())

    assert time_of(dossier) == (in_days(10), None)


def test_journal_records_what_the_due_date_is_based_on():
    InstructionRuleFactory()
    dossier = dossier_in("closed")

    due_dates = [event.content.get("due_on") for event in dossier.events.order_by("sequence")]

    assert due_dates == [None, str(in_days(10)), None, None, str(in_days(10))]
    first = dossier.events.get(action="submit").content
    assert (first["delay"], first["delay_basis"]) == (10, "Règle du service")


def test_pauses_across_weekends_and_holidays():
    """Ten days from Friday 24 April 2026: 1 and 8 May are holidays."""
    friday = date(2026, 4, 24)

    running = deadline_after(Deadline(None, None, friday), DossierStatus.SUBMITTED, 10)
    asked = deadline_after(
        Deadline(running.due_on, None, date(2026, 5, 2)), DossierStatus.CHANGES_REQUESTED
    )
    again = deadline_after(
        Deadline(None, asked.working_days_left, date(2026, 5, 10)), DossierStatus.SUBMITTED
    )

    assert running.due_on == date(2026, 5, 12)
    assert asked == Deadline(None, 6, date(2026, 5, 2))
    # Monday 11 to Wednesday 13, Ascension, Friday 15, Monday 18, Tuesday 19.
    assert again.due_on == date(2026, 5, 19)


def event(day, action, from_status, to_status):
    at = datetime(2026, 6, day, 0, 30, tzinfo=PARIS)
    return DossierEvent(action=action, at=at, from_status=from_status, to_status=to_status)


def test_times_are_recomputed_from_the_journal():
    events = [
        event(1, "create", "", "draft"),
        event(1, "submit", "draft", "submitted"),
        event(2, "start_review", "submitted", "under_review"),
        event(2, "hand_over", "under_review", "under_review"),
        event(3, "request_changes", "under_review", "changes_requested"),
        event(10, "submit", "changes_requested", "submitted"),
    ]

    assert replay_deadline(events, 10).due_on == date(2026, 6, 22)
    assert replay_deadline(events[:5], 10).working_days_left == 8


def post(client, user=None, **data):
    client.force_login(user or lead_reviewer())
    seen = client.get(PAGE).context["page"].seen
    return client.post(PAGE, {"seen": seen, **data})


def rules():
    return list(InstructionRule.objects.values_list("kind", "working_days", "basis"))


@pytest.mark.parametrize(
    ("make", "status"), [(lead_reviewer, 200), (reviewer, 403), (UserFactory, 403), (None, 302)]
)
def test_rules_are_for_lead_reviewers(client, make, status):
    if make:
        client.force_login(make())

    assert client.get(PAGE).status_code == status
    data = {"registration-working_days": "5", "registration-basis": "Règle", "seen": ""}
    assert client.post(PAGE, data).status_code == (302 if status == 200 else status)
    assert len(rules()) == (status == 200)


def test_rules_are_set_and_the_journal_says_by_whom(client):
    lead = lead_reviewer()
    data = {"closure-working_days": "40", "closure-basis": "Règle du service, 2026"}

    assert post(client, lead, **data).status_code == 302

    assert rules() == [("closure", 40, "Règle du service, 2026")]
    page = text_of(client.get(PAGE))
    assert f"{lead} – clôture : 40 jours ouvrés (Règle du service, 2026)" in page


@pytest.mark.parametrize("days", ["0", "-1", "251", "x", "1.5", "9" * 30, "\x00"])
def test_invalid_delay_is_refused(client, days):
    answer = post(client, **{"claim-working_days": days, "claim-basis": "Règle"})

    assert answer.status_code == 422
    assert rules() == []


def test_delay_needs_its_basis(client):
    answer = post(client, **{"claim-working_days": "5"})

    assert "Dites d’où vient ce délai" in text_of(answer)
    assert rules() == []


def test_outdated_page_of_rules_is_refused_and_keeps_what_was_typed(client):
    lead, data = lead_reviewer(), {"claim-working_days": "5", "claim-basis": "Celle d’avant"}
    client.force_login(lead)
    seen = client.get(PAGE).context["page"].seen
    post(client, lead_reviewer(), **{"claim-working_days": "9", "claim-basis": "Règle"})

    client.force_login(lead)
    answer = client.post(PAGE, {"seen": seen, **data})

    assert answer.status_code == 422
    assert "Celle d’avant" in text_of(answer)
    assert rules() == [("claim", 9, "Règle")]


def test_open_dossiers_get_a_delay_on_request(client):
    waiting, running = dossier_in("changes_requested"), dossier_in("submitted")
    draft, closed = dossier_in("draft"), dossier_in("closed")
    data = {"registration-working_days": "10", "registration-basis": "Règle"}

    post(client, **data)
    before = [time_of(each) for each in (waiting, running)]
    answer = post(client, **data, **{"registration-is_for_open": "on"})

    assert before == [(None, None)] * 2
    assert answer.status_code == 302
    assert time_of(waiting) == (None, 10)
    assert time_of(running) == (in_days(10), None)
    assert time_of(draft) == time_of(closed) == (None, None)


def test_delay_of_open_dossiers_that_is_interrupted_goes_on_where_it_stopped(client, monkeypatch):
    waiting, running, last = (
        dossier_in(status) for status in ("changes_requested", "submitted", "submitted")
    )
    dossiers = sorted((waiting, running, last), key=lambda each: each.pk)
    data = {"registration-working_days": "10", "registration-basis": "Règle"}
    data["registration-is_for_open"] = "on"

    def fail_at_the_last(events, working_days):
        if events[0].dossier_id == dossiers[-1].pk:
            raise OperationalError("database is locked")
        return replay_deadline(events, working_days)

    client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(deadline, "SLICE", 1)
        broken.setattr(deadline, "replay_deadline", fail_at_the_last)
        answer = post(client, **data)

    assert answer.status_code == 503
    assert rules() == [("registration", 10, "Règle")]
    assert time_of(dossiers[-1]) == (None, None)
    assert sum(time_of(each) != (None, None) for each in dossiers) == 2
    assert "1 dossier ouvert a maintenant une date limite." in text_of(
        client.get(post(client, **data)["Location"])
    )
    assert time_of(waiting) == (None, 10)
    assert time_of(running) == time_of(last) == (in_days(10), None)


def test_late_and_soon_due():
    InstructionRuleFactory()
    member = MemberFactory()
    dossiers = {days: dossier_in("submitted", member=member) for days in (-1, 0, 2, 3)}
    for days, dossier in dossiers.items():
        Dossier.objects.filter(pk=dossier.pk).update(due_on=in_days(days))
    dossier_in("closed", member=member)

    assert list(Dossier.objects.late()) == [dossiers[-1]]
    assert set(Dossier.objects.due_within(2)) == {dossiers[0], dossiers[2]}


def test_members_and_officers_read_the_same_date(client):
    InstructionRuleFactory()
    officer = lead_reviewer()
    dossier = dossier_in("under_review", officer=officer)
    due_text = french_date(in_days(10))

    client.force_login(dossier.created_by)
    member_page = text_of(client.get(dossier.get_absolute_url()))
    client.force_login(officer)
    review = reverse("partnerships:review_detail", args=[dossier.uuid])
    officer_page, queue = text_of(client.get(review)), text_of(client.get(QUEUE))

    assert f"Décision attendue le {due_text}" in member_page
    assert f"À décider le {due_text}" in officer_page
    assert due_text in queue
    bodies = OutboxMail.objects.filter(body__contains=f"Décision attendue le {due_text}")
    assert set(bodies.values_list("recipient", flat=True)) == {dossier.created_by.email}


def test_lateness_and_suspension_are_shown(client):
    InstructionRuleFactory()
    dossier = dossier_in("submitted")
    Dossier.objects.update(due_on=in_days(-2))
    client.force_login(dossier.created_by)

    late = text_of(client.get(dossier.get_absolute_url()))
    dossier = act(dossier, Action.WITHDRAW, dossier.created_by)
    Dossier.objects.update(working_days_left=5)
    suspended = text_of(client.get(dossier.get_absolute_url()))

    assert "En retard de 2 jours ouvrés" in late
    assert "Il restera 5 jours ouvrés" in suspended
