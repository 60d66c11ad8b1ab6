"""Messages on a dossier: who writes, about which field, and what is stored."""

from uuid import uuid4

import pytest
from django.urls import reverse

from partnerships.models import Message, OutboxMail, Visibility
from partnerships.workflow.refusals import Refused
from tests.factories.accounts import lead_reviewer
from tests.factories.dossiers import dossier_in
from tests.factories.filling import post, saved, step_of
from tests.factories.messages import budget_line, dossier_with_budget, review_page, say
from tests.factories.roles import person, text_of

pytestmark = pytest.mark.django_db
SECRET = "Entre nous seulement"


def send(client, dossier, body="Bonjour", **data):
    return client.post(
        reverse("partnerships:dossier_message", args=[dossier.uuid]), {"body": body, **data}
    )


@pytest.fixture(scope="module")
def made(shared_rows):
    return dossier_with_budget("changes_requested")


@pytest.fixture
def member(dossier, client):
    client.force_login(dossier.created_by)
    return dossier.created_by


def test_member_writes_about_a_field(client, dossier, member):
    send(client, dossier, "La durée suit.", field_path="ends_on")

    message = Message.objects.get(author=member)
    assert (message.field_path, message.visibility) == ("ends_on", Visibility.SHARED)
    assert message.body == "La durée suit."


def test_member_writes_about_an_item(client, dossier, member):
    send(client, dossier, field_path=budget_line(dossier))

    assert Message.objects.get(author=member).field_path == budget_line(dossier)


@pytest.mark.parametrize(
    "path", ["nimporte", "budget.absent", "title\x00", "x" * 300, "conflict.", "budget_pasted"]
)
def test_message_about_an_unknown_field_is_about_the_whole_dossier(client, dossier, member, path):
    send(client, dossier, field_path=path)

    assert Message.objects.get(author=member).field_path == ""


def test_officer_writes_about_an_item_of_the_deposit(client, dossier):
    client.force_login(dossier.reviewer)
    address = reverse("partnerships:review_message", args=[dossier.uuid])

    client.post(
        address,
        {"body": "Quelle part ?", "visibility": "shared", "field_path": budget_line(dossier)},
    )

    assert Message.objects.get(body="Quelle part ?").field_path == budget_line(dossier)


def test_officer_cannot_point_at_what_was_typed_after_the_deposit(client, dossier):
    uuid = str(uuid4())
    dossier.buffer = {**dossier.buffer, "budget": [*dossier.buffer["budget"], uuid]}
    dossier.save()
    client.force_login(dossier.reviewer)

    page = client.get(review_page(dossier)).content.decode()

    assert budget_line(dossier) in page
    assert uuid not in page


def test_message_about_a_field_is_shown_beside_it(client, dossier, member):
    say(dossier, dossier.reviewer, "Quel trimestre ?", path="ends_on")

    beside = text_of(client.get(step_of(dossier, "calendrier")))
    elsewhere = text_of(client.get(step_of(dossier, "identite")))

    assert "Quel trimestre ?" in beside
    assert "Quel trimestre ?" not in elsewhere


def test_answer_beside_a_field_is_sent_and_saves_what_was_typed(client, dossier, member):
    response = post(
        client,
        dossier,
        "identite",
        do=f"message:title:{uuid4()}",
        title="Titre en cours",
        **{"message.title": "Voici le nouveau titre."},
    )

    message = Message.objects.get(author=member)
    assert (message.field_path, message.body) == ("title", "Voici le nouveau titre.")
    assert saved(dossier)["title"] == "Titre en cours"
    assert response.url == f"{step_of(dossier, 'identite')}#champ-title"


def test_invalid_answer_stays_beside_its_field(client, dossier, member):
    text = "é" * 10_001

    post(client, dossier, "identite", do="message:title:", **{"message.title": text})

    assert Message.objects.filter(author=member).count() == 0
    assert text in client.get(step_of(dossier, "identite")).content.decode()
    assert text not in client.get(dossier.get_absolute_url()).content.decode()


def test_answer_is_kept_where_the_dossier_is_no_longer_editable(client, dossier, member):
    client.logout()

    response = post(
        client, dossier, "identite", do="message:title:", **{"message.title": "Écrit trop tard"}
    )
    client.force_login(member)

    assert response.url.startswith(reverse("account_login"))
    assert Message.objects.filter(author=member).count() == 0
    assert "Écrit trop tard" in text_of(client.get(step_of(dossier, "identite")))


def test_message_sent_without_a_session_is_held_until_sign_in(client, dossier):
    response = send(client, dossier, "Écrit trop tard", field_path="title")
    client.force_login(dossier.created_by)

    page = client.get(dossier.get_absolute_url())

    assert response.url.startswith(reverse("account_login"))
    assert Message.objects.filter(body="Écrit trop tard").count() == 0
    assert "Écrit trop tard" in text_of(page)
    assert page.context["page"].box.field_path == "title"


def test_officer_message_sent_without_a_session_is_held_too(client, dossier):
    address = reverse("partnerships:review_message", args=[dossier.uuid])
    response = client.post(address, {"body": SECRET, "visibility": "internal"})
    client.force_login(dossier.reviewer)

    assert response.url.startswith(reverse("account_login"))
    assert Message.objects.filter(body=SECRET).count() == 0
    assert SECRET in text_of(client.get(review_page(dossier)))


def test_sent_message_empties_its_field(client, dossier, member):
    send(client, dossier, " ", field_path="title")
    send(client, dossier, "Voilà.")

    assert client.get(dossier.get_absolute_url()).context["page"].box.body == ""


def test_double_click_posts_and_mails_once(client, dossier, member):
    token, mails = str(uuid4()), OutboxMail.objects.count()

    answers = [send(client, dossier, "Une fois", token=token) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Message.objects.filter(body="Une fois").count() == 1
    assert OutboxMail.objects.count() == mails + 1


def test_token_of_someone_elses_message_changes_and_reveals_nothing(client, dossier, member):
    secret = say(dossier, dossier.reviewer, SECRET, Visibility.INTERNAL)

    send(client, dossier, "Autre chose", token=str(secret.uuid))

    page = client.get(dossier.get_absolute_url())
    secret.refresh_from_db()
    assert secret.body == SECRET
    assert SECRET not in text_of(page)
    assert page.context["page"].box.body == "Autre chose"


@pytest.mark.parametrize("token", ["", "x", "\x00", "0" * 400])
def test_malformed_token_is_ignored(client, dossier, member, token):
    send(client, dossier, "Bonjour", token=token)

    assert Message.objects.filter(author=member).count() == 1


def test_draft_that_no_officer_sees_takes_no_message(client):
    draft = dossier_in("draft")
    client.force_login(draft.created_by)

    send(client, draft, "Y a-t-il quelqu’un ?")

    page = text_of(client.get(draft.get_absolute_url()))
    assert draft.messages.count() == 0
    assert "dès le premier dépôt" in page
    assert "message.title" not in client.get(step_of(draft, "identite")).content.decode()
    with pytest.raises(Refused):
        say(draft, draft.created_by)


def test_closed_dossier_still_takes_messages(client):
    closed = dossier_in("closed")
    client.force_login(closed.created_by)

    send(client, closed, "Merci.", field_path="title")

    assert Message.objects.get(author=closed.created_by).body == "Merci."
    # A closed dossier notifies nobody: the desk counts what is unread.
    unread = Message.objects.unread_by(closed.reviewer).filter(dossier=closed)
    assert list(unread) == [closed.messages.get()]
    assert not OutboxMail.objects.filter(body__contains="Merci.").exists()


def test_message_to_a_reviewer_who_left_reaches_lead_reviewers(dossier, member):
    lead = lead_reviewer()
    dossier.reviewer.is_active = False
    dossier.reviewer.save()

    say(dossier, member, "Qui instruit ?")

    recipients = set(
        OutboxMail.objects.filter(body__contains="Qui instruit").values_list("recipient", flat=True)
    )
    assert recipients == {lead.email}


@pytest.mark.parametrize(
    "role", ["former member", "pending member", "member of another authority", "stranger"]
)
def test_others_neither_write_nor_read(client, dossier, role):
    client.force_login(person(role, dossier))

    assert send(client, dossier, SECRET).status_code == 404
    assert post(client, dossier, "identite", do="message:title:").status_code == 404
    assert Message.objects.filter(body=SECRET).count() == 0


def test_a_hidden_field_of_an_item_is_no_subject(client, dossier, member):
    partner = f"partners.{saved(dossier)['partners'][0]}"

    send(client, dossier, "Un", field_path=f"{partner}.compared_name")
    send(client, dossier, "Deux", field_path=partner)

    paths = (
        Message.objects.filter(author=member).order_by("pk").values_list("field_path", flat=True)
    )
    assert list(paths) == ["", partner]


def test_pasted_lines_are_no_subject_of_a_message(client, dossier, member):
    own = text_of(client.get(reverse("partnerships:dossier_detail", args=[dossier.uuid])))
    budget = text_of(client.get(step_of(dossier, "budget")))
    client.force_login(dossier.reviewer)
    officers = client.get(review_page(dossier))

    assert 'value="total_cost"' in own
    assert 'value="budget_pasted"' not in own
    assert "message:total_cost:" in budget
    assert "message:budget_pasted:" not in budget
    assert "budget_pasted" not in text_of(officers)
