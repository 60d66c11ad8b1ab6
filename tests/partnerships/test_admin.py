"""The administration: curators edit lists; what one door writes is only read there."""

import io

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from partnerships.management.commands.set_up_roles import CURATORS, LEAD_REVIEWERS, REVIEWERS
from partnerships.models import (
    Country,
    Dossier,
    DossierEvent,
    LocalAuthority,
    LocalAuthorityMember,
    OutboxMail,
    Partnership,
    PartnershipVersion,
)
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.lists import CountryFactory, PlaceFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return UserFactory(is_staff=True, is_superuser=True)


def in_group(name, **kwargs):
    call_command("set_up_roles", stdout=io.StringIO())
    user = UserFactory(**kwargs)
    user.groups.add(Group.objects.get(name=name))
    return user


def address(model, page="changelist", *args):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
    return reverse(name, args=args)


OURS = [model for model in admin.site._registry if model._meta.app_label == "partnerships"]


def test_roles_give_each_group_its_permissions_and_done_twice_change_nothing():
    people = {name: in_group(name) for name in (REVIEWERS, LEAD_REVIEWERS, CURATORS)}
    call_command("set_up_roles", stdout=io.StringIO())

    may = {
        name: [
            user.has_perm("partnerships.review_dossier"),
            user.has_perm("partnerships.lead_review"),
            user.has_perm("partnerships.change_theme"),
        ]
        for name, user in people.items()
    }

    assert may == {
        REVIEWERS: [True, False, False],
        LEAD_REVIEWERS: [True, True, False],
        CURATORS: [False, False, True],
    }
    assert Group.objects.count() == 3


def test_curators_change_nothing_that_a_door_writes():
    curator = in_group(CURATORS, is_staff=True)
    doors = ("partnership", "partnershipversion", "dossier", "dossierevent", "submission")

    for verb in ("add", "change", "delete"):
        for name in (*doors, "outboxmail", "message", "decision"):
            assert not curator.has_perm(f"partnerships.{verb}_{name}")
    assert not curator.has_perm("partnerships.view_dossier")


@pytest.mark.parametrize("model", [Partnership, PartnershipVersion, DossierEvent, OutboxMail])
def test_what_one_door_writes_is_only_read(client, chief, model):
    dossier_in("closed")
    client.force_login(chief)
    row = model.objects.first()

    assert client.get(address(model, "change", row.pk)).status_code == 200
    assert client.post(address(model, "change", row.pk), {}).status_code == 403
    assert client.get(address(model, "add")).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(address(model), data)
    assert model.objects.filter(pk=row.pk).exists()


def test_status_of_a_dossier_is_edited_nowhere():
    assert Dossier not in admin.site._registry


@pytest.mark.parametrize("model", OURS)
def test_every_list_opens_and_searches_anything(client, chief, model):
    client.force_login(chief)
    dossier_in("closed")
    ThemeFactory()
    PlaceFactory()

    assert client.get(address(model)).status_code == 200
    for words in ("é", "%", "x" * 500, "'\""):
        assert client.get(address(model), {"q": words}).status_code == 200


def test_member_and_reviewer_have_no_administration(client):
    for user in (MemberFactory().user, in_group(REVIEWERS)):
        client.force_login(user)
        assert client.get(address(Country)).status_code in {302, 403}


def test_authority_is_found_by_the_beginning_of_a_word(client, chief):
    LocalAuthorityFactory(name="Saint-Affrique")
    LocalAuthorityFactory(name="Millau")
    client.force_login(chief)

    page = client.get(address(LocalAuthority), {"q": "st affri"}).content.decode()

    assert "Saint-Affrique" in page
    assert "Millau" not in page


@pytest.mark.parametrize("field", ["name", "name_en"])
def test_country_is_not_given_the_name_of_another(client, chief, field):
    country = CountryFactory(iso2="MA", name="Maroc", name_en="Morocco")
    CountryFactory(iso2="FR", name="France", name_en="France")
    client.force_login(chief)
    data = {"name": "Maroc", "name_en": "Morocco", "kind": country.kind, "continent": "AF"}

    answer = client.post(address(Country, "change", "MA"), {**data, field: "FRANCE"})

    assert "C’est le nom d’un autre" in answer.context["adminform"].form.errors[field][0]
    country.refresh_from_db()
    assert (country.name, country.name_en) == ("Maroc", "Morocco")


def test_renamed_country_is_found_under_its_new_name(client, chief):
    country = CountryFactory(iso2="MA", name="Maroc")
    partnership = published(partners=[InternationalPartnerFactory(country=country)])
    client.force_login(chief)
    data = {
        "name": "Royaume chérifien",
        "name_en": country.name_en,
        "kind": country.kind,
        "continent": country.continent,
        "latitude": "",
        "longitude": "",
    }

    answer = client.post(address(Country, "change", "MA"), data)

    assert answer.status_code == 302, answer.context["adminform"].errors
    found = client.get(reverse("partnerships:registry"), {"q": "chérifien"}).content.decode()
    assert partnership.get_absolute_url() in found


AUTHORITY = {"kind": "commune", "name": "Ville-X", "former": "[]", "postcodes": "[]"}


def change_authority(client, chief, authority, **data):
    client.force_login(chief)
    data = {**AUTHORITY, "insee_code": authority.insee_code, **data}
    return client.post(address(LocalAuthority, "change", authority.pk), data)


def test_what_an_officer_types_of_an_authority_is_marked(client, chief):
    authority = LocalAuthorityFactory(
        name="Ville-X", latitude=48, longitude=2, precision="town_hall", email="a@x.fr"
    )
    data = {"latitude": "48.5", "longitude": "2.5", "email": "a@x.fr", "website": "https://x.fr"}
    data |= {"departement": "59", "region": "32"}

    answer = change_authority(client, chief, authority, **data)

    assert answer.status_code == 302, answer.context["adminform"].errors
    authority.refresh_from_db()
    assert authority.edited == ["point", "website"]
    assert (authority.latitude, authority.precision) == (48.5, "typed")
    page = client.get(address(LocalAuthority, "change", authority.pk)).content.decode()
    assert 'value="website"' in page

    change_authority(client, chief, authority, **data, edited=["point"])

    authority.refresh_from_db()
    assert authority.edited == ["point"]


def test_a_point_is_removed_whole(client, chief):
    authority = LocalAuthorityFactory(latitude=48, longitude=2, precision="town_hall")

    half = change_authority(client, chief, authority, latitude="48", longitude="")
    assert "Donnez la latitude et la longitude" in half.content.decode()
    far = change_authority(client, chief, authority, latitude="91", longitude="2")
    assert far.status_code == 200
    answer = change_authority(client, chief, authority, latitude="", longitude="")

    assert answer.status_code == 302, answer.context["adminform"].errors
    authority.refresh_from_db()
    assert (authority.latitude, authority.precision) == (None, "unknown")
    assert "point" in authority.edited


def test_reference_rows_are_not_deleted(client, chief):
    theme = ThemeFactory()
    client.force_login(chief)

    assert client.post(address(type(theme), "delete", theme.pk), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", [LocalAuthority, LocalAuthorityMember, DossierEvent, Partnership])
def test_lists_ask_as_much_for_three_rows_as_for_one(
    client, chief, model, django_assert_max_num_queries
):
    client.force_login(chief)
    dossier_in("closed")
    client.get(address(model))
    with django_assert_max_num_queries(60) as few:
        client.get(address(model))
    for _ in range(3):
        dossier_in("closed")

    with django_assert_max_num_queries(len(few)):
        client.get(address(model))
