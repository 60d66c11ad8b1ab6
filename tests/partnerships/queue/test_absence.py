"""An absent officer's dossiers: who holds them, until when, and who never does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from cncd_portal.accounts.models import User
from partnerships.models import Absence, Action, Dossier, OutboxMail, Visibility, stand_ins
from partnerships.permissions import is_reviewer_of
from partnerships.workflow.messages import post_message
from partnerships.workflow.officers.absence import declare_absence
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.absences import AbsenceFactory
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:absences")
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def hold(user, dossier):
    """Whether `user` holds `dossier`; the predicate and the queryset must agree."""
    of_one = is_reviewer_of(user, dossier)
    assert Dossier.objects.instructed_by(user).filter(pk=dossier.pk).exists() == of_one
    return of_one


def declare(client, by, delegate, start=0, end=5, **data):
    client.force_login(by)
    days = {"starts_on": today() + start * DAY, "ends_on": today() + end * DAY}
    return client.post(PAGE, {"delegate": delegate.pk, **days, **data})


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-5, 0), (0, 5)])
def test_delegate_holds_the_dossiers_from_the_first_day_to_the_last(start, end):
    dossier = dossier_in("under_review")
    delegate, other = reviewer(), reviewer()
    AbsenceFactory(
        officer=dossier.reviewer,
        delegate=delegate,
        starts_on=today() + start * DAY,
        ends_on=today() + end * DAY,
    )

    assert hold(delegate, dossier)
    assert hold(dossier.reviewer, dossier)
    assert not hold(other, dossier)
    assert not hold(dossier.created_by, dossier)


@pytest.mark.parametrize(("start", "end"), [(1, 5), (-5, -1)])
def test_dossiers_go_back_to_the_officer_after_the_absence(start, end):
    dossier = dossier_in("under_review")
    absence = AbsenceFactory(
        officer=dossier.reviewer, starts_on=today() + start * DAY, ends_on=today() + end * DAY
    )

    assert not hold(absence.delegate, dossier)
    with pytest.raises(NotAllowed):
        act(dossier, Action.DECIDE, absence.delegate, outcome="accepted", grounds="Conforme.")


def test_delegate_acts_in_their_own_name_and_the_officer_stays_the_reviewer():
    dossier = dossier_in("submitted")
    officer = reviewer()
    Dossier.objects.filter(pk=dossier.pk).update(reviewer=officer)
    delegate = AbsenceFactory(officer=officer).delegate

    dossier = act(dossier, Action.START_REVIEW, delegate)
    dossier = act(dossier, Action.DECIDE, delegate, outcome="accepted", grounds="Conforme.")

    assert dossier.reviewer == officer
    assert {event.actor for event in dossier.events.filter(sequence__gt=2)} == {delegate.journal_id}


def test_delegate_never_holds_a_dossier_of_their_own_authority_nor_one_they_entered():
    dossier = dossier_in("under_review")
    absence = AbsenceFactory(officer=dossier.reviewer)
    MemberFactory(user=absence.delegate, authority=dossier.lead_authority)
    entered = dossier_in("under_review", officer=dossier.reviewer)
    Dossier.objects.filter(pk=entered.pk).update(
        is_entered_by_officer=True, created_by=absence.delegate
    )
    entered.refresh_from_db()

    assert not hold(absence.delegate, dossier)
    assert not hold(absence.delegate, entered)


def test_absent_delegate_passes_the_dossiers_on():
    first, second, third = reviewer(), reviewer(), reviewer()
    AbsenceFactory(officer=first, delegate=second)
    AbsenceFactory(officer=second, delegate=third)

    assert stand_ins(today()) == {first.pk: third.pk, second.pk: third.pk}


def test_circular_absences_leave_the_dossiers_where_they_are():
    first, second, before, gone = reviewer(), reviewer(), reviewer(), reviewer(is_active=False)
    AbsenceFactory(officer=first, delegate=second)
    AbsenceFactory(officer=second, delegate=first)
    AbsenceFactory(officer=before, delegate=first)
    AbsenceFactory(delegate=gone)

    assert stand_ins(today()) == {}


def test_mail_for_the_officer_goes_to_the_delegate():
    dossier = dossier_in("under_review")
    absence = AbsenceFactory(officer=dossier.reviewer)

    post_message(dossier, by=dossier.created_by, body="Voici.", visibility=Visibility.SHARED)

    recipients = OutboxMail.objects.filter(cause__startswith="message:").values_list("recipient")
    assert set(recipients) == {(absence.delegate.email,)}


def test_review_page_names_the_absent_officer(client):
    dossier = dossier_in("under_review")
    delegate = AbsenceFactory(officer=dossier.reviewer).delegate
    client.force_login(delegate)

    page = client.get(reverse("partnerships:review_detail", args=[dossier.uuid])).content.decode()

    assert f"Instruit par {delegate}, en l’absence de {dossier.reviewer}" in page
    assert reverse("partnerships:review_action", args=[dossier.uuid, "decide"]) in page


def test_officer_declares_their_absence_and_the_delegate_is_notified_once(client):
    officer, delegate = reviewer(), reviewer()

    response = declare(client, officer, delegate)
    again = declare(client, officer, delegate)

    assert response.status_code == 302
    assert (again.status_code, Absence.objects.count()) == (422, 1)
    assert "Une absence est déjà déclarée" in again.content.decode()
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [delegate.email]


def test_lead_reviewer_declares_for_another_and_nobody_else_does(client):
    officer, delegate = reviewer(), reviewer()

    declare(client, lead_reviewer(), delegate, officer=officer.pk)
    declare(client, delegate, officer, start=20, end=21, officer=officer.pk)

    assert [absence.officer for absence in Absence.objects.all()] == [officer, delegate]
    with pytest.raises(NotAllowed):
        declare_absence(officer, delegate, today() + 9 * DAY, today() + 9 * DAY, by=delegate)


@pytest.mark.parametrize(
    ("start", "end", "make"),
    [(5, 0, reviewer), (-5, -1, reviewer), (0, 5, UserFactory)],
    ids=["backwards", "over", "not an officer"],
)
def test_impossible_absence_is_refused(client, start, end, make):
    response = declare(client, reviewer(), make(), start, end)

    assert response.status_code == 422
    assert not Absence.objects.exists()


def test_officer_cannot_be_their_own_delegate(client):
    officer = reviewer()

    assert declare(client, officer, officer).status_code == 422
    with pytest.raises(Refused):
        declare_absence(officer, officer, today(), today(), by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        AbsenceFactory(officer=officer, delegate=officer)


def test_ending_an_absence_early_gives_the_dossiers_back(client):
    dossier = dossier_in("under_review")
    absence = AbsenceFactory(officer=dossier.reviewer)
    address = reverse("partnerships:absence_end", args=[absence.pk])

    client.force_login(absence.delegate)
    assert client.post(address).status_code == 404
    client.force_login(reviewer())
    assert client.post(address).status_code == 404
    client.force_login(absence.officer)
    client.post(address)

    assert not hold(absence.delegate, dossier)
    absence.refresh_from_db()
    assert absence.ends_on == today() - DAY


def test_absences_are_shown_to_those_concerned_and_to_lead_reviewers(client):
    absence = AbsenceFactory()
    readers = {absence.officer: 1, absence.delegate: 1, lead_reviewer(): 1, reviewer(): 0}

    for user, count in readers.items():
        client.force_login(user)
        assert len(client.get(PAGE).context["page"].absences) == count
    client.force_login(MemberFactory().user)
    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_absences_run_as_many_queries_for_thirty_as_for_one(
    client, count, django_assert_num_queries
):
    AbsenceFactory.create_batch(count)
    client.force_login(lead_reviewer())

    with django_assert_num_queries(9):
        client.get(PAGE)


def test_reviewers_in_charge_of_many_are_read_in_two_queries(django_assert_num_queries):
    officer = User.objects.get(pk=reviewer().pk)
    dossier_in("under_review", officer=officer)
    # Asked by the workflow, but where the rows of the dossier are written again without it.
    officer.has_perm("partnerships.review_dossier")

    with django_assert_num_queries(2):
        assert len(Dossier.objects.instructed_by(officer)) == 1
