"""The circles that a script draws: their numbers, their links, and what is no view."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships.maps.clusters import position
from partnerships.models import InternationalPartner
from partnerships.registry.map_cells import LAST_ZOOM
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.factories.placed import town
from tests.partnerships.map.circles import POINTS, all_circles, asked
from tests.partnerships.map.places import MAP

pytestmark = pytest.mark.django_db
REGISTRY = reverse("partnerships:registry")


def numbers(circles):
    return sorted(circle["text"].replace("\u202f", " ") for circle in circles)


@pytest.fixture(scope="module")
def registry(shared_rows):
    """Six partnerships: in Mali two near towns and a far one, a partner without a point; in Canada
    one town; one partnership has a town in each.
    """
    mali = CountryFactory(
        iso2="ML", name="Mali", name_en="Mali", continent="AF", latitude=12.65, longitude=-8
    )
    canada = CountryFactory(
        iso2="CA", name="Canada", name_en="Canada", continent="NA", latitude=45.4, longitude=-75.7
    )
    nantes = LocalAuthorityFactory(
        name="Nantes", key="c44109", latitude=47.2, longitude=-1.6, precision="typed"
    )
    bamako = town(mali, (12.65, -8.0), name="Bamako")
    kati = town(mali, (12.75, -8.07), name="Kati")
    gao = town(mali, (16.27, -0.04), name="Gao")
    montreal = town(canada, (45.5, -73.6), name="Montréal")
    published([nantes], [bamako], title="Eau")
    published([nantes], [kati], title="Livres")
    published([nantes], [gao], title="Désert")
    published([LocalAuthorityFactory(name="Lyon")], [montreal], title="Tramway")
    published([nantes], [bamako, montreal], title="À trois")
    published([nantes], [town(mali, name="Ailleurs")], title="Archives")


def found_by(client, address, query):
    return client.get(address + query).context["listing"].count


def test_whole_world_has_the_circles_and_numbers_of_the_table(client, registry, circles):
    circles()

    data = asked(client)

    rows = client.get(MAP).context["map"].rows
    assert [(each["name"], each["count"]) for each in data["circles"]] == [
        (row.name, row.count) for row in rows
    ]
    assert numbers(data["circles"]) == ["Canada : 2 partenariats", "Mali : 5 partenariats"]
    assert (data["count"], data["placed"], data["complete"]) == (6, 5, False)


def test_circles_are_as_large_as_those_of_the_drawing(client, registry, circles):
    circles()

    drawing = client.get(MAP).context["map"].main
    data = asked(client)
    near = asked(client, zoom=1)["radii"]

    unit, smallest = data["radii"]["unit"], data["radii"]["smallest"]
    sizes = [max(smallest, unit * each["count"] ** 0.5) for each in data["circles"]]
    *drawn, france = drawing.circles
    assert [f"{size:.1f}" for size in sizes] == [circle.r for circle in drawn]
    assert (france.text, france.kind, france.address) == ("France", "here", "")
    assert "France" in [name.text for name in drawing.names]
    assert near == {"unit": unit, "smallest": 3}


def test_ends_of_links_are_as_large_as_those_of_the_drawing(client, registry):
    drawing = client.get(MAP).context["map"].main

    radii = asked(client)["radii"]

    found = {circle.kind: float(circle.r) for circle in drawing.circles}
    assert radii == found


def test_clusters_open_on_zoom(client, registry, circles):
    circles()

    found = [numbers(all_circles(client, zoom)) for zoom in (1, 3, 6)]

    unknown = "Mali, ville inconnue : 1 partenariat"
    assert found == [
        ["Canada : 2 partenariats", "Mali : 1 partenariat", "Mali : 3 partenariats", unknown],
        ["Bamako : 3 partenariats", "Gao : 1 partenariat", unknown, "Montréal : 2 partenariats"],
        [
            "Bamako : 2 partenariats",
            "Gao : 1 partenariat",
            "Kati : 1 partenariat",
            unknown,
            "Montréal : 2 partenariats",
        ],
    ]


@pytest.mark.parametrize("zoom", range(LAST_ZOOM + 1))
def test_circles_of_any_zoom_count_what_their_links_find(client, registry, circles, zoom):
    circles()

    found = all_circles(client, zoom)

    assert found != []
    for circle in found:
        assert found_by(client, REGISTRY, circle["query"]) == circle["count"]
        assert found_by(client, MAP, circle["query"]) == circle["count"]


def test_cell_leaves_out_towns_of_others(client, registry, circles):
    circles()
    cell = next(each for each in all_circles(client, 3) if each["name"] == "Bamako")

    inside = all_circles(client, 6, lieu=cell["key"])

    assert {each["name"] for each in inside} == {"Bamako", "Kati"}
    assert all(found_by(client, REGISTRY, each["query"]) == each["count"] for each in inside)


def test_filters_are_those_of_the_page(client, registry, circles):
    circles()

    found = numbers(all_circles(client, 2, pays="CA", q="tramway"))

    assert found == ["Canada : 1 partenariat"]


def test_one_authority_has_arcs_to_its_circles(client, registry, circles):
    circles()

    data = asked(client, zoom=3, cadre="300,100,600,300", collectivite="c44109")

    assert len(data["arcs"]) == len(data["circles"]) == 3
    seat, ends = data["arcs"][0]["parts"][0][0], [arc["parts"][-1][-1] for arc in data["arcs"]]
    assert all(arc["parts"][0][0] == seat for arc in data["arcs"])
    assert ends == [circle["at"] for circle in data["circles"]]
    assert asked(client, zoom=1)["arcs"] == []


def test_few_links_are_arcs_whatever_the_view(client, registry):
    data = asked(client, zoom=6, cadre="0,0,9,9")

    assert data["complete"]
    assert (data["count"], data["placed"]) == (6, 4)
    sides = {(each["side"], each["name"]): each for each in data["circles"]}
    assert set(sides) == {
        *(("partner", name) for name in ("Bamako", "Kati", "Gao", "Montréal")),
        ("here", "Nantes"),
    }
    assert len(data["arcs"]) == 5
    for each in sides.values():
        assert found_by(client, REGISTRY, each["query"]) == each["count"]
    address = next(each["address"] for each in data["arcs"] if "Gao" in each["text"])
    assert client.get(address).status_code == 200


def test_view_holds_only_its_circles(client, registry, circles):
    circles()

    west = asked(client, zoom=2, cadre="150,0,300,200")["circles"]

    assert numbers(west) == ["Canada : 2 partenariats"]
    assert asked(client, zoom=6, cadre="0,0,30,30")["circles"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"zoom": "7"},
        {"zoom": "-1"},
        {"zoom": "1.5"},
        {"zoom": "\u0661"},
        {"zoom": "x"},
        {"zoom": "1", "cadre": "1,2,3"},
        {"zoom": "1", "cadre": "a,b,c,d"},
        {"zoom": "1", "cadre": "0,0,99999,1"},
        {"zoom": "1", "cadre": "5,0,5,9"},
        {"zoom": "1", "cadre": "9,9,5,5"},
        {"zoom": "1", "cadre": "0,0,1e9,1"},
        # Too large.
        {"zoom": "2"},
        {"zoom": "6", "cadre": "0,0,38,1"},
        {"zoom": "3", "cadre": "0,0,1,301"},
    ],
)
def test_what_is_no_view_is_refused(client, registry, query):
    response = client.get(POINTS, query)

    assert response.status_code == 400
    assert response.json()["error"].endswith((".", "bas."))


def test_names_of_towns_are_read_from_the_links_of_those_shown(client, registry):
    """With the condition on merged partners in SQL, SQLite would read all partners."""
    with CaptureQueriesContext(connection) as asked_for:
        found = all_circles(client, 3)

    table = InternationalPartner._meta.db_table
    read = [each["sql"] for each in asked_for if f'"{table}"' in each["sql"]]
    assert {"Bamako", "Gao"} < {each["name"] for each in found}
    assert len(read) > 0
    assert [sql for sql in read if '"merged_into_id" IS NULL' in sql] == []


def test_circles_follow_what_is_published(client, circles):
    country = CountryFactory(iso2="QA", name="Pays", continent="AF")
    published([LocalAuthorityFactory()], [town(country, (10, 20))])
    circles()
    before = sum(each["count"] for each in all_circles(client, 3))

    published([LocalAuthorityFactory()], [town(country, (10, 20))])
    circles()

    assert sum(each["count"] for each in all_circles(client, 3)) == before + 1


@pytest.mark.parametrize(
    ("query", "view"),
    [
        ({"pays": "ML"}, True),
        ({"pays": "CA"}, True),
        ({}, False),
        ({"pays": ["ML", "CA"]}, False),
        ({"q": "xyzzy"}, False),
    ],
)
def test_the_towns_of_one_country_alone_are_what_the_map_opens(
    client, registry, circles, query, view
):
    circles()
    response = client.get(MAP, query)
    page = response.context["map"]

    assert bool(page.opened) == ("data-opened=" in response.content.decode()) == view
    if not view:
        return
    zoom, x, y = page.opened.split("/")
    wide, high = (side / 2 ** int(zoom) / 2 for side in (page.world.width, page.world.height))
    towns = [position(point) for point in page.places.towns[query["pays"]]]
    assert all(abs(a - float(x)) < wide and abs(b - float(y)) < high for a, b in towns)
    frame = ",".join(
        str(round(each))
        for each in (float(x) - wide, float(y) - high, float(x) + wide, float(y) + high)
    )
    data = client.get(POINTS, {**query, "zoom": zoom, "cadre": frame}).json()
    found = [each["places"] for each in data["circles"] if each["places"]]
    assert sum(found) == len(towns)
    assert len(found) == (2 if query["pays"] == "ML" else 1)
