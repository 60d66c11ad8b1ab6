"""What lists, files and pages of officers say of a decided dossier, and members do not learn."""

import pytest
from django.urls import reverse

from partnerships.pages.queue.calendar.calendar_file import calendar_file
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.instruction_rules import InstructionRuleFactory
from tests.factories.messages import review_page
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
QUEUE = reverse("partnerships:queue")
CSV = reverse("partnerships:queue_export", args=["csv"])


def seen(client, user, address):
    client.force_login(user)
    response = client.get(address)
    is_streamed = response.streaming
    return b"".join(response).decode().replace("\u202f", " ") if is_streamed else text_of(response)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("accepted", "accepté"),
        ("reserved", "accepté avec réserves"),
        ("rejected", "refusé"),
    ],
)
def test_officers_read_the_outcome_and_members_do_not(client, outcome, told):
    dossier = dossier_in("decided", outcome=outcome)
    member, officer = dossier.created_by, reviewer()
    workspace = reverse("partnerships:workspace")

    for page in (QUEUE, CSV):
        assert f"{told.capitalize()}, à notifier" in seen(client, officer, page)
    assert f"écidé : {told}" in seen(client, officer, review_page(dossier))
    for page in (dossier.get_absolute_url(), workspace):
        text = seen(client, member, page)
        assert "cidé :" not in text
        assert "à notifier" not in text


def test_an_officer_does_not_learn_what_is_decided_of_their_own_authority(client):
    officer = reviewer()
    dossier = dossier_in("decided", outcome="rejected")
    MemberFactory(user=officer, authority=dossier.lead_authority)

    for page in (QUEUE, CSV, reverse("partnerships:desk")):
        text = seen(client, officer, page)
        assert "cidé :" not in text
        assert "Refusé" not in text
    assert dossier.reference in seen(client, officer, QUEUE)


def test_the_queue_says_who_replaces_an_officer_away(client):
    dossier = dossier_in("under_review")
    dossier_in("under_review")
    absence = AbsenceFactory(officer=dossier.reviewer)

    to_the_stand_in = seen(client, absence.delegate, QUEUE)
    to_another = seen(client, reviewer(), QUEUE)

    assert to_the_stand_in.count("absence : vous") == 1
    assert f"absence : {absence.delegate}" in to_another
    assert "absence :" not in seen(client, reviewer(), CSV)


def test_my_decisions_say_that_i_notify_for_an_officer_away(client):
    away = reviewer()
    absence = AbsenceFactory(officer=away)
    dossier = dossier_in("decided", officer=absence.delegate)
    dossier.reviewer = away
    dossier.save()
    page = reverse("partnerships:my_decisions")

    during = seen(client, absence.delegate, page)
    absence.delete()
    after = seen(client, absence.delegate, page)

    assert f"Reste à notifier, par vous en l’absence de {away}" in during
    assert f"Reste à notifier par {away}" in after


def test_the_calendar_says_that_a_decision_is_to_notify():
    InstructionRuleFactory()
    decided = dossier_in("decided")
    dossier_in("under_review")
    lead = lead_reviewer()

    text = calendar_file(lead).decode().replace("\r\n ", "")

    assert text.count("Échéance de la décision.") == 1
    assert text.count("elle est à notifier ce jour au plus tard.") == 1
    assert decided.reference in text
    assert "accepté" not in text
