"""« Qui d'autre ? »: neighbours, and what may be the same partnership."""

import re

import pytest
from django.urls import reverse

from partnerships.document.projection import item
from partnerships.document.steps import STEPS
from partnerships.models import Provenance
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import step_of, text_of
from tests.factories.lists import CountryFactory, PlaceFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner():
    return InternationalPartnerFactory(name="Oujda")


def with_partner(partner, **fields):
    link = item(partner=str(partner.uuid))
    return {
        "partners": [link["uuid"]],
        f"partners.{link['uuid']}.partner": link["partner"],
        **fields,
    }


@pytest.fixture
def dossier(partner):
    return dossier_in("draft", **with_partner(partner))


def beside(client, dossier, slug="acteurs"):
    address = reverse("partnerships:dossier_help", args=[dossier.uuid, slug])
    return text_of(client.get(address))


def test_neighbours_share_the_partner_the_country_or_the_theme(member, dossier, partner):
    ThemeFactory(slug="eau", name="Eau")
    dossier.buffer = {**dossier.buffer, "themes": ["eau"]}
    dossier.save()
    spain = CountryFactory(iso2="ES", name="Espagne")
    other_town = InternationalPartnerFactory(name="Fès")
    abroad = InternationalPartnerFactory(name="Séville", country=spain)
    published([LocalAuthorityFactory()], [partner], title="Même partenaire")
    published([LocalAuthorityFactory()], [other_town], title="Même pays")
    published([LocalAuthorityFactory()], [abroad], title="Même thème", themes=["eau"])
    published([LocalAuthorityFactory()], [abroad], title="Rien de commun")

    page = beside(member, dossier)

    assert all(title in page for title in ("Même partenaire", "Même pays", "Même thème"))
    assert "Rien de commun" not in page
    assert f'href="{partner.get_absolute_url()}">1 partenariat<' in page
    assert f'href="{reverse("partnerships:registry")}?pays=MA">2 partenariats<' in page
    assert f'href="{reverse("partnerships:registry")}?theme=eau">1 partenariat<' in page


def test_the_newest_of_many_neighbours_are_shown_first(member, dossier, partner):
    for rank in range(5):
        published([LocalAuthorityFactory()], [partner], title=f"Partenariat {rank}")

    page = beside(member, dossier)

    found = re.findall(r"Partenariat \d", page)
    assert found == 2 * [f"Partenariat {rank}" for rank in (4, 3, 2)]


def test_page_shows_them_without_a_script(member, dossier, partner):
    published([LocalAuthorityFactory()], [partner], title="Même partenaire")

    assert "Même partenaire" in text_of(member.get(step_of(dossier, "acteurs")))


def test_suspended_partnership_is_no_neighbour(member, dossier, partner):
    version = published([LocalAuthorityFactory()], [partner], title="Suspendu")
    type(version).objects.filter(pk=version.pk).update(is_suspended=True)

    assert "Suspendu" not in beside(member, dossier)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_warned"),
    [
        ("2020-01-01", "2023-12-31", False),
        ("2020-01-01", "2024-06-01", True),
        ("2020-01-01", None, True),
        (None, None, True),
        # The dossier begins on 2024-01-15.
        ("2020", "2024", True),
        ("2020", "2024-01", True),
        ("2020", "2023-12", False),
        ("2020", "2023", False),
    ],
)
def test_twin_has_the_same_authority_and_partner_and_years_in_common(
    member, dossier, partner, starts_on, ends_on, is_warned
):
    published(
        [dossier.lead_authority],
        [partner],
        title="Le même",
        starts_on=starts_on,
        ends_on=ends_on,
    )

    page = beside(member, dossier)

    assert ("existe peut-être déjà" in page) == is_warned
    assert ("Le modifier plutôt" in page) == is_warned


@pytest.mark.parametrize("starts_on", ["2024-01-15", ""])
def test_years_are_said_to_be_the_same_only_where_the_dossier_has_dates(
    member, dossier, partner, starts_on
):
    published([dossier.lead_authority], [partner], title="Le même")
    dossier.buffer = {**dossier.buffer, "starts_on": starts_on, "ends_on": ""}
    dossier.save()

    page = beside(member, dossier)

    assert "mêmes années" not in page
    assert ("aucune date qui les distingue" in page) == bool(starts_on)
    assert ("Donnez les dates" in page) == (not starts_on)


def test_same_partner_of_another_authority_is_no_twin(member, dossier, partner):
    published([LocalAuthorityFactory()], [partner], title="Ailleurs")

    assert "existe peut-être déjà" not in beside(member, dossier)


def test_twin_led_by_another_authority_is_not_ours_to_amend(member, dossier, partner):
    lead = LocalAuthorityFactory(name="Roubaix")
    published([lead, dossier.lead_authority], [partner], title="À plusieurs")

    page = beside(member, dossier)

    assert "Roubaix en est la cheffe de file" in page
    assert "Lui écrire plutôt" in page
    assert "Le modifier plutôt" not in page


def test_imported_twin_is_ours_to_declare(member, dossier, partner):
    published([dossier.lead_authority], [partner], title="Importé", provenance=Provenance.WIKIDATA)

    page = beside(member, dossier)

    assert "Le déclarer plutôt" in page
    assert "Le modifier plutôt" not in page
    assert "Lui écrire plutôt" not in page


def test_open_dossier_of_our_authority_is_a_twin_and_the_draft_of_another_is_not(
    member, dossier, partner
):
    colleague = MemberFactory(authority=dossier.lead_authority)
    dossier_in("draft", member=colleague, **with_partner(partner, title="Brouillon voisin"))
    stranger = dossier_in("draft", **with_partner(partner, title="Brouillon secret"))
    names_ours = item(authority=dossier.lead_authority.key)
    stranger.buffer = {
        **stranger.buffer,
        "authorities": [*stranger.buffer["authorities"], names_ours["uuid"]],
        f"authorities.{names_ours['uuid']}.authority": names_ours["authority"],
    }
    stranger.save()

    page = beside(member, dossier)

    assert "Brouillon voisin" in page
    assert "Brouillon secret" not in page


def test_open_dossier_of_other_years_is_no_twin(member, dossier, partner):
    colleague = MemberFactory(authority=dossier.lead_authority)
    years = {"starts_on": "2001-01-01", "ends_on": "2002-01-01"}
    dossier_in("draft", member=colleague, **with_partner(partner, title="Autrefois", **years))

    assert "Autrefois" not in beside(member, dossier)


def test_proposed_partner_at_the_place_of_a_known_one_finds_its_partnerships(client):
    place = PlaceFactory(name="Oujda")
    known = InternationalPartnerFactory(name="Oujda", place=place)
    dossier = dossier_in("draft", **with_partner(known))
    (uuid,) = dossier.buffer["partners"]
    dossier.buffer = {
        **dossier.buffer,
        f"partners.{uuid}.partner": "",
        f"partners.{uuid}.proposed_place": str(place.pk),
    }
    dossier.save()
    published([LocalAuthorityFactory()], [known], title="Déjà là")
    client.force_login(dossier.created_by)

    assert "Déjà là" in beside(client, dossier)


@pytest.mark.parametrize("role", ["stranger", "revoked"])
def test_help_of_a_dossier_is_for_those_who_write_it(client, dossier, role):
    if role == "revoked":
        person = MemberFactory(authority=dossier.lead_authority, revoked=True)
    else:
        person = MemberFactory()
    client.force_login(person.user)

    address = reverse("partnerships:dossier_help", args=[dossier.uuid, "acteurs"])

    assert client.get(address).status_code == 404


@pytest.mark.parametrize("slug", ["relire", "inconnue"])
def test_help_exists_only_for_a_step(member, dossier, slug):
    address = reverse("partnerships:dossier_help", args=[dossier.uuid, slug])

    assert member.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_help_runs_as_many_queries_for_many_as_for_one(
    member, dossier, partner, count, django_assert_num_queries
):
    ThemeFactory(slug="eau", name="Eau")
    buffer = {**dossier.buffer, "themes": ["eau"]}
    for rank in range(count):
        other = InternationalPartnerFactory(name=f"Ville {rank}")
        published([dossier.lead_authority], [partner, other], title=f"n° {rank}", themes=["eau"])
        link = item(partner=str(other.uuid))
        buffer["partners"] = [*buffer["partners"], link["uuid"]]
        buffer[f"partners.{link['uuid']}.partner"] = link["partner"]
    dossier.buffer = buffer
    dossier.save()
    address = reverse("partnerships:dossier_help", args=[dossier.uuid, "acteurs"])
    member.get(address)

    with django_assert_num_queries(24):
        member.get(address)


def test_help_finds_others_again_only_where_a_save_may_change_them(
    member, dossier, django_assert_num_queries
):
    found = {}
    for step in STEPS[:-1]:
        address = reverse("partnerships:dossier_help", args=[dossier.uuid, step.slug])
        found[step.slug] = 'id="qui-dautre"' in member.get(address).content.decode()

    assert [slug for slug, is_found in found.items() if is_found] == [
        "acteurs",
        "sujet",
        "calendrier",
    ]
    address = reverse("partnerships:dossier_help", args=[dossier.uuid, "budget"])
    with django_assert_num_queries(13):
        member.get(address)
