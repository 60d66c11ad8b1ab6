"""The desk to learn on: through the workflow, over a year, marked, done once."""

import io
import itertools
from collections import Counter
from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from partnerships.imports.reference.lists import load_lists
from partnerships.imports.reference.places import load_countries
from partnerships.imports.training.clock import clock_at
from partnerships.imports.training.desk import last_day, load_desk, work_left
from partnerships.imports.training.plan import plan_of
from partnerships.imports.training.steps import dossier_of
from partnerships.models import (
    Absence,
    Action,
    Attachment,
    DecisionLetter,
    Dossier,
    DossierEvent,
    DossierStatus,
    InstructionRule,
    JournalAnchor,
    Message,
    Notification,
    Opinion,
    OutboxMail,
    Partnership,
    Provenance,
)
from partnerships.workflow.journal import faults
from partnerships.workflow.perform import perform
from tests.factories.lists import ProposalFactory

pytestmark = pytest.mark.django_db

COUNT = 20
UNTIL = date(2026, 3, 31)
COUNTED = (Dossier, DossierEvent, Message, Opinion, Attachment, Notification, OutboxMail, Absence)


def load(count=COUNT, **options):
    output = io.StringIO()
    call_command("load_training_desk", dossiers=count, stdout=output, **options)
    return output.getvalue()


def counts():
    return {model: model.objects.count() for model in COUNTED}


def plans(count=COUNT):
    return [plan_of(rank, UNTIL) for rank in range(count)]


def journal(plan):
    events = DossierEvent.objects.filter(dossier=dossier_of(plan)).order_by("sequence")
    return list(events.values_list("action", "at"))


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.fixture(scope="module", autouse=True)
def printed(shared_rows):
    with override_settings(DEMONSTRATION=True):
        load_lists()
        load_countries()
        for number in (2, 5):
            ProposalFactory(number=number)
        return load(until=UNTIL)


def test_each_dossier_has_the_steps_of_its_plan_at_their_instants():
    for plan in plans():
        assert journal(plan) == [(step.action, step.at) for step in plan.steps]


def test_three_hundred_dossiers_hold_all_that_officers_meet():
    every = plans(300)
    last = Counter(plan.steps[-1].action for plan in every)
    made = Counter(step.action for plan in every for step in plan.steps)

    assert {Action.WITHDRAW, Action.REQUEST_CHANGES, Action.ASK_OPINION, Action.DECIDE} <= set(last)
    assert last[Action.RELEASE] > 200
    assert last[Action.DECIDE] >= 10
    assert made[Action.COUNTERSIGN] > 100
    assert made[Action.ASSIGN] > 10
    assert len({step.by for plan in every for step in plan.steps}) == 15
    assert sum(plan.amends is not None for plan in every) > 10
    deposits = [plan.steps[1].at for plan in every]
    assert max(deposits) - min(deposits) > timedelta(days=350)
    assert max(step.at.date() for plan in every for step in plan.steps) <= UNTIL


def test_all_of_it_is_marked_and_its_mails_leave_for_no_real_address():
    assert not Dossier.objects.filter(is_demonstration=False).exists()
    assert not Dossier.objects.exclude(title__contains="démonstration").exists()
    assert Partnership.objects.filter(provenance=Provenance.DEMONSTRATION).count() > COUNT // 2
    assert not Partnership.objects.filter(provenance=Provenance.DECLARED).exists()
    assert not OutboxMail.objects.exclude(recipient__endswith="@demonstration.example").exists()
    people = get_user_model().objects.exclude(email__endswith="@demonstration.example")
    assert not people.exists()


def test_its_journals_hold_and_each_decision_has_the_letter_of_its_day():
    assert not list(faults())
    closed = Dossier.objects.filter(status=DossierStatus.CLOSED)
    assert closed
    for dossier in closed:
        [decision] = dossier.decisions.standing()
        assert decision.released_at
        assert DecisionLetter.objects.filter(decision=decision).exists()


def test_dates_are_those_of_the_fiction():
    [plan] = [each for each in plans() if each.steps[-1].action == Action.RELEASE][:1]
    dossier = dossier_of(plan)

    assert dossier.created_at == plan.steps[0].at
    assert dossier.decisions.get().decided_at.date() < UNTIL
    assert dossier.reference.startswith(f"CD-{plan.steps[0].at.year}-")
    messages = Message.objects.filter(dossier__uuid__in=[each.uuid for each in plans()])
    assert messages
    assert max(messages.values_list("at", flat=True)).date() <= UNTIL
    old = Notification.objects.filter(dossier__created_at__date__lt=UNTIL - timedelta(days=200))
    assert old.filter(created_at__date__lt=UNTIL - timedelta(days=20))
    assert not old.filter(created_at__date__lt=UNTIL - timedelta(days=20), read_at=None)


def test_clock_is_that_of_the_machine_again():
    then = timezone.now() - timedelta(days=100)

    with clock_at(then), clock_at(then + timedelta(hours=1)):
        assert timezone.now() == then + timedelta(hours=1)
        assert timezone.localdate() == timezone.localdate(then + timedelta(hours=1))
        assert Message().at == then + timedelta(hours=1)
        assert isinstance(then, timezone.datetime)

    assert timezone.now() - then >= timedelta(days=100)
    assert Message().at - then >= timedelta(days=100)


def test_done_twice_it_adds_nothing():
    before = counts()

    printed = load()

    assert counts() == before
    assert "0 dossiers ajoutés" in printed


def test_rule_that_a_lead_changed_stays_where_there_is_nothing_to_add():
    InstructionRule.objects.update(needs_countersign=False)

    load()

    assert not InstructionRule.objects.filter(needs_countersign=True).exists()


def test_a_larger_desk_begins_with_the_dossiers_that_are_there():
    before, kept = counts(), [journal(plan) for plan in plans()]

    printed = load(COUNT + 2)

    assert "2 dossiers ajoutés" in printed
    assert [journal(plan) for plan in plans()] == kept
    assert Dossier.objects.count() == before[Dossier] + 2


def test_stopped_in_the_middle_it_goes_on_with_the_same_days():
    steps = sum(len(plan.steps) for plan in plans(COUNT + 3)) - sum(
        len(plan.steps) for plan in plans()
    )
    work = work_left(COUNT + 3, UNTIL)
    assert len(work.steps) == steps
    list(itertools.islice(load_desk(work, UNTIL), steps // 2))

    load(COUNT + 3)

    for plan in plans(COUNT + 3):
        assert journal(plan) == [(step.action, step.at) for step in plan.steps]
    assert not work_left(COUNT + 3, UNTIL).steps


def test_dossier_that_somebody_works_on_is_left_to_them():
    plan = next(each for each in plans(COUNT + 8)[COUNT:] if len(each.steps) > 2)
    work = work_left(plan.rank + 1, UNTIL)
    done = (number for number, (other, _step) in enumerate(work.steps) if other == plan)
    second = list(done)[1]
    list(itertools.islice(load_desk(work, UNTIL), second + 1))
    dossier = dossier_of(plan)
    perform(Action.WITHDRAW, dossier, by=dossier.created_by, seen=dossier.last_sequence)

    printed = load(plan.rank + 1)

    assert "1 laissés tels quels" in printed
    assert [action for action, _at in journal(plan)][-1] == Action.WITHDRAW


def test_last_day_is_kept_and_another_is_refused():
    assert last_day() == UNTIL
    before = counts()

    with pytest.raises(CommandError, match="sans --until"):
        load(until=UNTIL - timedelta(days=1))

    assert counts() == before


def test_day_to_come_is_refused(settings):
    Dossier.objects.filter(uuid=plan_of(0, UNTIL).uuid).update(uuid=plan_of(999, UNTIL).uuid)

    with pytest.raises(CommandError, match="hier au plus tard"):
        load(until=timezone.localdate())


@pytest.mark.parametrize("count", [0, -3, 100_000])
def test_senseless_number_is_refused(count):
    before = counts()

    with pytest.raises(CommandError, match="entre 1 et"):
        load(count)

    assert counts() == before


def test_site_in_service_refuses_it(settings):
    settings.DEMONSTRATION = False
    before = counts()

    with pytest.raises(CommandError, match="en service"):
        load(COUNT + 1)

    assert counts() == before


def test_anchored_journals_refuse_events_of_the_past():
    JournalAnchor.objects.create(
        number=1, digest="0" * 64, at=timezone.now(), dossier_count=0, event_count=0
    )
    before = counts()

    with pytest.raises(CommandError, match="ancres"):
        load(COUNT + 1)

    assert counts() == before
