"""The page of the delays: who sets them, and what open dossiers get on request."""

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from partnerships.models import InstructionRule
from partnerships.models.working_days import add_working_days
from partnerships.workflow import deadline
from partnerships.workflow.deadline import replay_deadline
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.dossiers import dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:instruction_rules")


def time_of(dossier):
    dossier.refresh_from_db()
    return dossier.due_on, dossier.working_days_left


def in_days(count):
    return add_working_days(timezone.localdate(), count)


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
