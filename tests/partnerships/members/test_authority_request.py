"""« Ma collectivité manque, ou a fusionné »: the request, and the officer's answer."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from partnerships.models import AuthorityRequest, LocalAuthority, LocalAuthorityMember, OutboxMail
from partnerships.pages.components.search_box import find_authorities
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory
from tests.factories.authority_requests import AuthorityRequestFactory
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
CREATE = reverse("partnerships:authority_request_create")
DESK = reverse("partnerships:authority_desk")
SIREN = "200023372"


def ask(client, person, **fields):
    client.force_login(person)
    data = {
        "uuid": uuid4(),
        "cause": "missing",
        "name": "CC du Val Neuf",
        "kind": "cc",
        "siren": "200 023 372",
        "departement": DepartementFactory().pk,
        "explanation": "Créée en janvier.",
        "source": "Arrêté du 12 décembre",
        **fields,
    }
    return client.post(CREATE, data)


def add(client, by, asked, **fields):
    client.force_login(by)
    data = {
        "name": "CC du Val Neuf",
        "kind": "cc",
        "siren": SIREN,
        "departement": DepartementFactory().pk,
        "source": "Arrêté du 12 décembre",
        "answer": "Bienvenue.",
        **fields,
    }
    return client.post(reverse("partnerships:authority_request_add", args=[asked.uuid]), data)


def answer(client, by, asked, verb, **data):
    client.force_login(by)
    address = reverse("partnerships:authority_request_answer", args=[asked.uuid, verb])
    return client.post(address, data)


def test_search_without_a_result_links_to_the_request(client):
    client.force_login(UserFactory())

    page = text_of(client.get(reverse("partnerships:membership_request"), {"q": "Val Neuf"}))

    assert f"{CREATE}?q=Val%20Neuf" in page
    assert "Val Neuf" in text_of(client.get(CREATE, {"q": "Val Neuf"}))


def test_request_reaches_officers_once(client):
    person, officer = UserFactory(), lead_reviewer()
    uuid = uuid4()

    codes = [ask(client, person, uuid=uuid).status_code for _rank in range(2)]

    assert codes == [302, 302]
    asked = AuthorityRequest.objects.get()
    assert (asked.asked_by, asked.siren) == (person, SIREN)
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [officer.email]
    client.force_login(officer)
    assert "CC du Val Neuf" in text_of(client.get(DESK))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("siren", "123456789"),
        ("siren", "12"),
        ("siren", "²²²²²²²²²"),
        ("name", ""),
        ("name", "a\x00"),
        ("kind", "royaume"),
        ("cause", ""),
        ("explanation", ""),
        ("explanation", "x" * 1001),
        ("source", ""),
        ("departement", "99999"),
        ("uuid", "x"),
    ],
)
def test_invalid_field_is_shown_again_and_no_request_is_made(client, field, value):
    assert ask(client, UserFactory(), **{field: value}).status_code == 200
    assert not AuthorityRequest.objects.exists()


def test_one_person_does_not_flood_the_officers(client):
    person = UserFactory()
    for _rank in range(5):
        AuthorityRequestFactory(asked_by=person)

    assert "attendent une réponse" in text_of(ask(client, person))
    assert AuthorityRequest.objects.count() == 5


def test_officer_adds_the_authority_and_the_person_manages_it(client):
    asked = AuthorityRequestFactory()

    response = add(client, reviewer(), asked)

    assert response.url == DESK
    authority = LocalAuthority.objects.get(siren=SIREN)
    assert (authority.key, authority.region) == (f"e{SIREN}", authority.departement.region)
    assert "Arrêté du 12 décembre" in authority.source
    assert [result.value for result in find_authorities("val neuf").found] == [authority.key]
    member = LocalAuthorityMember.objects.get(user=asked.asked_by, authority=authority)
    assert (member.status, member.role) == ("active", "manager")
    asked.refresh_from_db()
    assert (asked.status, asked.authority, asked.answer) == ("created", authority, "Bienvenue.")
    mail = OutboxMail.objects.get(recipient=asked.asked_by.email)
    assert "Bienvenue." in mail.body
    assert "gestionnaire" in mail.body


@pytest.mark.parametrize(
    ("field", "value"),
    [("siren", "123456789"), ("source", ""), ("name", ""), ("answer", "x" * 1001)],
)
def test_invalid_authority_is_not_added(client, field, value):
    asked = AuthorityRequestFactory()

    assert add(client, reviewer(), asked, **{field: value}).status_code == 422
    assert not LocalAuthority.objects.exists()


def test_known_authority_is_not_added_twice(client):
    LocalAuthorityFactory(siren=SIREN, key="e1")
    commune = LocalAuthorityFactory()
    asked = AuthorityRequestFactory()

    assert add(client, reviewer(), asked).status_code == 422
    twin = {"kind": "commune", "siren": "", "insee_code": commune.insee_code}
    assert add(client, reviewer(), asked, **twin).status_code == 422
    assert LocalAuthority.objects.count() == 2


def test_officer_search_starts_from_the_requested_name(client):
    authority = LocalAuthorityFactory(name="Val Neuf")
    asked = AuthorityRequestFactory(name="Val Neuf", siren=SIREN)
    client.force_login(reviewer())

    page = text_of(client.get(asked.get_absolute_url()))

    assert f'value="{authority.key}"' in page
    assert f'value="{SIREN}"' in page


@pytest.mark.parametrize("has_manager", [True, False])
def test_officer_points_to_a_known_authority(client, has_manager):
    authority = LocalAuthorityFactory()
    manager = MemberFactory(authority=authority, manager=True) if has_manager else None
    asked = AuthorityRequestFactory()

    answer(client, reviewer(), asked, "connue", authority=authority.key, answer="C’est elle.")

    member = LocalAuthorityMember.objects.get(user=asked.asked_by)
    if has_manager:
        assert (member.status, member.role) == ("pending", "contributor")
        assert OutboxMail.objects.filter(recipient=manager.user.email).count() == 1
    else:
        assert (member.status, member.role) == ("active", "manager")
    asked.refresh_from_db()
    assert (asked.status, asked.authority) == ("known", authority)


def test_officer_refuses_with_a_reason(client):
    asked = AuthorityRequestFactory()
    officer = reviewer()

    assert answer(client, officer, asked, "refuser", answer=" ").status_code == 409
    answer(client, officer, asked, "refuser", answer="Elle n’existe pas.")

    asked.refresh_from_db()
    assert asked.status == "refused"
    assert "n’existe pas" in OutboxMail.objects.get(recipient=asked.asked_by.email).body
    assert not LocalAuthorityMember.objects.exists()
    assert answer(client, officer, asked, "refuser", answer="Encore").status_code == 302
    asked.refresh_from_db()
    assert "Encore" not in asked.answer


@pytest.mark.parametrize("key", ["", "absente", "\x00"])
def test_answer_without_an_authority_keeps_the_text(client, key):
    asked = AuthorityRequestFactory()

    page = answer(client, reviewer(), asked, "connue", authority=key, answer="Mes mots")

    assert page.status_code == 409
    assert "Mes mots" in text_of(page)


def test_only_officers_answer_and_never_their_own(client):
    officer = lead_reviewer()
    asked = AuthorityRequestFactory(asked_by=officer, name="CC à moi")
    detail = reverse("partnerships:authority_request_detail", args=[asked.uuid])
    authority = LocalAuthorityFactory()

    for person, code in ((officer, 404), (UserFactory(), 403), (MemberFactory().user, 403)):
        assert add(client, person, asked).status_code == code
        for verb in ("connue", "refuser"):
            data = {"authority": authority.key, "answer": "Oui"}
            assert answer(client, person, asked, verb, **data).status_code == code
        assert client.get(detail).status_code == code
    client.force_login(officer)
    assert "CC à moi" not in text_of(client.get(DESK))
    assert answer(client, reviewer(), asked, "nimporte").status_code == 404

    asked.refresh_from_db()
    assert asked.status == "pending"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "refused"},
        {"status": "created", "answered_at": "2026-01-01T00:00Z"},
        {"answered_at": "2026-01-01T00:00Z"},
    ],
)
def test_database_refuses_an_inconsistent_answer(fields):
    asked = AuthorityRequestFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        AuthorityRequest.objects.filter(pk=asked.pk).update(**fields)


def test_page_of_another_person_is_not_sent_again(client):
    uuid, first = uuid4(), UserFactory()
    ask(client, first, uuid=uuid)

    assert ask(client, UserFactory(), uuid=uuid, name="CC du Mont Vieux").status_code == 404

    assert AuthorityRequest.objects.get().asked_by == first
