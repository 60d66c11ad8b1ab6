"""The due date of a dossier: what starts, suspends and ends the delay, and who sees it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
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
from partnerships.models.working_days import due_day, working_days_left
from partnerships.workflow.deadline import deadline_after, replay_deadline
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.instruction_rules import InstructionRuleFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
QUEUE = reverse("partnerships:queue")
PARIS = ZoneInfo("Europe/Paris")


def time_of(dossier):
    dossier.refresh_from_db()
    return dossier.due_on, dossier.working_days_left


def in_days(count):
    return due_day(timezone.localdate(), count)


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

    # On a week-end, what is due on the next working day has one day left.
    assert waiting == (None, working_days_left(timezone.localdate(), in_days(left)))
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


def test_late_and_soon_due():
    InstructionRuleFactory()
    member = MemberFactory()
    dossiers = {days: dossier_in("submitted", member=member) for days in (-1, 0, 2, 3)}
    for days, dossier in dossiers.items():
        Dossier.objects.filter(pk=dossier.pk).update(due_on=in_days(days))
    dossier_in("closed", member=member)

    assert list(Dossier.objects.late_to_decide()) == [dossiers[-1]]
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
    assert f"{in_days(10):%d/%m/%Y}" in queue
    assert "dans 10 jours ouvrés" in queue
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


@pytest.mark.parametrize(
    ("due_on", "left", "today", "text"),
    [
        (date(2026, 11, 27), None, date(2026, 11, 23), "dans 4 jours ouvrés"),
        (date(2026, 11, 27), None, date(2026, 11, 26), "dans un jour ouvré"),
        (date(2026, 11, 30), None, date(2026, 11, 28), "dans un jour ouvré"),
        (date(2026, 11, 27), None, date(2026, 11, 27), "aujourd’hui"),
        (date(2026, 11, 27), None, date(2026, 11, 28), "en retard d’un jour"),
        (date(2026, 11, 27), None, date(2026, 11, 30), "en retard d’un jour"),
        (date(2026, 11, 27), None, date(2026, 12, 1), "en retard de 2 jours ouvrés"),
        (date(2026, 12, 24), None, date(2026, 12, 25), "en retard d’un jour"),
        (None, 1, date(2026, 11, 28), "suspendu, reste 1 jour ouvré"),
        (None, 0, date(2026, 11, 28), "suspendu, reste le jour du dépôt"),
        (None, -1, date(2026, 11, 28), "suspendu, en retard d’un jour"),
        (None, None, date(2026, 11, 28), ""),
    ],
)
def test_delay_in_words(due_on, left, today, text):
    assert Deadline(due_on, left, today).text == text


def test_a_dossier_late_on_a_saturday_is_so_everywhere_and_stays_so_after_a_pause():
    saturday = date(2026, 11, 28)
    late = Deadline(date(2026, 11, 27), None, saturday)

    asked = deadline_after(late, DossierStatus.CHANGES_REQUESTED)
    again = deadline_after(replace(asked, today=date(2026, 12, 2)), DossierStatus.SUBMITTED)

    assert (late.days_late, asked.working_days_left, again.days_late) == (1, -1, 1)


@pytest.mark.parametrize(
    ("minute", "text", "is_late"),
    [(59, "aujourd’hui", False), (60, "en retard d’un jour", True)],
)
def test_a_day_ends_at_midnight_in_paris(monkeypatch, minute, text, is_late):
    """On Friday 27 November 2026, at 23:59 and a minute later: 22:59 and 23:00 in UTC."""
    dossier = dossier_in("submitted")
    Dossier.objects.update(due_on=date(2026, 11, 27))
    now = datetime(2026, 11, 27, 22, tzinfo=UTC) + timedelta(minutes=minute)
    monkeypatch.setattr(timezone, "now", lambda: now)

    dossier.refresh_from_db()

    assert dossier.deadline.text == text
    assert Dossier.objects.late_to_decide().exists() == is_late
    assert Dossier.objects.due_within(0).exists() != is_late
