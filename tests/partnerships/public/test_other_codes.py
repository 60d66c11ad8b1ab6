"""What an address names by another standard code, or by a former one, is found under it."""

import pytest

from partnerships.models import Provenance
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    normandy = RegionFactory(code="28", name="Normandie")
    manche = DepartementFactory(code="50", name="Manche", region=normandy)
    return LocalAuthorityFactory(
        key="c50129",
        siren="200056844",
        name="Cherbourg-en-Cotentin",
        departement=manche,
        former=[{"insee_code": "50383", "name": "Octeville"}],
        postcodes=["50100"],
    )


@pytest.fixture
def registry(town):
    """One of Normandie with Mali, one of each half of Corsica with others."""
    mali = CountryFactory(iso2="ML", iso3="MLI", name="Mali")
    published([town], [InternationalPartnerFactory(country=mali)], title="Normande")
    corsica = RegionFactory(code="94", name="Corse")
    for code, name, country in (("2A", "Corse-du-Sud", "IT"), ("2B", "Haute-Corse", "ES")):
        place = DepartementFactory(code=code, name=name, region=corsica)
        partner = InternationalPartnerFactory(country=CountryFactory(iso2=country))
        published([LocalAuthorityFactory(departement=place)], [partner], title=name)
    DepartementFactory(code="01", name="Ain", region=RegionFactory(code="84", name="Alpes"))
    island = RegionFactory(code="04", name="La Réunion")
    DepartementFactory(code="974", name="La Réunion", region=island)
    for iso2, iso3, name in (("FR", "FRA", "France"), ("RE", "REU", "La Réunion")):
        CountryFactory(iso2=iso2, iso3=iso3, name=name)


MOVED = {
    "/pays/ml/": "/pays/ML/",
    "/pays/MLI/": "/pays/ML/",
    "/pays/mli/atom/": "/pays/ML/atom/",
    "/pays/mali/": "/pays/ML/",
    "/pays/reu/": "/pays/RE/",
    "/pays/fra/": "/pays/FR/",
    "/regions/25/": "/regions/28/",
    "/regions/23/atom/": "/regions/28/atom/",
    "/regions/haute-normandie/": "/regions/28/",
    "/regions/4/": "/regions/04/",
    "/departements/2a/": "/departements/2A/",
    "/departements/2a/atom/": "/departements/2A/atom/",
    "/departements/FR-2B/": "/departements/2B/",
    "/departements/1/": "/departements/01/",
    "/departements/001/": "/departements/01/",
    "/departements/ain/": "/departements/01/",
    "/departements/20/": "/regions/94/",
    "/departements/20/atom/": "/regions/94/atom/",
    "/departements/20/apercu.png": "/regions/94/apercu.png",
    "/departements/corse/atom/": "/regions/94/atom/",
    "/collectivites/200056844/": "/collectivites/c50129/",
    "/collectivites/50129/": "/collectivites/c50129/",
    "/collectivites/C50129/": "/collectivites/c50129/",
    "/collectivites/50383/atom/": "/collectivites/c50129/atom/",
}


@pytest.mark.usefixtures("registry")
def test_another_code_leads_for_good_to_the_page_that_exists(client):
    # 50383 is the postcode of another town, which was made first.
    LocalAuthorityFactory(key="c27001", postcodes=["50383"])

    led = {address: client.get(address) for address in MOVED}

    assert {address: response.get("Location") for address, response in led.items()} == MOVED
    assert {response.status_code for response in led.values()} == {301}
    # A picture leads on to its version of today.
    assert {client.get(address, follow=True).status_code for address in MOVED.values()} == {200}


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    "address",
    [
        *("/pays/ZZZ/", "/pays/MLIX/", "/pays/atlantide/", "/pays/ZZ/atom/"),
        # 42 was that of Alsace, whose région of today is not in this registry.
        *("/regions/29/", "/regions/0/", "/regions/42/", "/regions/FR-/", "/regions/nord/"),
        *("/departements/2C/", "/departements/0/", "/departements/0001/", "/departements/99/"),
        *("/departements/2C/atom/", "/departements/99/apercu.png", "/integrer/departement/2C/"),
        # A postcode, and a code without its zero, which another one may have.
        *("/collectivites/50100/", "/collectivites/5038/", "/collectivites/200056845/"),
    ],
)
def test_a_code_that_nobody_had_is_not_found(client, address):
    assert client.get(address).status_code == 404


def titles(client, query, path="/registre/"):
    listing = client.get(f"{path}?{query}").context["listing"]
    return sorted(row.title for row in listing.page.rows), listing.notes, listing.address()


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("query", "current"),
    [
        ("pays=MLI", "pays=ML"),
        ("pays=mli&pays=ML", "pays=ML"),
        ("region=25", "region=28"),
        ("region=25&region=23", "region=28"),
        ("departement=050", "departement=50"),
        ("collectivite=200056844", "collectivite=c50129"),
        ("collectivite=50383", "collectivite=c50129"),
    ],
)
def test_a_filter_reads_other_codes(client, query, current):
    assert titles(client, query) == (["Normande"], [], f"?{current}")


@pytest.mark.usefixtures("registry")
def test_a_filter_finds_both_halves_of_what_was_divided(client):
    found, notes, address = titles(client, "departement=20")

    assert (found, notes) == (["Corse-du-Sud", "Haute-Corse"], [])
    assert address == "?departement=2A&departement=2B"
    assert titles(client, "departement=2a")[0] == ["Corse-du-Sud"]


@pytest.mark.usefixtures("registry")
def test_an_unknown_value_is_still_said_and_no_other_takes_its_place(client):
    found, notes, address = titles(client, "pays=MLIX&region=29&departement=2C")

    assert (len(found), len(notes), address) == (3, 3, "")
    # Only the first unknown values are looked up.
    many = "&".join(f"collectivite=6{rank:04}" for rank in range(40))
    assert titles(client, f"{many}&collectivite=200056844")[0] != ["Normande"]


def test_a_filter_by_what_was_merged_finds_what_it_became(client, town):
    kept = InternationalPartnerFactory()
    old = InternationalPartnerFactory(merged_into=kept)
    LocalAuthorityFactory(key="c50383", successor=town)
    published([town], [kept], title="Normande", provenance=Provenance.WIKIDATA)
    published(title="Autre")

    assert titles(client, f"partenaire={old.uuid}")[0] == ["Normande"]
    assert titles(client, "collectivite=c50383")[0] == ["Normande"]
    assert client.get("/integrer/liste/?collectivite=c50383").status_code == 200
    assert client.get("/integrer/collectivite/200056844/").status_code == 200
    assert client.get("/integrer/collectivite/200056845/").status_code == 404


@pytest.mark.usefixtures("registry")
def test_the_list_of_authorities_and_the_comparison_read_other_codes(client):
    listing = client.get("/collectivites/?region=25").context["listing"]
    page = client.get("/comparer/?departement=50&departement=2a&departement=99").context["page"]
    countries = client.get("/comparer/?pays=MLI&pays=it").context["page"]

    assert ([row.name for row in listing.page.rows], listing.notes) == (
        ["Cherbourg-en-Cotentin"],
        [],
    )
    assert page.compared.values == ["50", "2A"]
    assert len(page.compared.notes) == 1
    assert countries.compared.values == ["ML", "IT"]
    assert client.get("/collectivites/?region=29").context["listing"].notes != []


@pytest.mark.usefixtures("registry")
def test_cards_and_reports_read_other_codes(client):
    """Corsica of before, which was divided, is its région there too."""
    card = client.get("/integrer/departement/20/")
    code = client.get("/integrer/?quoi=departement&departement=20").context["embedding"]
    reports = {
        "/signaler/departement/20/": "/signaler/region/94/",
        "/signaler/departement/2a/": "/signaler/departement/2A/",
        "/signaler/region/25/?manque=nom": "/signaler/region/28/?manque=nom",
        "/signaler/pays/mli/": "/signaler/pays/ML/",
        "/signaler/collectivite/50383/": "/signaler/collectivite/c50129/",
    }

    assert (card.status_code, card.context["title"]) == (200, "Corse")
    assert (code.what, code.frame_path) == ("region", "/integrer/region/94/")
    assert ("region", "94") in code.parameters
    assert {address: client.get(address).headers["Location"] for address in reports} == reports
    for unknown in ("/signaler/departement/2C/", "/signaler/pays/ZZZ/", "/signaler/fiche/20/"):
        assert client.get(unknown).status_code == 404


def test_picture_of_a_merged_partnership_is_that_of_the_other_one(client):
    kept, merged, suspended = published(), published(), published()
    for old, new in ((merged, kept), (published(), suspended)):
        old.merged_into = new
        old.save()
    suspended.is_suspended = True
    suspended.save()

    response = client.get(f"/registre/{merged.public_id}/apercu.png")

    assert response.headers["Location"] == f"/registre/{kept.public_id}/apercu.png"
    for gone in (suspended, suspended.merged_partnerships.get()):
        assert client.get(f"/registre/{gone.public_id}/apercu.png").status_code == 404


@pytest.mark.usefixtures("registry")
def test_france_is_no_filter_and_says_why(client):
    """Every partnership has a side there."""
    notes = {}
    for query in ("pays=FR", "pays=fra", "pays=France&pays=FR", "pays=RE", "pays=ZZ&pays=XX"):
        found, [notes[query]], address = titles(client, query)
        assert (len(found), address) == (3, "")
    for query in ("pays=fra", "pays=France&pays=FR"):
        assert notes[query] == notes["pays=FR"]
    assert notes["pays=FR"].startswith("La France n’est pas un filtre")
    assert notes["pays=RE"].startswith("«\u202fLa Réunion\u202f» est en France")
    assert "2 valeurs inconnues" in notes["pays=ZZ&pays=XX"]

    page = client.get("/registre/?pays=reu&pays=ML&theme=non&pays=ZZ")
    listing = page.context["listing"]
    assert [note[:11] for note in listing.notes] == [
        "«\u202fLa Réunio",
        "Filtre «\u202fpa",
        "Filtre «\u202fth",
    ]
    assert [place.name for place in listing.french_places] == ["La Réunion (974)"]
    address = "?pays=ML&amp;departement=974"
    assert f'<a href="/registre/{address}">La Réunion (974)</a>' in page.content.decode()
    # What follows a list or shows it elsewhere never takes the whole registry for it.
    for path in ("/registre/atom/", "/integrer/liste/", "/integrer/carte/"):
        assert client.get(f"{path}?pays=FR").status_code == 404
    compared = client.get("/comparer/?pays=FR&pays=ML&pays=ZZ").context["page"].compared
    assert [note[-3:] for note in compared.notes] == ["FR.", "us."]


@pytest.mark.usefixtures("registry")
def test_page_of_france_never_says_that_nothing_is_known(client):
    text = client.get("/pays/FR/").content.decode()

    assert "Aucun partenariat" not in text
    assert "chaque partenariat du registre a une collectivité française" in text
    island = client.get("/pays/RE/").content.decode()
    assert "Aucun partenariat" not in island
    assert '<a href="/departements/974/">La Réunion (974)</a>' in island
    for code in ("FR", "RE"):
        assert "aucun partenariat" not in client.get(f"/integrer/pays/{code}/").content.decode()
