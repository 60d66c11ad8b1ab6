"""An authority or a partner that was renamed is found by its former name, and says so."""

import pytest
from django.urls import reverse

from partnerships.imports.reference.authorities import load_authorities
from partnerships.models import InternationalPartner, LocalAuthority, Renaming
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.public.atom import read, titles

pytestmark = pytest.mark.django_db
ADDRESSES = "/registre/adresses/atom/"


def rename(admin_client, row, **typed):
    """Gives `row` other names in the administration, as an officer does."""
    model = row._meta.model_name
    data = {"kind": row.kind, "former": row.former, "website": ""}
    if isinstance(row, InternationalPartner):
        data |= {"name": row.name, "name_fr": row.name_fr, "country": row.country_id}
    else:
        data |= {"insee_code": row.insee_code, "postcodes": "[]", "former": "[]"}
    address = reverse(f"admin:partnerships_{model}_change", args=[row.pk])
    admin_client.force_login(UserFactory(is_staff=True, is_superuser=True))
    answer = admin_client.post(address, {**data, **typed})
    assert answer.status_code == 302, answer.context["adminform"].errors
    admin_client.logout()
    row.refresh_from_db()


def test_renamed_partner_is_found_by_its_former_name_and_says_it(client):
    partner = InternationalPartnerFactory(name="Kirovograd")
    page = published(partners=[partner])

    rename(client, partner, name="Kropyvnytskyi")

    profile = text_of(client.get(partner.get_absolute_url()))
    assert "Anciennement</dt><dd>Kirovograd</dd>" in profile
    found = text_of(client.get(reverse("partnerships:search"), {"q": "kirovograd"}))
    assert "Ancien nom : Kirovograd" in found
    begun = client.get(reverse("partnerships:search_suggestions"), {"q": "kirovo"}).json()["found"]
    assert [each["label"] for each in begun] == ["Kropyvnytskyi"]
    assert begun[0]["detail"].startswith("ancien nom\u202f: Kirovograd")
    registry = client.get(reverse("partnerships:registry"), {"q": "kirovograd"}).content.decode()
    assert page.get_absolute_url() in registry


def test_renamed_authority_is_found_by_its_former_name_and_says_it(client):
    authority = LocalAuthorityFactory(name="Châlons-sur-Marne")
    page = published([authority])

    rename(client, authority, name="Châlons-en-Champagne")

    assert "Châlons-sur-Marne" in text_of(client.get(authority.get_absolute_url()))
    found = text_of(client.get(reverse("partnerships:search"), {"q": "chalons sur marne"}))
    assert "Ancien nom : Châlons-sur-Marne" in found
    registry = client.get(reverse("partnerships:registry"), {"q": "chalons sur marne"})
    assert page.get_absolute_url() in registry.content.decode()


@pytest.mark.parametrize("factory", [LocalAuthorityFactory, InternationalPartnerFactory])
def test_feed_tells_a_renaming_until_an_officer_takes_it_back(client, factory):
    row = factory(name="Avant")
    rename(client, row, name="Après")

    feed = read(client, ADDRESSES)

    assert titles(feed) == ["Avant\u202f: désormais Après"]
    assert feed.entries[0].link.endswith(row.get_absolute_url())
    assert client.get(feed.entries[0].link).status_code == 200

    none = "[]" if factory is LocalAuthorityFactory else ""
    rename(client, row, name="Après", former=none)

    assert row.former_names == []
    assert titles(read(client, ADDRESSES)) == []
    assert "Avant" not in client.get(row.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"name": "Fes"}, {"name": "Fès"}),
        ({"name": "Port of Spain"}, {"name_fr": "Port-d’Espagne"}),
        ({"name": "L'Aquila"}, {"name": "L’AQUILA"}),
    ],
)
def test_another_spelling_and_a_french_name_are_no_renaming(client, before, after):
    partner = InternationalPartnerFactory(**before)

    rename(client, partner, **after)

    assert partner.former_names == []
    assert not Renaming.objects.exists()
    assert "Anciennement" not in client.get(partner.get_absolute_url()).content.decode()


def test_name_taken_back_is_not_a_former_one(client):
    partner = InternationalPartnerFactory(name="Un")

    rename(client, partner, name="Deux")
    rename(client, partner, name="Un")

    assert partner.former_names == ["Deux"]
    assert titles(read(client, ADDRESSES)) == ["Deux\u202f: désormais Un"]


def test_load_of_reference_data_keeps_the_names_that_it_replaces(client, authority_data):
    group = {"key": "e200000172", "siren": "200000172", "kind": "cc", "name": "CC Ancienne"}
    load_authorities(authority_data(group))
    row = LocalAuthority.objects.get()
    assert not Renaming.objects.exists()

    for _again in range(2):
        load_authorities(authority_data({**group, "name": "CC Nouvelle"}))

    row.refresh_from_db()
    assert row.former_names == ["CC Ancienne"]
    assert titles(read(client, ADDRESSES)) == ["CC Ancienne\u202f: désormais CC Nouvelle"]
    found = text_of(client.get(reverse("partnerships:search"), {"q": "CC Ancienne"}))
    assert "Ancien nom : CC Ancienne" in found

    row.former = []
    row.save()
    load_authorities(authority_data({**group, "name": "CC Nouvelle"}))

    row.refresh_from_db()
    assert row.former_names == []


def test_name_that_comes_and_goes_is_kept_once(authority_data):
    group = {"key": "e200000172", "siren": "200000172", "kind": "cc"}
    for name in ("CC Une", "CC Deux", "CC Une", "CC Deux", "CC Deux"):
        load_authorities(authority_data({**group, "name": name}))

    row = LocalAuthority.objects.get()
    assert sorted(each["name"] for each in row.former) == ["CC Deux", "CC Une"]
    assert row.former_names == ["CC Une"]
