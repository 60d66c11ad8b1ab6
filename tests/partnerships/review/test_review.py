"""The review page of a dossier: what it shows, does and refuses."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.models import (
    Action,
    LocalAuthorityMember,
    Message,
    OutboxMail,
    Partnership,
    Visibility,
)
from partnerships.models.remembered import remembered_answers
from partnerships.permissions import may_review
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.messages import post_message
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import send_on_decision
from tests.factories.dossiers import act, complete_buffer, dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
SECRET = "Le préfet réserve son avis"


def page_of(dossier):
    return reverse("partnerships:review_detail", args=[dossier.uuid])


def address(dossier, action):
    return reverse("partnerships:review_action", args=[dossier.uuid, action])


def send(client, user, dossier, action, **data):
    client.force_login(user)
    data.setdefault("seen", dossier.last_sequence)
    return client.post(address(dossier, action), data)


def say(client, user, dossier, **data):
    client.force_login(user)
    return client.post(reverse("partnerships:review_message", args=[dossier.uuid]), data)


def own_reviewer(dossier):
    return MemberFactory(authority=dossier.lead_authority, user=reviewer()).user


def test_reviewer_of_the_authority_is_sent_to_the_members_page(client):
    dossier = dossier_in("under_review")
    client.force_login(own_reviewer(dossier))

    response = client.get(page_of(dossier))

    assert response.url == dossier.get_absolute_url()


def test_officers_read_the_deposit_and_never_the_buffer(client):
    dossier = dossier_in("changes_requested", title="Titre déposé")
    dossier.buffer = {**dossier.buffer, "title": "Titre en cours", "summary": "Phrase en cours"}
    dossier.save()
    client.force_login(reviewer())

    page = client.get(page_of(dossier)).content.decode()

    assert "Titre déposé" in page
    assert "Titre en cours" not in page
    assert "Phrase en cours" not in page


def test_contact_is_shown_as_never_to_be_published(client):
    client.force_login(reviewer())

    response = client.get(page_of(dossier_in("submitted")))

    shown = [value for _label, value in response.context["page"].private]
    assert shown == ["Dominique Contact – contact@example.org"]


def test_second_deposit_shows_words_added_and_removed(client):
    dossier = dossier_in("changes_requested", title="Éclairage partagé")
    dossier.buffer = {**dossier.buffer, "title": "Éclairage sobre"}
    dossier.save()
    dossier = act(dossier, Action.SUBMIT, dossier.created_by)
    client.force_login(reviewer())

    page = text_of(client.get(page_of(dossier)))

    assert '<del><span class="fr-sr-only">retiré : </span> partagé</del>' in page
    assert '<ins><span class="fr-sr-only">ajouté : </span> sobre</ins>' in page


def contact():
    return {"contact.name": "Dominique Contact", "contact.email": "contact@example.org"}


def test_amendment_shows_its_changes_to_the_published_page(client):
    dossier = dossier_in("closed", title="Éclairage partagé")
    amendment = create_amendment(dossier.partnership, dossier.created_by)
    amendment.buffer = complete_buffer(
        amendment, **{**amendment.buffer, "title": "Éclairage sobre", **contact()}
    )
    amendment.save()
    amendment = act(amendment, Action.SUBMIT, dossier.created_by)
    client.force_login(reviewer())

    response = client.get(page_of(amendment))

    assert [change.path for change in response.context["page"].differences.changes] == ["title"]
    assert Partnership.objects.get().title == "Éclairage partagé"


def test_decision_is_unknown_to_the_member_until_its_release(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    send(client, officer, dossier, "decide", outcome="rejected", grounds="Motif encore secret")
    client.force_login(dossier.created_by)
    before = client.get(dossier.get_absolute_url()).content.decode()

    send_on_decision(client, officer, dossier, "release", **{"sans-recours": "1"})
    client.force_login(dossier.created_by)
    after = client.get(dossier.get_absolute_url()).content.decode()

    assert "Motif encore secret" not in before
    assert "Motif encore secret" in after


@pytest.mark.parametrize("status", ["submitted", "under_review", "changes_requested", "closed"])
def test_internal_message_reaches_no_page_or_mail_of_a_member(client, status):
    dossier = dossier_in(status)
    post_message(dossier, by=reviewer(), body=SECRET, visibility=Visibility.INTERNAL)

    for user in (dossier.created_by, own_reviewer(dossier)):
        client.force_login(user)
        for path in (dossier.get_absolute_url(), reverse("partnerships:workspace")):
            assert SECRET not in client.get(path).content.decode()
    assert not OutboxMail.objects.filter(body__contains=SECRET).exists()


def test_internal_message_is_read_by_officers(client):
    dossier = dossier_in("submitted")
    assert say(client, reviewer(), dossier, body=SECRET, visibility="internal").status_code == 302
    client.force_login(reviewer())

    assert SECRET in client.get(page_of(dossier)).content.decode()


@pytest.mark.parametrize(
    "data", [{"visibility": "shared", "body": " "}, {"visibility": "x", "body": "Bonjour"}]
)
def test_refused_message_does_not_open_the_officers_page_to_a_member(client, data):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    post_message(dossier, by=officer, body=SECRET, visibility=Visibility.INTERNAL)
    grounds = {"outcome": "rejected", "grounds": "Motif encore secret"}
    act(dossier, Action.DECIDE, officer, **grounds)

    page = say(client, own_reviewer(dossier), dossier, **data).content.decode()

    assert SECRET not in page
    assert "Motif encore secret" not in page


@pytest.mark.parametrize("data", [{"body": "Bonjour", "visibility": "tous"}, {"body": "\x00 "}])
def test_refused_message_keeps_what_was_typed(client, data):
    dossier = dossier_in("submitted")

    response = say(client, reviewer(), dossier, **{"visibility": "shared", **data})

    assert response.status_code == 409
    assert not Message.objects.exists()
    assert data["body"].strip("\x00 ") in response.content.decode()


def test_member_cannot_post_to_the_review_page(client):
    dossier = dossier_in("submitted")

    response = say(client, dossier.created_by, dossier, body=SECRET, visibility="internal")

    assert response.status_code == 403
    assert not Message.objects.exists()


def test_hostile_texts_are_shown_as_text(client):
    dossier = dossier_in("submitted", title="<script>alert(1)</script>", summary="{{ 7|add:7 }}")
    say(client, reviewer(), dossier, body="<img src=x onerror=1>", visibility="internal")
    client.force_login(reviewer())

    page = client.get(page_of(dossier)).content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "{{ 7|add:7 }}" in page


def test_unknown_dossier_is_not_found_and_actions_need_a_post(client):
    client.force_login(reviewer())
    dossier = dossier_in("submitted")

    assert client.get(f"/instruction/{uuid.uuid4()}/").status_code == 404
    assert client.get("/instruction/pas-un-uuid/").status_code == 404
    assert client.get(address(dossier, "start_review")).status_code == 405


def test_reviewer_who_joins_the_authority_no_longer_reviews(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    MemberFactory(user=officer, authority=dossier.lead_authority)

    assert send(client, officer, dossier, "accept", grounds="Complet.").status_code == 404
    assert LocalAuthorityMember.objects.filter(user=officer).count() == 1
    assert not Partnership.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_review_page_runs_as_many_queries_for_three_messages(
    client, count, django_assert_num_queries
):
    dossier = dossier_in("under_review")
    for _ in range(count):
        post_message(dossier, by=reviewer(), body="Un mot", visibility=Visibility.INTERNAL)
    client.force_login(reviewer())

    with django_assert_num_queries(32):
        client.get(page_of(dossier))


def test_published_dossier_is_not_shown_as_outdated(client):
    dossier = dossier_in("closed")
    client.force_login(reviewer())

    page = client.get(page_of(dossier)).content.decode()

    assert "Tel qu’il a été déposé" in page
    assert "Tel qu’il serait publié" not in page
    assert "Ne sera pas publié" not in page
    assert "La fiche publiée a changé depuis" not in page


def test_dossier_under_review_is_shown_as_it_would_be_published(client):
    dossier = dossier_in("under_review")
    client.force_login(reviewer())

    page = client.get(page_of(dossier)).content.decode()

    assert "Tel qu’il serait publié" in page
    assert "Tel qu’il a été déposé" not in page


def test_review_page_asks_once_whether_its_reader_may_review(client):
    """What they are a member of comes with who they are; the other question is of colleagues."""
    officer = lead_reviewer()
    dossier = dossier_in("under_review", officer=officer)
    client.force_login(officer)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("partnerships:review_detail", args=[dossier.uuid]))

    asked = [query["sql"] for query in queries if "localauthoritymember" in query["sql"]]
    assert len(asked) == len(set(asked)) == 2


def test_an_officer_who_becomes_a_member_no_longer_reviews_the_dossier(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)
    client.force_login(officer)
    page = reverse("partnerships:review_detail", args=[dossier.uuid])
    assert client.get(page).status_code == 200

    MemberFactory(user=officer, authority=dossier.lead_authority)

    assert client.get(page).url == dossier.get_absolute_url()


def test_an_act_asks_again_whether_it_is_allowed(client):
    officer = reviewer()
    dossier = dossier_in("under_review", officer=officer)

    with remembered_answers():
        assert may_review(officer, dossier)
    MemberFactory(user=officer, authority=dossier.lead_authority)

    assert not may_review(officer, dossier)
    with remembered_answers():
        assert not may_review(officer, dossier)
