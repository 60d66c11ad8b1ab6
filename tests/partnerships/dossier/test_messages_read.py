"""Messages on a dossier: who reads them, in which order, and marks of reading."""

import pytest
from django.urls import reverse

from partnerships.models import Message, MessageRead, OutboxMail, Visibility
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import step_of
from tests.factories.messages import budget_line, dossier_with_budget, review_page, say
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
SECRET = "Entre nous seulement"


@pytest.fixture(scope="module")
def made(shared_rows):
    return dossier_with_budget("changes_requested")


@pytest.fixture
def member(dossier, client):
    client.force_login(dossier.created_by)
    return dossier.created_by


def test_internal_message_is_on_no_page_of_a_member(client, dossier, member):
    for path in ("", "title", budget_line(dossier)):
        say(dossier, dossier.reviewer, SECRET, Visibility.INTERNAL, path)

    pages = [
        dossier.get_absolute_url(),
        step_of(dossier, "identite"),
        step_of(dossier, "budget"),
        reverse("partnerships:workspace"),
    ]

    for page in pages:
        response = client.get(page)
        assert SECRET not in text_of(response)
        assert "non lu" not in text_of(response)
    assert not OutboxMail.objects.filter(body__contains=SECRET).exists()
    assert not MessageRead.objects.filter(reader=member, message__body=SECRET).exists()


def test_reviewer_who_is_a_member_counts_no_internal_message(client, dossier):
    say(dossier, dossier.reviewer, SECRET, Visibility.INTERNAL)
    both = MemberFactory(authority=dossier.lead_authority, user=reviewer()).user
    client.force_login(both)
    client.get(dossier.get_absolute_url())

    page = text_of(client.get(reverse("partnerships:workspace")))

    assert "non lu" not in page
    assert not Message.objects.unread_by(both).exists()


def test_workspace_counts_what_is_not_read_until_it_is(client, dossier, member):
    say(dossier, dossier.reviewer)
    workspace = reverse("partnerships:workspace")
    before = text_of(client.get(workspace))

    client.get(dossier.get_absolute_url())
    after = text_of(client.get(workspace))

    assert "2 messages non lus" in before
    assert "non lu" not in after


def test_step_marks_read_what_it_shows_and_nothing_else(client, dossier, member):
    other = say(dossier, dossier.reviewer, path="ends_on")

    client.get(step_of(dossier, "identite"))

    assert list(Message.objects.unread_by(member)) == [other]


def test_queue_counts_what_is_not_read(client, dossier, member):
    say(dossier, member)
    other = dossier_in("under_review")
    say(other, other.created_by)
    client.force_login(dossier.reviewer)
    before = text_of(client.get(reverse("partnerships:queue")))

    client.get(review_page(dossier))
    after = text_of(client.get(reverse("partnerships:queue")))

    assert before.count("1 message non lu") == 1
    assert "non lu" not in after


def test_page_opened_twice_keeps_the_first_date(client, dossier, member):
    client.get(dossier.get_absolute_url())
    first = MessageRead.objects.get(reader=member).at

    client.get(dossier.get_absolute_url())

    assert MessageRead.objects.get(reader=member).at == first


def test_authority_sees_that_the_administration_read_without_a_name(client, dossier, member):
    say(dossier, member)
    curious = reviewer(first_name="Nom", last_name="À taire")
    for officer in (curious, dossier.reviewer):
        client.force_login(officer)
        client.get(review_page(dossier))
    client.force_login(member)

    page = text_of(client.get(dossier.get_absolute_url()))

    assert page.count("Lu par l’administration") == 1
    assert "Nom À taire" not in page


def test_officer_sees_who_read(client, dossier, member):
    client.get(dossier.get_absolute_url())
    client.force_login(dossier.reviewer)

    assert f"Lu par {member}" in text_of(client.get(review_page(dossier)))


def test_threads_are_by_field_those_with_a_request_first_then_the_newest(client, dossier, member):
    say(dossier, dossier.reviewer, "Premier", path="ends_on")
    say(dossier, member, "Général")
    say(dossier, member, "Réponse", path="ends_on")

    shown = client.get(dossier.get_absolute_url()).context["page"].topics

    assert [(topic.path, [m.row.body for m in topic.messages]) for topic in shown] == [
        ("title", ["Précisez le titre."]),
        ("ends_on", ["Premier", "Réponse"]),
        ("", ["Général"]),
    ]


def test_step_runs_as_many_queries_for_three_messages(
    client, dossier, member, django_assert_max_num_queries
):
    """30 at most: the lists of names are asked, or kept by the process."""
    asked = []
    for count in (1, 2):
        for _ in range(count):
            say(dossier, reviewer(), path="title")
        client.get(step_of(dossier, "identite"))
        with django_assert_max_num_queries(30) as queries:
            client.get(step_of(dossier, "identite"))
        asked.append(len(queries))

    assert asked[0] == asked[1]
