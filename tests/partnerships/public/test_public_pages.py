"""Pages of a partnership, an authority, a partner and a country."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse

from partnerships.document.canonical import digest
from partnerships.document.projection import item
from partnerships.models import Facet, Partnership, Provenance, stored_path
from proposals.models import Wording
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.lists import CountryFactory, ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


def full(**fields):
    ProposalFactory(number=5)
    return published(
        summary="Résumé",
        objectives="Objectif",
        results_here="Ici",
        budget=[
            {"uuid": "2" * 32, "year": 2024, "source": "afd", "nature": "cash", "amount": "1200.50"}
        ],
        contributions=[{"uuid": "1" * 32, "proposal": 5, "statement": "Données ouvertes."}],
        **fields,
    )


def test_partnership_shows_what_was_published(client):
    partnership = full()

    text = client.get(partnership.get_absolute_url()).content.decode()

    for shown in ("Résumé", "Objectif", "Ici", "1\xa0200,50", "Données ouvertes.", "Maroc"):
        assert shown in text, shown
    assert "Formulation rapportée" in text
    assert "Weka, 31 juillet 2018" in text


def test_partnership_says_where_it_comes_from(client):
    partnership = published(provenance=Provenance.WIKIDATA, draft={"source_text": "Wikidata, 2017"})

    text = client.get(partnership.get_absolute_url()).content.decode()

    assert (
        "selon Wikidata (relevé de 2017). Ni l’une ni l’autre ne l’a encore confirmé ici." in text
    )
    assert "Wikidata, 2017" in text


def test_another_slug_leads_to_the_address_of_today(client):
    partnership = published()
    wrong = reverse("partnerships:partnership_detail", args=[partnership.public_id, "ancien-titre"])

    response = client.get(wrong)

    assert response.status_code == 301
    assert response["Location"] == partnership.get_absolute_url()


@pytest.mark.parametrize(
    "address",
    [
        "/registre/22222222-absent/",
        "/registre/abc/",
        "/registre/aaaaaaaa-voyelles/",
        "/registre/22222222-a%00/",
        "/registre/22222222/documents/00000000-0000-0000-0000-000000000000/",
        "/registre/%00/documents/00000000-0000-0000-0000-000000000000/",
        "/collectivites/absente/",
        "/collectivites/%00/",
        "/collectivites/000000000/",
        "/collectivites/99999/",
        "/partenaires/00000000-0000-0000-0000-000000000000/",
        "/partenaires/1/",
        "/regions/99/",
        "/regions/%00/",
        "/regions/Bretagne/",
        "/departements/999/",
        "/departements/%00/",
        "/departements/1/",
        "/pays/ZZ/",
        "/pays/%00/",
        "/pays/maroc/",
    ],
)
def test_an_address_that_names_nothing_is_a_404(client, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "Cette page est introuvable" in response.content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_public_pages_are_only_read(client, method):
    assert getattr(client, method)(published().get_absolute_url()).status_code == 405


def test_authority_is_reached_by_its_numbers_and_its_past(client):
    today = LocalAuthorityFactory(
        key="c12208",
        siren="211202080",
        former=[{"insee_code": "12999", "name": "Vieux-Bourg"}],
        name="Saint-Affrique",
    )
    merged = LocalAuthorityFactory(key="c12001", successor=today)

    for code in ("211202080", "12208", "12999", "12001"):
        response = client.get(f"/collectivites/{code}/")
        assert (response.status_code, response["Location"]) == (301, today.get_absolute_url()), code
    assert client.get(merged.get_absolute_url())["Location"] == today.get_absolute_url()
    assert "Vieux-Bourg" in client.get(today.get_absolute_url()).content.decode()


def test_a_former_code_is_never_shown_as_a_name(client):
    former = [
        {"insee_code": "75059", "name": ""},
        {"insee_code": "75066", "name": "Saint-Denis"},
        {"insee_code": "93059", "name": "Pierrefitte"},
        {"insee_code": "75058", "name": "Pierrefitte"},
    ]
    authority = LocalAuthorityFactory(name="Saint-Denis", former=former)

    text = client.get(authority.get_absolute_url()).content.decode()

    assert "Anciens noms et communes réunies</dt><dd>Pierrefitte</dd>" in text
    for code in ("75059", "75066", "93059"):
        assert code not in text


def test_a_merged_partner_leads_to_the_other(client):
    kept = InternationalPartnerFactory()
    merged = InternationalPartnerFactory(merged_into=kept)

    assert client.get(merged.get_absolute_url())["Location"] == kept.get_absolute_url()


def test_country_is_reached_in_any_case(client):
    CountryFactory()

    assert client.get("/pays/ma/")["Location"] == "/pays/MA/"


def test_countries_are_listed_as_a_french_reader_looks_for_them(client):
    names = {"ZM": "Zambie", "ET": "Éthiopie", "ES": "Espagne", "EG": "Égypte"}
    for iso2, name in names.items():
        published(
            partners=[InternationalPartnerFactory(country=CountryFactory(iso2=iso2, name=name))]
        )

    expected = ["Égypte", "Espagne", "Éthiopie", "Zambie"]
    countries = client.get("/pays/").context["countries"]
    assert [country.name for country, _numbers in countries] == expected
    panel = client.get("/registre/").context["listing"].panel(Facet.COUNTRY)
    assert [choice.label for choice in panel.choices] == expected


def test_an_authority_a_partner_and_a_country_show_the_propositions_they_carry(client):
    for number in (5, 6):
        ProposalFactory(number=number)
    ProposalFactory(number=12, wording=Wording.WORKING, title="Titre de travail")
    carried = [item(proposal=number, statement="Ici.") for number in (5, 12)]
    row = published(contributions=carried)
    canada = CountryFactory(iso2="CA", name="Canada")
    published(
        partners=[InternationalPartnerFactory(country=canada)],
        contributions=[item(proposal=6, statement="Là-bas.")],
    )

    for address in (
        row.lead_authority.get_absolute_url(),
        row.partners.get().get_absolute_url(),
        "/pays/MA/",
    ):
        response = client.get(address)
        assert [each.proposal.number for each in response.context["profile"].proposals] == [5], (
            address
        )
        assert "Formulation rapportée" in response.content.decode()
        assert "Titre de travail" not in response.content.decode()


def _published_document(partnership, name="convention.pdf"):
    content = b"%PDF-1.4"
    sha256 = digest(content.decode())
    if not storages["default"].exists(stored_path(sha256)):
        storages["default"].save(stored_path(sha256), ContentFile(content))
    return partnership.documents.create(
        uuid="33333333-3333-4333-8333-333333333333",
        kind="agreement",
        file_name=name,
        content_type="application/pdf",
        size=8,
        sha256=sha256,
    )


def _address(document):
    return reverse(
        "partnerships:partnership_document", args=[document.partnership.public_id, document.uuid]
    )


def test_a_published_document_is_saved_and_never_run(client):
    document = _published_document(published(), name='a"\r\nb é.pdf')

    response = client.get(_address(document))

    assert b"".join(response.streaming_content) == b"%PDF-1.4"
    assert response["Content-Disposition"].startswith("attachment")
    assert "\n" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_document_of_a_suspended_or_another_partnership_is_a_404(client):
    document, other = _published_document(published()), published()
    wrong = reverse("partnerships:partnership_document", args=[other.public_id, document.uuid])

    assert client.get(wrong).status_code == 404
    Partnership.objects.filter(pk=document.partnership_id).update(is_suspended=True)
    assert client.get(_address(document)).status_code == 404


def test_a_document_whose_content_is_lost_is_an_error_that_is_told(client):
    document = _published_document(published())
    storages["default"].delete(stored_path(document.sha256))

    assert client.get(_address(document)).status_code == 500


def test_a_change_is_proposed_by_members_of_the_lead_authority_alone(client):
    member = MemberFactory()
    partnership = dossier_in("closed", member=member).partnership
    people = {
        member.user: True,
        MemberFactory().user: False,
        MemberFactory(authority=member.authority, revoked=True).user: False,
        MemberFactory(authority=member.authority, pending=True).user: False,
    }

    for person, expected in people.items():
        client.force_login(person)
        text = client.get(partnership.get_absolute_url()).content.decode()
        assert ("Proposer une modification" in text) == expected
    client.logout()
    text = client.get(partnership.get_absolute_url()).content.decode()
    assert "Proposer une modification" not in text


PAGES = {
    "authority": (lambda row: row.lead_authority.get_absolute_url(), 23),
    "partner": (lambda row: row.partners.get().get_absolute_url(), 21),
    "country": (lambda row: "/pays/MA/", 22),
    "countries": (lambda row: "/pays/", 2),
}


@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_the_same_for_one_row_and_for_three(client, name, django_assert_num_queries):
    address, expected = PAGES[name]
    parties = [LocalAuthorityFactory()], [InternationalPartnerFactory()]
    row = full(authorities=parties[0], partners=parties[1])
    full()
    for count in (2, 6):
        while Partnership.objects.count() < count:
            full(authorities=parties[0], partners=parties[1])
            full()
        url = address(row)
        with django_assert_num_queries(expected):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("end", ["", "-", "-autre-titre", "-Titre%20%C3%A9crit.", "-a,b"])
@pytest.mark.parametrize("is_capital", [False, True])
def test_any_writing_of_an_address_leads_to_its_page(client, end, is_capital):
    row = published(title="Eau potable")
    typed = row.public_id.upper() if is_capital else row.public_id

    response = client.get(f"/registre/{typed}{end}/")

    assert (response.status_code, response["Location"]) == (301, row.get_absolute_url())


def test_the_key_of_a_commune_in_other_letters_leads_to_its_page(client):
    LocalAuthorityFactory(key="c2A004", name="Ajaccio")

    for typed in ("c2a004", "C2A004", "2a004"):
        response = client.get(f"/collectivites/{typed}/")
        assert (response.status_code, response["Location"]) == (301, "/collectivites/c2A004/")
    assert client.get("/collectivites/x2A004/").status_code == 404
