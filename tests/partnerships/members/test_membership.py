"""Joining an authority: search, request, answer, leave; what others may not do."""

import pytest
from django.urls import reverse

from partnerships.models import LocalAuthorityMember, MemberStatus, OutboxMail
from tests.factories.accounts import UserFactory, lead_reviewer, reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory

pytestmark = pytest.mark.django_db
JOIN = reverse("partnerships:membership_request")
MEMBERS = reverse("partnerships:membership_list")


def search(client, words):
    client.force_login(UserFactory())
    return client.get(JOIN, {"q": words})


def names(client, words):
    return [result.label for result in search(client, words).context["results"].found]


def ask(client, user, authority, **data):
    client.force_login(user)
    return client.post(JOIN, {"authority": authority.key, **data})


@pytest.mark.parametrize(
    "words",
    ["saint affrique", "St Affrique", "SAINT-AFFRIQUE", "vabres l'abbaye", "12208", "12400"],
)
def test_authority_is_found_by_names_and_codes(client, words):
    LocalAuthorityFactory(
        name="Saint-Affrique",
        key="c12208",
        postcodes=["12400"],
        former=[{"insee_code": "12285", "name": "Vabres-l’Abbaye"}],
    )
    LocalAuthorityFactory(name="Millau")

    assert names(client, words) == ["Saint-Affrique"]


def test_exact_name_comes_first_then_population(client):
    LocalAuthorityFactory(name="Valence-en-Brie", population=900_000)
    LocalAuthorityFactory(name="Valence", population=10, departement=DepartementFactory())
    LocalAuthorityFactory(name="Valence-d’Albigeois", population=500)

    assert names(client, "valence") == ["Valence", "Valence-en-Brie", "Valence-d’Albigeois"]


def test_namesakes_are_distinguished_by_departement(client):
    for code, name in (("59", "Nord"), ("02", "Aisne")):
        departement = DepartementFactory(code=code, name=name)
        LocalAuthorityFactory(name="Saint-Aubin", departement=departement)

    details = [result.detail for result in search(client, "saint aubin").context["results"].found]

    assert sorted("Nord" in detail for detail in details) == [False, True]
    assert sorted("Aisne" in detail for detail in details) == [False, True]


@pytest.mark.parametrize(
    "words", ["\x00", "a", "x" * 5000, "%", "' OR 1=1", "\u202e", "😀", "123456789"]
)
def test_any_search_words_are_accepted(client, words):
    LocalAuthorityFactory(name="Lille")

    response = search(client, words)

    assert response.status_code == 200
    assert "Lille" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_search_runs_as_many_queries_for_three_as_for_one(client, count, django_assert_num_queries):
    for rank in range(count):
        LocalAuthorityFactory(name=f"Lille {rank}")
    client.force_login(UserFactory())

    with django_assert_num_queries(8):
        client.get(JOIN, {"q": "lille"})


def test_request_twice_is_one_request_and_one_mail(client):
    manager = MemberFactory(manager=True)
    user = UserFactory()

    for message in ("Service eau", "Service eau", "Service de l’eau, élue", ""):
        assert ask(client, user, manager.authority, message=message).status_code == 302

    membership = LocalAuthorityMember.objects.get(user=user)
    assert (membership.status, membership.message) == ("pending", "Service de l’eau, élue")
    assert [mail.recipient for mail in OutboxMail.objects.all()] == [manager.user.email]


def test_request_to_an_authority_without_a_manager_goes_to_lead_reviewers(client):
    lead = lead_reviewer()
    colleague = MemberFactory()

    ask(client, UserFactory(), colleague.authority)

    assert [mail.recipient for mail in OutboxMail.objects.all()] == [lead.email]


def test_refused_request_keeps_what_was_typed(client):
    authority = LocalAuthorityFactory(name="Lille")

    response = ask(client, UserFactory(), authority, q="lille", message="é" * 1001)

    assert response.status_code == 200
    assert "é" * 1001 in response.content.decode()
    assert "1 de trop" in response.content.decode()
    assert not LocalAuthorityMember.objects.exists()


@pytest.mark.parametrize("key", ["", "c00000", "\x00", "x" * 500])
def test_request_for_an_unknown_authority_is_refused(client, key):
    client.force_login(UserFactory())

    response = client.post(JOIN, {"authority": key, "message": "Bonjour"})

    assert "Choisissez une collectivité" in response.content.decode()


def test_member_cannot_ask_again(client):
    member = MemberFactory()

    response = ask(client, member.user, member.authority)

    assert "déjà membre" in response.content.decode()


def test_removed_person_may_ask_again(client):
    member = MemberFactory(revoked=True)

    ask(client, member.user, member.authority, message="De retour")

    member.refresh_from_db()
    assert (member.status, member.answered_at) == (MemberStatus.PENDING, None)


def test_list_shows_only_people_of_the_authorities_one_manages(client):
    manager = MemberFactory(manager=True)
    colleague = MemberFactory(authority=manager.authority)
    stranger, asking = MemberFactory(), MemberFactory(pending=True)

    client.force_login(manager.user)
    page = client.get(MEMBERS).content.decode()
    client.force_login(colleague.user)
    as_contributor = client.get(MEMBERS).content.decode()

    assert colleague.user.email in page
    for other in (stranger, asking):
        assert other.user.email not in page
    assert manager.user.email not in as_contributor


def test_reviewer_finds_requests_that_no_manager_can_answer(client):
    orphan = MemberFactory(pending=True)
    manager = MemberFactory(manager=True)
    managed = MemberFactory(authority=manager.authority, pending=True)
    client.force_login(reviewer())

    page = client.get(MEMBERS).content.decode()

    assert orphan.user.email in page
    assert managed.user.email not in page


@pytest.mark.parametrize("path", [JOIN, MEMBERS])
def test_pages_ask_the_public_to_sign_in(client, path):
    assert client.get(path).status_code == 302
    assert client.post(path).status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_list_runs_as_many_queries_for_three_as_for_one(client, count, django_assert_num_queries):
    manager = MemberFactory(manager=True)
    for _ in range(count):
        MemberFactory(authority=manager.authority)
        MemberFactory(authority=manager.authority, pending=True)
    client.force_login(manager.user)

    with django_assert_num_queries(9):
        client.get(MEMBERS)


@pytest.mark.parametrize(
    ("words", "is_checked"),
    [
        ("Saint-Nazaire", True),
        ("44184", True),
        ("Vieux-Bourg", True),  # a former name that no other has
        ("saint nasaire", False),
        ("saint-naz", False),
        ("44600", False),  # a postcode says where, not who
    ],
)
def test_only_a_whole_name_or_code_is_chosen_beforehand(client, words, is_checked):
    authority = LocalAuthorityFactory(
        name="Saint-Nazaire",
        insee_code="44184",
        postcodes=["44600"],
        former=[{"insee_code": "44999", "name": "Vieux-Bourg"}],
    )

    page = search(client, words).content.decode()

    assert f'value="{authority.key}" required' in page
    assert (f'value="{authority.key}" required checked' in page) == is_checked


def test_the_one_chosen_in_the_box_is_chosen_whatever_was_typed(client):
    authority = LocalAuthorityFactory(name="Saint-Nazaire")
    client.force_login(UserFactory())

    page = client.get(JOIN, {"q": "saint nasaire", "authority": authority.key}).content.decode()

    assert f'value="{authority.key}" required checked' in page


def cancel(client, user, pk):
    client.force_login(user)
    address = reverse("partnerships:membership_action", args=[pk, "annuler"])
    return client.post(address, follow=True).content.decode()


def test_request_cancelled_twice_says_that_it_is_done(client):
    pending = MemberFactory(pending=True)

    pages = [cancel(client, pending.user, pending.pk) for _click in range(2)]

    assert "Votre demande est annulée" in pages[0]
    assert "C’était déjà fait" in pages[1]


def test_request_cancelled_after_its_answer_says_so(client):
    member = MemberFactory()

    assert "reçu une réponse entre-temps" in cancel(client, member.user, member.pk)
    member.refresh_from_db()
    assert member.status == "active"


@pytest.mark.parametrize("state", ["pending", "revoked"])
def test_request_of_another_person_is_not_cancelled(client, state):
    other = MemberFactory(**{state: True})
    client.force_login(MemberFactory(authority=other.authority).user)

    response = client.post(reverse("partnerships:membership_action", args=[other.pk, "annuler"]))

    assert response.status_code == 404
    assert LocalAuthorityMember.objects.filter(pk=other.pk).exists()
