"""Reviews of propositions that are due: who is reminded, and once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Frequency, Notification, NotificationPreference, OutboxMail
from partnerships.notifications.proposal_review import remind_of_reviews
from proposals.models import ProgressNote
from proposals.progress import next_reviews, record_note, withdraw_note
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.lists import ProposalFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def curator():
    return UserFactory(codenames=["curate_proposals"])


def note(number=5, review=None, on=None, text="Un point."):
    """A note written long enough ago for its review to be due any day from tomorrow on."""
    return record_note(
        ProgressNote(
            proposal=ProposalFactory(number=number),
            on=on or timezone.localdate() - DAY,
            text=text,
            next_review=review,
            written_by=UserFactory(),
        )
    )


def tomorrow():
    return timezone.localdate() + DAY


def test_the_next_review_is_that_of_the_last_note_that_stands():
    today = timezone.localdate()
    note(5, tomorrow(), on=today - 3 * DAY)
    note(6, tomorrow(), on=today - 3 * DAY)
    note(6, None, on=today - DAY)
    withdrawn = note(7, tomorrow(), on=today)
    note(7, tomorrow() + DAY, on=today - DAY)
    withdraw_note(withdrawn, by=UserFactory(), reason="Erreur")

    assert next_reviews() == {5: tomorrow(), 7: tomorrow() + DAY}


def test_curators_alone_are_reminded_once_of_what_is_due(curator):
    people = [curator, UserFactory(), reviewer(), UserFactory(is_superuser=True)]
    note(5, tomorrow())
    note(6, tomorrow() + 30 * DAY)

    counts = [remind_of_reviews(day) for day in (tomorrow() - DAY, tomorrow(), tomorrow() + DAY)]

    assert counts == [0, 1, 0]
    [told] = Notification.objects.filter(user__in=people)
    assert told.user == curator
    assert told.link == reverse("proposals:workshop_note", args=[5])
    [mail] = OutboxMail.objects.all()
    assert mail.recipient == curator.email
    assert mail.subject == "Proposition 5 : point d’avancement à faire"
    assert "formulation rapportée, pas le texte du rapport" in mail.body


def test_the_next_review_is_another_reminder(curator):
    note(5, tomorrow())
    remind_of_reviews(tomorrow())
    note(5, tomorrow() + 2 * DAY, on=timezone.localdate())

    assert remind_of_reviews(tomorrow() + DAY) == 0
    assert remind_of_reviews(tomorrow() + 2 * DAY) == 1
    assert OutboxMail.objects.count() == 2


def test_a_curator_chooses_when_to_be_mailed(curator):
    NotificationPreference.objects.create(
        user=curator, event="proposal_review", frequency=Frequency.WEEKLY
    )
    note(5, tomorrow())

    remind_of_reviews(tomorrow())

    assert Notification.objects.get().frequency == Frequency.WEEKLY
    assert not OutboxMail.objects.exists()


def test_the_daily_upkeep_reminds(curator):
    note(5, tomorrow())

    call_command("daily_upkeep", date=tomorrow(), verbosity=0)

    assert Notification.objects.filter(event="proposal_review").count() == 1
