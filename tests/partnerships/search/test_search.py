"""One search over everything: what each text finds first, and where a code leads."""

import pytest

from partnerships.models import Partnership
from tests.factories.filling import text_of
from tests.partnerships.search.searched import SEARCH, found

pytestmark = pytest.mark.django_db


# Text → the group that comes first, and the name that comes first in it.
FOUND = {
    "Lille": ("collectivites", "Lille"),
    "lille": ("collectivites", "Lille"),
    "Strasbourg": ("collectivites", "Strasbourg"),
    "Nantes": ("collectivites", "Nantes"),
    "Köln": ("partenaires", "Cologne"),
    "Cologne": ("partenaires", "Cologne"),
    "München": ("partenaires", "Munich"),
    "Firenze": ("partenaires", "Florence"),
    "Den Haag": ("partenaires", "La Haye"),
    "La Haye": ("partenaires", "La Haye"),
    "Londres": ("partenaires", "Londres"),
    "London": ("partenaires", "Londres"),
    "Kiev": ("partenaires", "Kyiv"),
    "Warszawa": ("partenaires", "Varsovie"),
    "Rijsel": ("collectivites", "Lille"),
    "RIJSEL": ("collectivites", "Lille"),
    "ville de Rijsel": ("collectivites", "Lille"),
    "Straßburg": ("collectivites", "Strasbourg"),
    "strassburg": ("collectivites", "Strasbourg"),
    "Estrasburgo": ("collectivites", "Strasbourg"),
    "Naoned": ("collectivites", "Nantes"),
    "portus namnetus": ("collectivites", "Nantes"),
    "Maroc": ("pays", "Maroc"),
    "MA": ("pays", "Maroc"),
    "Loire-Atlantique": ("departements", "Loire-Atlantique (44)"),
    "loire atlantique": ("departements", "Loire-Atlantique (44)"),
    "44": ("departements", "Loire-Atlantique (44)"),
    "Île-de-France": ("regions", "Île-de-France"),
    "ile de france": ("regions", "Île-de-France"),
    "38480": ("collectivites", "Le Pont-de-Beauvoisin"),
    "eau": ("thematiques", "Eau"),
    "ODD 6": ("objectifs", "6. Eau propre et assainissement"),
    "odd6": ("objectifs", "6. Eau propre et assainissement"),
    "objectif 17": ("objectifs", "17. Partenariats pour la réalisation des objectifs"),
    "égalité entre les sexes": ("objectifs", "5. Égalité entre les sexes"),
    "données ouvertes": (
        "propositions",
        "5. Engager une démarche internationale de données ouvertes",
    ),
    "proposition 5": (
        "propositions",
        "5. Engager une démarche internationale de données ouvertes",
    ),
    "proposition n° 5": (
        "propositions",
        "5. Engager une démarche internationale de données ouvertes",
    ),
    "ODD n° 6": ("objectifs", "6. Eau propre et assainissement"),
    "jumelages": ("types", "jumelage"),
    "humanitaire": ("types", "aide humanitaire ou d’urgence"),
    "coopération transfrontalière": ("types", "coopération transfrontalière"),
    "partenariats Maroc": ("pays", "Maroc"),
    "coopération décentralisée avec le Maroc": ("pays", "Maroc"),
    "projets de Nantes": ("collectivites", "Nantes"),
    "carte": ("pages", "Carte du registre"),
    "contact": ("pages", "Contact"),
    "problème": ("pages", "Signaler une erreur du portail lui-même"),
    "mentions légales": ("pages", "Mentions légales"),
    "RGPD": ("pages", "Données personnelles"),
    "télécharger les données": ("pages", "Les données du registre"),
    "open data": ("pages", "Les données du registre"),
    "liste des communes": ("pages", "Collectivités françaises"),
    "comment déclarer": ("pages", "Déclarer un partenariat"),
    "accord-cadre": ("partenariats", "Accord-cadre"),
    "potables": ("partenariats", "Accord-cadre"),
    "corbeille": ("aide", "Écrire un dossier sans rien perdre"),
    "Strasboug": ("collectivites", "Strasbourg"),
    "Lilles": ("collectivites", "Lille"),
    "Loire-Atlantque": ("departements", "Loire-Atlantique (44)"),
    "Varsovi": ("partenaires", "Varsovie"),
    "Marroc": ("pays", "Maroc"),
    "Deutschland": ("pays", "Allemagne"),
    "Polska": ("pays", "Pologne"),
    "المغرب": ("pays", "Maroc"),
    "Loire-Inférieure": ("departements", "Loire-Atlantique (44)"),
    "nord pas de calais": ("regions", "Hauts-de-France"),
    "IDF": ("regions", "Île-de-France"),
    "Elsass": ("regions", "Grand Est"),
    "région Île-de-France": ("regions", "Île-de-France"),
    "région HDF": ("regions", "Hauts-de-France"),
    "Savoy": ("departements", "Savoie (73)"),
    "département 44": ("departements", "Loire-Atlantique (44)"),
    "département de la Loire-Atlantique": ("departements", "Loire-Atlantique (44)"),
    "conseil départemental de Loire-Atlantique": (
        "collectivites",
        "Loire-Atlantique (département)",
    ),
    "la ville de Lille": ("collectivites", "Lille"),
    "la mairie de Nantes": ("collectivites", "Nantes"),
    "Afrique": ("continents", "Afrique"),
    "europe": ("continents", "Europe"),
    "amérique": ("continents", "Amérique du Nord"),
    "Royaume": ("pays", "Royaume-Uni"),
    "Pont-de-Beauvoisin Savoie": ("collectivites", "Le Pont-de-Beauvoisin"),
    "pont de beauvoisin (73)": ("collectivites", "Le Pont-de-Beauvoisin"),
    "Lille Hauts-de-France": ("collectivites", "Lille"),
    "Cologne Allemagne": ("partenaires", "Cologne"),
    "Den Haag, Pays-Bas": ("partenaires", "La Haye"),
    "Strasboug La Haye": ("partenariats", "Jumelage Strasbourg – La Haye"),
}


@pytest.mark.parametrize("words", FOUND)
def test_text_finds_what_it_names_first(client, registry, words):
    kind, name = FOUND[words]

    page = found(client, words)

    assert (page.groups[0].kind.value, page.groups[0].entries[0].name) == (kind, name)
    assert page.groups[0].entries[0].address in text_of(client.get(SEARCH, {"q": words}))


def test_goal_leads_to_the_partnerships_that_pursue_it(client, registry):
    [entry] = found(client, "ODD 6").groups[0].entries

    assert entry.address == "/registre/?odd=6"
    assert client.get(entry.address).status_code == 200
    assert found(client, "ODD 18", tel_quel="1").groups == []


# Text → where it leads at once.
STRAIGHT = {
    "59000": "/collectivites/c59350/",
    "59 000": "/collectivites/c59350/",
    "67482": "/collectivites/c67482/",
    "2A004": "/collectivites/c2A004/",
    "2a 004": "/collectivites/c2A004/",
    "215903501": "/collectivites/c59350/",
    "215 903 501": "/collectivites/c59350/",
    "215 903 501 00017": "/collectivites/c59350/",
    # The INSEE code of Lille is the postcode of another town, which the page says.
    "59350": "/collectivites/c59350/?code_postal=59350",
}


@pytest.mark.parametrize("code", STRAIGHT)
def test_code_leads_straight_to_what_it_names(client, registry, code):
    response = client.get(SEARCH, {"q": code})

    assert (response.status_code, response["Location"]) == (302, STRAIGHT[code])


def test_code_that_is_a_postcode_too_says_of_which_town(client, registry):
    text = text_of(client.get(STRAIGHT["59350"]))
    other = text_of(client.get("/collectivites/c59350/?code_postal=59000"))

    assert "59350 est le code INSEE de Lille" in text
    assert registry.authorities["c59527"].get_absolute_url() in text
    assert "code postal d’une autre commune" not in other


@pytest.mark.parametrize("is_capital", [False, True])
@pytest.mark.parametrize("form", ["{}", "/registre/{}/", "http://testserver/registre/{}-titre/"])
def test_identifier_leads_to_its_page(client, registry, form, is_capital):
    page = registry.partnerships["Accord-cadre"]
    typed = page.public_id.upper() if is_capital else page.public_id

    first = client.get(SEARCH, {"q": form.format(typed)})
    second = client.get(first["Location"])

    assert first["Location"] == f"/registre/{page.public_id}/"
    assert (second.status_code, second["Location"]) == (301, page.get_absolute_url())


@pytest.mark.parametrize(
    "reference",
    [
        "CD-2026-000002",
        "cd-2026-000002",
        " CD-2026-000002 ",
        "CD 2026 000002",
        "CD2026000002",
        "CD–2026–000002",
    ],
)
def test_reference_leads_to_its_page(client, registry, reference):
    page = registry.partnerships["Accord-cadre"]

    response = client.get(SEARCH, {"q": reference}, follow=True)

    assert response.redirect_chain[-1][0] == page.get_absolute_url()


def test_reference_that_is_not_published_says_so(client, registry):
    text = text_of(client.get(SEARCH, {"q": "CD-2026-000099"}))

    assert "Aucune fiche publiée ne porte cette référence" in text


def test_suspended_page_is_named_by_no_search(client, registry):
    page = registry.partnerships["Accord-cadre"]
    Partnership.objects.filter(pk=page.pk).update(is_suspended=True)

    by_reference = client.get(SEARCH, {"q": "CD-2026-000002"})
    by_id = client.get(SEARCH, {"q": page.public_id})
    own = client.get(f"/registre/{page.public_id}/")

    assert (by_reference.status_code, by_id.status_code, own.status_code) == (200, 200, 410)
    for response in (by_reference, by_id, own):
        assert page.slug not in response.content.decode()


def test_wikidata_identifier_leads_to_its_partner(client, registry):
    partner = registry.partners["Cologne"]
    type(partner).objects.filter(pk=partner.pk).update(wikidata_id="Q365")

    assert client.get(SEARCH, {"q": "Q365"})["Location"] == partner.get_absolute_url()
    assert client.get(SEARCH, {"q": "Q366"}).status_code == 200
