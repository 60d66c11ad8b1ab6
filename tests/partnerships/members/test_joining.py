"""Asking the lead authority of a partnership to join it, instead of declaring it twice."""

import pytest
from django.urls import reverse

from partnerships.models import OutboxMail, Provenance
from tests.factories.accounts import UserFactory, lead_reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
TEXT = "Nous finançons les puits depuis 2022."


@pytest.fixture
def lead():
    return MemberFactory(authority=LocalAuthorityFactory(name="Lille"))


@pytest.fixture
def partnership(lead):
    return published([lead.authority], title="Puits partagés")


def address_of(partnership):
    return reverse("partnerships:joining", args=[partnership.public_id])


def test_members_of_the_lead_authority_are_written_to_once(client, lead, partnership):
    colleague = MemberFactory(authority=lead.authority)
    MemberFactory(authority=lead.authority, revoked=True)
    neighbour = MemberFactory(authority=LocalAuthorityFactory(name="Roubaix"))
    lead_reviewer()
    client.force_login(neighbour.user)

    for _click in range(2):
        response = client.post(address_of(partnership), {"text": TEXT})

    mails = OutboxMail.objects.order_by("recipient")
    assert response.url == partnership.get_absolute_url()
    assert [mail.recipient for mail in mails] == sorted([lead.user.email, colleague.user.email])
    assert TEXT in mails[0].body
    assert neighbour.user.email in mails[0].body
    assert "Roubaix" in mails[0].subject
    assert partnership.get_absolute_url() in mails[0].body


def test_other_texts_of_the_same_day_are_sent_too_up_to_five(client, lead, partnership):
    client.force_login(MemberFactory().user)
    texts = [f"{TEXT} Suite {rank}." for rank in range(6)]

    codes = [client.post(address_of(partnership), {"text": each}).status_code for each in texts]

    assert codes == [302] * 5 + [422]
    bodies = list(OutboxMail.objects.order_by("pk").values_list("body", flat=True))
    assert [text in body for text, body in zip(texts, bodies, strict=False)] == [True] * 5


def test_officers_are_written_to_where_the_lead_authority_has_no_member(client):
    officer = lead_reviewer()
    partnership = published([LocalAuthorityFactory()])
    client.force_login(MemberFactory().user)

    client.post(address_of(partnership), {"text": TEXT})

    assert [mail.recipient for mail in OutboxMail.objects.all()] == [officer.email]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("  \x00 ", "Écrivez ce que votre"), ("a" * 1_003, "1003 caractères, 3 de trop")],
)
def test_refused_text_stays_in_its_box(client, partnership, text, reason):
    client.force_login(MemberFactory().user)

    response = client.post(address_of(partnership), {"text": text})

    assert response.status_code == 422
    assert reason in text_of(response).replace("1 003", "1003")
    assert response.context["text"] == text
    assert OutboxMail.objects.count() == 0


def test_member_of_several_authorities_says_for_which(client, partnership):
    first = MemberFactory()
    second = MemberFactory(user=first.user)
    client.force_login(first.user)

    refused = client.post(address_of(partnership), {"text": TEXT})
    foreign = client.post(
        address_of(partnership), {"text": TEXT, "authority": LocalAuthorityFactory().key}
    )
    client.post(address_of(partnership), {"text": TEXT, "authority": second.authority.key})

    assert "Choisissez la collectivité" in text_of(refused)
    assert "Choisissez la collectivité" in text_of(foreign)
    assert second.authority.name in OutboxMail.objects.get().subject


@pytest.mark.parametrize("person", ["lead", "stranger", "former member", "pending member"])
def test_page_is_not_found_for_others(client, lead, partnership, person):
    user = {
        "lead": lambda: lead.user,
        "stranger": UserFactory,
        "former member": lambda: MemberFactory(revoked=True).user,
        "pending member": lambda: MemberFactory(pending=True).user,
    }[person]()
    client.force_login(user)

    assert client.get(address_of(partnership)).status_code == 404
    assert client.post(address_of(partnership), {"text": TEXT}).status_code == 404
    assert OutboxMail.objects.count() == 0


def test_imported_or_suspended_partnership_is_not_written_about(client, lead, partnership):
    imported = published([lead.authority], provenance=Provenance.WIKIDATA)
    type(partnership).objects.filter(pk=partnership.pk).update(is_suspended=True)
    client.force_login(MemberFactory().user)

    assert client.get(address_of(imported)).status_code == 404
    assert client.get(address_of(partnership)).status_code == 404
