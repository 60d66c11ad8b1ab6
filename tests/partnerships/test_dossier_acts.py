"""What a member does to a dossier from its page: deposit, withdraw, throw away, amend, answer."""

import pytest
from django.urls import reverse

from partnerships.models import (
    Dossier,
    LocalAuthorityMember,
    MemberStatus,
    OutboxMail,
    Partnership,
    Submission,
    Visibility,
)
from partnerships.workflow import Action, create_amendment, create_dossier
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import act, complete_buffer, dossier_in
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
STATUSES = (
    "draft",
    "submitted",
    "under_review",
    "changes_requested",
    "decided",
    "closed",
    "discarded",
)
# What each sees of the page of a dossier: the page, the officers' own page, or nothing.
SEEN = {
    "member": dict.fromkeys(STATUSES, "page"),
    "member of a co-authority": dict.fromkeys(STATUSES, "page"),
    "former member": dict.fromkeys(STATUSES, "nothing"),
    "pending member": dict.fromkeys(STATUSES, "nothing"),
    "stranger": dict.fromkeys(STATUSES, "nothing"),
    "member of another authority": dict.fromkeys(STATUSES, "nothing"),
    "reviewer": {
        **dict.fromkeys(STATUSES, "officers"),
        "draft": "nothing",
        "discarded": "nothing",
    },
    "reviewer, member": dict.fromkeys(STATUSES, "page"),
    "public": dict.fromkeys(STATUSES, "sign in"),
}


def person(role, dossier):
    authority = dossier.lead_authority
    if role == "member":
        return dossier.created_by
    if role == "member of a co-authority":
        member = MemberFactory()
        dossier.dossier_authorities.create(authority=member.authority)
        return member.user
    if role == "former member":
        return MemberFactory(authority=authority, revoked=True).user
    if role == "pending member":
        return MemberFactory(authority=authority, pending=True).user
    if role == "member of another authority":
        return MemberFactory().user
    if role == "reviewer":
        return reviewer()
    if role == "reviewer, member":
        return MemberFactory(authority=authority, user=reviewer()).user
    return UserFactory()


def text_of(response):
    return response.content.decode().replace("\u202f", " ").replace("&#x27;", "'")


def action_of(dossier, action):
    return reverse("partnerships:dossier_action", args=[dossier.uuid, action])


def ask(client, dossier, action, seen=None):
    seen = dossier.last_sequence if seen is None else seen
    return client.post(action_of(dossier, action), {"seen": seen})


def amended():
    """A member, and a published partnership of their authority."""
    member = MemberFactory()
    return member, published([member.authority])


def test_deposit_of_an_incomplete_dossier_says_what_is_missing(client):
    dossier = dossier_in("draft", summary="\x00", **{"contact.email": ""})
    client.force_login(dossier.created_by)

    response = client.post(
        action_of(dossier, "submit"), {"seen": dossier.last_sequence}, follow=True
    )

    page = text_of(response)
    assert "2 points sont à compléter" in page
    assert "Ce champ ne contient que des espaces" in page
    assert not Submission.objects.exists()


def test_deposit_clicked_twice_deposits_once(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    seen = dossier.last_sequence

    for _click in range(2):
        response = ask(client, dossier, "submit", seen)

    assert response.url == dossier.get_absolute_url()
    assert (Submission.objects.count(), Dossier.objects.get().status) == (1, "submitted")
    recipients = OutboxMail.objects.values_list("recipient", flat=True)
    assert len(recipients) == len(set(recipients))


def test_deposit_from_an_old_page_is_told(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)

    response = client.post(action_of(dossier, "submit"), {"seen": 2}, follow=True)

    assert "a changé depuis que cette page est ouverte" in text_of(response)
    assert Submission.objects.count() == 1


def test_deposit_asked_again_after_the_file_went_on_says_so(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)

    response = client.post(action_of(dossier, "submit"), {"seen": 1}, follow=True)

    assert "C’était déjà fait" in text_of(response)
    assert Submission.objects.count() == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 40, "\x00"])
def test_page_that_saw_nothing_deposits_nothing(client, seen):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    response = client.post(action_of(dossier, "submit"), {"seen": seen}, follow=True)

    assert response.status_code == 200
    assert not Submission.objects.exists()


@pytest.mark.parametrize("status", ["submitted", "under_review", "decided", "closed", "discarded"])
def test_deposit_of_a_file_that_cannot_be_is_not_found(client, status):
    dossier = dossier_in(status)
    client.force_login(dossier.created_by)
    before = Submission.objects.count()

    assert ask(client, dossier, "submit").status_code in (302, 404)
    assert Submission.objects.count() == before


@pytest.mark.parametrize(
    "role",
    [
        "stranger",
        "member of another authority",
        "former member",
        "member of a co-authority",
        "reviewer",
    ],
)
def test_deposit_without_the_right_is_not_found(client, role):
    dossier = dossier_in("draft")
    client.force_login(person(role, dossier))

    assert ask(client, dossier, "submit").status_code == 404
    assert not Submission.objects.exists()


def test_deposit_without_csrf_token_is_refused(client):
    dossier = dossier_in("draft")
    client.handler.enforce_csrf_checks = True
    client.force_login(dossier.created_by)

    assert ask(client, dossier, "submit").status_code == 403
    assert not Submission.objects.exists()


@pytest.mark.parametrize("action", ["create", "start_review", "accept", "decide", "x", "release"])
def test_action_of_an_officer_is_not_on_this_page(client, action):
    dossier = dossier_in("submitted")
    client.force_login(MemberFactory(authority=dossier.lead_authority, user=reviewer()).user)

    assert ask(client, dossier, action).status_code == 404


def test_action_is_not_a_link(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    assert client.get(action_of(dossier, "submit")).status_code == 405


def test_member_withdraws_what_was_deposited(client):
    dossier = dossier_in("submitted")
    client.force_login(dossier.created_by)

    response = client.post(
        action_of(dossier, "withdraw"), {"seen": dossier.last_sequence}, follow=True
    )

    assert "Le dépôt est retiré" in text_of(response)
    assert Dossier.objects.get().status == "draft"


def test_draft_goes_to_the_bin_and_comes_back(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)

    binned = client.post(
        action_of(dossier, "discard"), {"seen": dossier.last_sequence}, follow=True
    )
    ask(client, dossier, "restore")

    assert "Éclairage public partagé" in text_of(binned)
    assert Dossier.objects.get().discarded_at is None


def test_member_answers_the_officer(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_message", args=[dossier.uuid])

    response = client.post(address, {"body": "Voici <b>ma</b> réponse"}, follow=True)

    assert "Voici &lt;b&gt;ma&lt;/b&gt; réponse" in text_of(response)
    assert dossier.messages.get(author=dossier.created_by).visibility == Visibility.SHARED


@pytest.mark.parametrize("body", ["é" * 10_001, "\x00"])
def test_message_that_cannot_be_sent_stays_in_its_box(client, body):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_message", args=[dossier.uuid])

    response = client.post(address, {"body": body}, follow=True)

    assert response.status_code == 200
    assert body in response.content.decode()
    assert dossier.messages.count() == 1


def test_amendment_opens_once_and_is_prefilled(client):
    member, partnership = amended()
    client.force_login(member.user)
    address = reverse("partnerships:dossier_amend", args=[partnership.public_id])

    for _click in range(2):
        response = client.post(address)

    dossier = Dossier.objects.get()
    assert response.url == dossier.get_absolute_url()
    assert (dossier.partnership, dossier.buffer["title"]) == (partnership, partnership.title)


def test_amendment_of_another_authority_is_not_found(client):
    _member, partnership = amended()
    client.force_login(MemberFactory().user)

    response = client.post(reverse("partnerships:dossier_amend", args=[partnership.public_id]))

    assert response.status_code == 404
    assert not Dossier.objects.exists()


def test_amendment_of_what_is_suspended_is_not_found(client):
    member, partnership = amended()
    Partnership.objects.update(is_suspended=True)
    client.force_login(member.user)

    response = client.post(reverse("partnerships:dossier_amend", args=[partnership.public_id]))

    assert response.status_code == 404


def test_outdated_amendment_shows_the_three_texts_and_takes_up_what_was_published(client):
    member, partnership = amended()
    dossier = create_amendment(partnership, member.user)
    dossier.buffer = {
        **dossier.buffer,
        "title": "Mon titre",
        "phase": "active",
        "summary": "Un résumé.",
        "contact.name": "Dominique Contact",
        "contact.email": "contact@example.org",
    }
    dossier.save()
    other = dossier_in("draft", member=member)
    Dossier.objects.filter(pk=dossier.pk).update(partnership=None, kind="registration")
    Dossier.objects.filter(pk=other.pk).update(
        partnership=partnership, kind="amendment", base_version=partnership.current_version
    )
    other.refresh_from_db()
    other.buffer = {**other.buffer, "title": "Leur titre"}
    other.save()
    officer = reviewer()
    for action, by, details in (
        (Action.SUBMIT, member.user, {}),
        (Action.START_REVIEW, officer, {}),
        (Action.ACCEPT, officer, {"grounds": "Bien."}),
    ):
        other = act(other, action, by, **details)
    Dossier.objects.filter(pk=dossier.pk).update(partnership=partnership, kind="amendment")
    client.force_login(member.user)

    page = text_of(client.get(dossier.get_absolute_url()))
    ask(client, dossier, "rebase")

    assert "Le partenariat a été publié de nouveau" in page
    assert "Mon titre" in page
    assert "Leur titre" in page
    rebased = Dossier.objects.get(pk=dossier.pk)
    assert {rebased.buffer["title"], rebased.buffer["conflict.title"]} == {
        "Mon titre",
        "Leur titre",
    }


def test_officer_writes_and_deposits_on_behalf_of_an_authority(client):
    officer = reviewer()
    dossier = create_dossier(LocalAuthorityFactory(), officer, is_entered_by_officer=True)
    dossier.buffer = complete_buffer(dossier)
    dossier.save()
    client.force_login(officer)

    assert "saisi par l’administration" in text_of(client.get(dossier.get_absolute_url()))
    ask(client, dossier, "submit")

    assert Dossier.objects.get().status == "submitted"


def test_member_revoked_meanwhile_writes_no_more(client):
    dossier = dossier_in("draft")
    client.force_login(dossier.created_by)
    LocalAuthorityMember.objects.update(status=MemberStatus.REVOKED)
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "identite"])

    assert client.post(address, {"title": "Trop tard"}).status_code == 404
    assert Dossier.objects.get().buffer["title"] == "Éclairage public partagé"
