"""Articles and prepositions, for every place of the reference data, and for bodies."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from partnerships.articles import (
    body,
    embassy_in,
    in_country,
    of,
    of_authority,
    of_body,
    prefecture_of,
    prefecture_of_region,
    to_authority,
    to_body,
)

DATA = Path(settings.BASE_DIR) / "partnerships" / "data"
# Of the others, « en ».
COUNTRIES = {
    "au": (
        "Bangladesh, Belize, Bénin, Bhoutan, Botswana, Brésil, Brunei, Burkina Faso, Burundi, "
        "Cambodge, Cameroun, Canada, Cap-Vert, Chili, Congo-Brazzaville, Costa Rica, Danemark, "
        "Gabon, Ghana, Groenland, Guatemala, Guyana, Honduras, Japon, Kazakhstan, Kenya, "
        "Kirghizstan, Kosovo, Koweït, Laos, Lesotho, Liban, Liberia, Liechtenstein, Luxembourg, "
        "Malawi, Mali, Maroc, Mexique, Monténégro, Mozambique, Myanmar (Birmanie), Népal, "
        "Nicaragua, Niger, Nigeria, Pakistan, Panama, Paraguay, Pérou, Portugal, Qatar, "
        "Royaume-Uni, Rwanda, Sahara occidental, Salvador, Sénégal, Soudan, Soudan du Sud, "
        "Sri Lanka, Suriname, Tadjikistan, Tchad, Territoire britannique de l’océan Indien, "
        "Timor oriental, Togo, Turkménistan, Vanuatu, Venezuela, Viêt Nam, Yémen, Zimbabwe"
    ),
    "aux": (
        "Bahamas, Bermudes, Comores, Émirats arabes unis, États-Unis, Fidji, Îles Åland, "
        "Îles Caïmans, Îles Cocos, Îles Cook, Îles Féroé, Îles Heard-et-MacDonald, Îles Malouines, "
        "Îles Mariannes du Nord, Îles Marshall, Îles Pitcairn, Îles Salomon, "
        "Îles Turques-et-Caïques, Îles Vierges britanniques, Îles Vierges des États-Unis, "
        "Îles mineures éloignées des États-Unis, Maldives, Palaos, Pays-Bas, Pays-Bas caribéens, "
        "Philippines, Samoa, Samoa américaines, Seychelles, Terres australes françaises"
    ),
    "à": (
        "Anguilla, Antigua-et-Barbuda, Aruba, Bahreïn, Chypre, Cuba, Curaçao, Djibouti, Gibraltar, "
        "Guam, Guernesey, Hong Kong, Jersey, Kiribati, La Réunion, Macao, Madagascar, Malte, "
        "Maurice, Mayotte, Monaco, Montserrat, Nauru, Niue, Oman, Porto Rico, Saint-Barthélemy, "
        "Saint-Christophe-et-Niévès, Saint-Marin, Saint-Martin, "
        "Saint-Martin (partie néerlandaise), "
        "Saint-Pierre-et-Miquelon, Saint-Vincent-et-les Grenadines, Sainte-Hélène, Sainte-Lucie, "
        "Sao Tomé-et-Principe, Singapour, Svalbard et Jan Mayen, Taïwan, Tokelau, Tonga, "
        "Trinité-et-Tobago, Tuvalu, Wallis-et-Futuna"
    ),
    "à la": "Barbade, Dominique, Grenade",
    "à l’": "Île Bouvet, Île Christmas, Île Norfolk, Île de Man",
    "dans l’": "État de la Cité du Vatican",
}
DEPARTEMENTS = {
    "du": (
        "Bas-Rhin, Calvados, Cantal, Cher, Doubs, Finistère, Gard, Gers, Haut-Rhin, Jura, Loiret, "
        "Lot, Morbihan, Nord, Pas-de-Calais, Puy-de-Dôme, Rhône, Tarn, Territoire de Belfort, "
        "Val-d'Oise, Val-de-Marne, Var"
    ),
    "des": (
        "Alpes-de-Haute-Provence, Alpes-Maritimes, Ardennes, Bouches-du-Rhône, Côtes-d'Armor, "
        "Deux-Sèvres, Hautes-Alpes, Hautes-Pyrénées, Hauts-de-Seine, Landes, Pyrénées-Atlantiques, "
        "Pyrénées-Orientales, Terres australes et antarctiques françaises, Vosges, Yvelines"
    ),
    "de l’": (
        "Ain, Aisne, Allier, Ardèche, Ariège, Aube, Aude, Aveyron, Essonne, Eure, Hérault, Indre, "
        "Isère, Oise, Orne, Yonne, Île de Clipperton"
    ),
    "d’": "Eure-et-Loir, Ille-et-Vilaine, Indre-et-Loire",
    "de": (
        "La Réunion, Loir-et-Cher, Lot-et-Garonne, Maine-et-Loire, Mayotte, Meurthe-et-Moselle, "
        "Paris, Saint-Barthélemy, Saint-Martin, Saint-Pierre-et-Miquelon, Saône-et-Loire, "
        "Seine-et-Marne, Tarn-et-Garonne, Vaucluse, Wallis et Futuna"
    ),
}


def names(file):
    with (DATA / file).open() as lines:
        return [row["name"] for row in csv.DictReader(lines, delimiter="\t")]


def expected(table, rest):
    """Name → with its preposition; `rest`: that of the names that the table leaves out."""
    found = {
        name: preposition + ("" if preposition.endswith("’") else " ") + name
        for preposition, listed in table.items()
        for name in listed.split(", ")
    }
    return lambda name: found.get(name, f"{rest} {name}")


def test_every_country_has_its_preposition():
    wanted, countries = expected(COUNTRIES, "en"), names("countries.tsv")

    assert [in_country(name) for name in countries] == [wanted(name) for name in countries]
    listed = {name for each in COUNTRIES.values() for name in each.split(", ")}
    assert listed <= set(countries)


def test_every_departement_has_its_preposition():
    wanted, departements = expected(DEPARTEMENTS, "de la"), names("departements.tsv")

    assert [of(name) for name in departements] == [wanted(name) for name in departements]
    assert [prefecture_of(name) for name in departements] == [
        f"Préfecture {wanted(name)}" for name in departements
    ]
    listed = {name for each in DEPARTEMENTS.values() for name in each.split(", ")}
    assert listed <= set(departements)


@pytest.mark.parametrize(
    ("name", "subject", "after_of", "after_to"),
    [
        (
            prefecture_of("Nord"),
            "la préfecture du Nord",
            "de la préfecture du Nord",
            "à la préfecture du Nord",
        ),
        (
            "Préfecture – Nord (59)",
            "la préfecture du Nord",
            "de la préfecture du Nord",
            "à la préfecture du Nord",
        ),
        (
            prefecture_of_region("Hauts-de-France"),
            "la préfecture de la région Hauts-de-France",
            "de la préfecture de la région Hauts-de-France",
            "à la préfecture de la région Hauts-de-France",
        ),
        (
            embassy_in("Maroc"),
            "l’ambassade de France au Maroc",
            "de l’ambassade de France au Maroc",
            "à l’ambassade de France au Maroc",
        ),
        (
            "Ambassade de France – Cuba",
            "l’ambassade de France à Cuba",
            "de l’ambassade de France à Cuba",
            "à l’ambassade de France à Cuba",
        ),
        (
            "Ministère de la Culture",
            "le ministère de la Culture",
            "du ministère de la Culture",
            "au ministère de la Culture",
        ),
        ("AFD", "«\u202fAFD\u202f»", "de «\u202fAFD\u202f»", "à «\u202fAFD\u202f»"),
    ],
)
def test_a_body_has_its_article(name, subject, after_of, after_to):
    assert (body(name), of_body(name), to_body(name)) == (subject, after_of, after_to)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Lille", "de Lille"),
        ("Amiens", "d’Amiens"),
        ("Évry-Courcouronnes", "d’Évry-Courcouronnes"),
        ("Le Havre", "du Havre"),
        ("Les Ulis", "des Ulis"),
        ("La Rochelle", "de La Rochelle"),
        ("L'Haÿ-les-Roses", "de L'Haÿ-les-Roses"),
        ("Yvetot", "d’Yvetot"),
        ("Yutz", "de Yutz"),
        ("Ain (département)", "du département de l’Ain"),
        ("Bretagne (région)", "de la région Bretagne"),
        ("CC du Pays de Gex", "de la CC du Pays de Gex"),
        ("Métropole de Lyon", "de la métropole de Lyon"),
        ("Eurométropole de Strasbourg", "de l’eurométropole de Strasbourg"),
        ("Collectivité territoriale de Guyane", "de la collectivité territoriale de Guyane"),
    ],
)
def test_an_authority_has_its_preposition(name, wanted):
    assert of_authority(name) == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Lille", "à Lille"),
        ("Évry-Courcouronnes", "à Évry-Courcouronnes"),
        ("Le Havre", "au Havre"),
        ("Les Ulis", "aux Ulis"),
        ("La Rochelle", "à La Rochelle"),
        ("Ain (département)", "au département de l’Ain"),
        ("Bretagne (région)", "à la région Bretagne"),
        ("CC du Pays de Gex", "à la CC du Pays de Gex"),
        ("Eurométropole de Strasbourg", "à l’eurométropole de Strasbourg"),
    ],
)
def test_something_is_said_to_an_authority(name, wanted):
    assert to_authority(name) == wanted
