"""An authority that is asked for, or added, is first compared with the known ones."""

from uuid import uuid4

import pytest

from partnerships.models import AuthorityRequest, LocalAuthority
from partnerships.publication.authorities import set_successor, write_authority_terms
from partnerships.publication.resembling_authorities import resembling_authorities
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory
from tests.factories.authority_requests import AuthorityRequestFactory
from tests.factories.roles import text_of
from tests.partnerships.members.test_authority_request import SIREN, add, ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def val_neuf():
    """A known authority whose name is that of the request, but for the word that says its kind."""
    authority = LocalAuthorityFactory(
        name="Communauté de communes du Val-Neuf", population=12_345, kind="cc"
    )
    write_authority_terms([authority])
    return authority


def test_member_is_asked_whether_it_is_a_known_authority(client, val_neuf):
    person, uuid = UserFactory(), uuid4()

    page = text_of(ask(client, person, uuid=uuid))

    assert "N’est-ce pas l’une de celles-ci" in page
    assert "Communauté de communes du Val-Neuf" in page
    assert "12 345 hab." in page.replace("\u202f", " ").replace("\xa0", " ")
    assert not AuthorityRequest.objects.exists()
    response = ask(client, person, uuid=uuid, different_from=f"{val_neuf.key} ")
    assert response.status_code == 302
    asked = AuthorityRequest.objects.get()
    assert asked.different_from == [val_neuf.key]
    client.force_login(reviewer())
    page = text_of(client.get(asked.get_absolute_url()))
    assert "N’est aucune de celles-ci, d’après la personne" in page


def test_merged_authority_is_not_asked_about(client, val_neuf):
    assert ask(client, UserFactory(), cause="merged").status_code == 302


def test_officer_adds_no_authority_that_resembles_a_known_one_without_saying_so(client, val_neuf):
    asked = AuthorityRequestFactory()

    response = add(client, reviewer(), asked)

    assert response.status_code == 422
    assert "Communauté de communes du Val-Neuf" in text_of(response)
    assert LocalAuthority.objects.filter(siren=SIREN).count() == 0
    assert add(client, reviewer(), asked, different_from=val_neuf.key).status_code == 302
    asked.refresh_from_db()
    assert asked.different_from == [val_neuf.key]
    assert LocalAuthority.objects.get(siren=SIREN) == asked.authority


@pytest.mark.parametrize(
    ("name", "is_found"),
    [
        ("CC du Val Neuf", True),
        ("val-neuf", True),
        ("Val Neuv", True),
        ("Val Neuf en Pévèle", True),
        ("Val", True),
        ("Vieux Val", False),
    ],
)
def test_resembling_authority_is_found_under_another_spelling(val_neuf, name, is_found):
    assert (resembling_authorities(name) == [val_neuf]) is is_found


@pytest.mark.parametrize(
    "name",
    ["CC du Val de Loira", "Val de Loira", "La ville du Val-de-Loire", "Agglo du Val de Loire"],
)
def test_articles_and_words_of_the_kind_hide_no_mistake(name):
    authority = LocalAuthorityFactory(name="Communauté de communes du Val de Loire", kind="cc")
    write_authority_terms([authority])

    assert resembling_authorities(name) == [authority]


def test_authority_is_found_by_its_acronym():
    authority = LocalAuthorityFactory(name="CA de la Région Nazairienne (CARENE)", kind="ca")
    write_authority_terms([authority])

    assert resembling_authorities("Carenne") == [authority]


def test_namesake_of_another_departement_comes_last_and_only_under_the_same_name(val_neuf):
    elsewhere = DepartementFactory(code="2B")
    other = LocalAuthorityFactory(name="Val Neuf", departement=elsewhere)
    write_authority_terms([other])

    found = resembling_authorities("Val Neuf", departement=elsewhere)

    assert found == [other, val_neuf]
    assert resembling_authorities("Val Neuv", departement=elsewhere) == [other]


def namesakes(count, name="Val Neuf"):
    rows = [LocalAuthorityFactory(name=name, population=1000 - rank) for rank in range(count)]
    write_authority_terms(rows)
    return rows


def test_all_namesakes_are_asked_about(client):
    rows, person, uuid = namesakes(8), UserFactory(), uuid4()

    page = text_of(ask(client, person, uuid=uuid))
    assert page.count("Val Neuf</strong>") == 8
    six = " ".join(row.key for row in rows[:6])
    assert ask(client, person, uuid=uuid, different_from=six).status_code == 200
    assert not AuthorityRequest.objects.exists()

    every = " ".join(row.key for row in rows)
    assert ask(client, person, uuid=uuid, different_from=every).status_code == 302
    assert set(AuthorityRequest.objects.get().different_from) == {row.key for row in rows}


def test_names_that_are_only_near_leave_room_to_the_same_ones():
    near = namesakes(9, "Val Neuf en Pévèle")
    assert resembling_authorities("Val Neuf") == near[:6]

    same = namesakes(4)

    assert resembling_authorities("Val Neuf") == [*same, *near[:2]]


def test_code_alone_is_enough_and_that_of_a_former_commune_too():
    heir = LocalAuthorityFactory(
        name="Val-Vieux", insee_code="59001", former=[{"insee_code": "59999", "name": "Le Pré"}]
    )
    write_authority_terms([heir])

    for code in ("59001", "59999"):
        assert resembling_authorities("–", insee_code=code) == [heir]
        assert resembling_authorities("Tout autre nom", insee_code=code) == [heir]
    assert resembling_authorities("–", insee_code="59002") == []


def test_authority_merged_into_another_is_found_under_its_heir(val_neuf):
    heir = LocalAuthorityFactory(name="Grand Pays", kind="cc")

    set_successor(val_neuf, heir, source="Arrêté")

    assert resembling_authorities("CC du Val Neuf") == [heir]


@pytest.mark.parametrize("name", ["œ" * 200, "Val-Neuf & " + "é" * 189])
def test_longest_name_is_found_again(name):
    authority = LocalAuthorityFactory(name=name)
    write_authority_terms([authority])

    assert resembling_authorities(name) == [authority]


@pytest.mark.parametrize("name", ["val-neuf", "VÀL NÉUF", "Val\u00adNeuf\u200b", "Val  Neuf"])
def test_spelling_case_and_invisible_characters_hide_no_namesake(client, name):
    namesakes(1, "Val\u00adNeuf" if "\u00ad" in name else "Val Neuf")

    assert "N’est-ce pas l’une de celles-ci" in text_of(ask(client, UserFactory(), name=name))
    assert not AuthorityRequest.objects.exists()
