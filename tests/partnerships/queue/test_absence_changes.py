"""An absence that would leave nobody, one cancelled before it began, one that is changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Absence, OutboxMail
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:absences")
DAY = timedelta(days=1)


def days(start, end):
    today = timezone.localdate()
    return {"starts_on": today + start * DAY, "ends_on": today + end * DAY}


def send(client, by, delegate, start, end, changed=None):
    client.force_login(by)
    address = f"{PAGE}?changer={changed.pk}" if changed else PAGE
    return client.post(address, {"delegate": delegate.pk, **days(start, end)})


@pytest.mark.parametrize(("start", "end", "status"), [(0, 5, 422), (3, 9, 422), (6, 9, 302)])
def test_two_officers_do_not_replace_each_other_on_one_day(client, start, end, status):
    first, second = reviewer(), reviewer()
    AbsenceFactory(officer=first, delegate=second, **days(2, 5))

    response = send(client, second, first, start, end)

    assert response.status_code == status
    assert Absence.objects.filter(officer=second).exists() == (status == 302)
    if status == 422:
        assert "personne n’aurait ces dossiers" in text_of(response)


def test_three_officers_do_not_replace_one_another_in_a_ring(client):
    first, second, third, there = reviewer(), reviewer(), reviewer(), reviewer()
    AbsenceFactory(officer=first, delegate=second, **days(1, 9))
    ring = AbsenceFactory(officer=second, delegate=third, **days(4, 6))

    refused = send(client, third, first, 0, 20)
    beside = send(client, third, there, 0, 20)

    assert (refused.status_code, beside.status_code) == (422, 302)
    assert f"Le {ring.starts_on:%d/%m/%Y}, personne" in text_of(refused)


def test_an_absence_to_come_is_cancelled_and_one_that_runs_is_lifted(client):
    to_come, running = AbsenceFactory(**days(2, 5)), AbsenceFactory()
    told = {}
    for name, absence in (("to come", to_come), ("running", running)):
        client.force_login(absence.officer)
        page = text_of(client.get(PAGE))
        end = reverse("partnerships:absence_end", args=[absence.pk])
        told[name] = page + text_of(client.post(end, follow=True))

    mails = {mail.recipient: mail.subject for mail in OutboxMail.objects.all()}
    assert "Annuler l’absence" in told["to come"]
    assert "L’absence est annulée." in told["to come"]
    assert "reviennent aujourd’hui" not in told["to come"]
    assert "L’absence est levée" in told["running"]
    assert mails[to_come.delegate.email].endswith("annulée")
    assert mails[running.delegate.email].endswith("les dossiers lui reviennent")


def test_the_dates_and_the_delegate_of_an_absence_are_changed(client):
    absence, other = AbsenceFactory(), reviewer()
    before = absence.delegate
    client.force_login(absence.officer)
    form = client.get(f"{PAGE}?changer={absence.pk}")

    changed = send(client, absence.officer, other, -1, 4, absence)
    send(client, lead_reviewer(), other, -1, 6, absence)

    absence.refresh_from_db()
    assert f'value="{absence.starts_on:%Y-%m-%d}"' in text_of(form)
    assert changed.url == PAGE
    assert (absence.delegate, absence.ends_on) == (other, days(0, 6)["ends_on"])
    assert Absence.objects.count() == 1
    mails = OutboxMail.objects.values_list("recipient", flat=True)
    assert sorted(mails) == sorted([before.email, other.email, other.email, absence.officer.email])


def test_a_change_follows_the_rules_of_a_declaration(client):
    absence = AbsenceFactory()
    officer = absence.officer
    AbsenceFactory(officer=officer, **days(5, 8))
    AbsenceFactory(officer=absence.delegate, delegate=officer, **days(3, 4))
    finished = AbsenceFactory(officer=officer, **days(-9, -6))

    overlaps = send(client, officer, absence.delegate, -1, 6, absence)
    ring = send(client, officer, absence.delegate, -1, 4, absence)
    too_late = send(client, officer, absence.delegate, 10, 12, finished)
    by_the_delegate = send(client, absence.delegate, reviewer(), -1, 2, absence)
    by_a_stranger = send(client, reviewer(), absence.delegate, -1, 2, absence)
    unknown = client.get(f"{PAGE}?changer=abc")

    assert [overlaps.status_code, ring.status_code] == [422, 422]
    hidden = [each.status_code for each in (too_late, by_the_delegate, by_a_stranger, unknown)]
    assert hidden == [404] * 4
    absence.refresh_from_db()
    assert absence.ends_on == days(0, 1)["ends_on"]
