"""Maps of odd registries: the edges of the world, shared points, sides without a point."""

import random
from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse

from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published
from tests.factories.placed import seat, town
from tests.partnerships.map.places import CSV, JSON, MAP, SVG, page, rows_of

pytestmark = pytest.mark.django_db
POINTS, REGISTRY = reverse("partnerships:map_points"), reverse("partnerships:registry")
EDGES = [(90, 0), (-90, 10), (0, 180), (0, -180), (65.5, -179.99), (-18, 179.96), (0, -169)]
NEAR = [None, (12.6, -8), (12.61, -8.01), (13, -7.95)]
VIEWS = [
    {},
    {"zoom": 1, "cadre": "0,0,792,389"},
    {"zoom": 3, "cadre": "340,140,400,200"},
    {"zoom": 6, "cadre": "365,155,395,185"},
]


@pytest.fixture
def fiji():
    return CountryFactory(iso2="FJ", name="Fidji", continent="OC", latitude=-18, longitude=179)


def wrong_circles(client, **query):
    """The circles whose link does not find what they count."""
    circles = page(client, POINTS, **query).json()["circles"]
    found = {each["query"]: client.get(REGISTRY + each["query"]) for each in circles}
    return [
        each for each in circles if found[each["query"]].context["listing"].count != each["count"]
    ]


def test_sides_at_the_edges_of_the_world_are_drawn(client, fiji):
    for here, there in zip(EDGES, [*EDGES[1:], EDGES[0]], strict=True):
        published([seat(here)], [town(fiji, there)])

    for address in (MAP, CSV, JSON):
        page(client, address)
    ET.fromstring(page(client, SVG).content)  # noqa: S314
    data = page(client, POINTS).json()
    assert (data["placed"], len(data["arcs"])) == (7, 7)
    assert wrong_circles(client) == []


def test_circle_counts_those_of_its_point_whose_other_side_is_unknown(client, mali):
    one, other = town(mali, (12.6, -8), name="Un"), town(mali, (12.6, -8), name="Deux")
    published([seat((47.2, -1.6))], [one])
    published([seat()], [other])
    published([seat()], [one])

    [circle] = [each for each in page(client, POINTS).json()["circles"] if each["side"] != "here"]

    assert (circle["name"], circle["count"], circle["places"]) == ("Un, Deux", 3, 2)
    assert wrong_circles(client) == []


@pytest.mark.parametrize("filtered", ["partenaire", "collectivite"])
def test_map_of_chosen_ends_leaves_out_the_others(client, mali, filtered):
    here, beside = seat((47.2, -1.6), name="Nantes"), seat((45.8, 4.8), name="Lyon")
    one, other = town(mali, (12.6, -8), name="Un"), town(mali, (13.6, -7), name="Deux")
    published([here, beside], [one, other])
    published([beside], [other])
    chosen = {"partenaire": str(one.uuid), "collectivite": here.key}[filtered]

    assert wrong_circles(client, **{filtered: chosen}) == []
    rows = [row[:2] for row in rows_of(client, **{filtered: chosen})[1:]]
    assert (
        sorted(rows)
        == {
            "partenaire": [["Lyon", "Un"], ["Nantes", "Un"]],
            "collectivite": [["Nantes", "Deux"], ["Nantes", "Un"]],
        }[filtered]
    )


def test_map_of_chosen_countries_leaves_out_the_others(client, mali, fiji, circles):
    published([seat()], [town(mali, (12.6, -8)), town(fiji, (-18, 178))])
    published([seat()], [town(mali, (12.6, -8))])
    circles()

    assert rows_of(client)[1:] == [["Mali", "2"], ["Fidji", "1"]]
    data = page(client, JSON, pays="FJ").json()
    assert [(each["code"], each["count"]) for each in data["countries"]] == [("FJ", 1)]
    assert len(data["towns"]) == 1
    assert wrong_circles(client, pays="FJ") == []


@pytest.mark.parametrize("seed", range(2))
def test_circles_of_random_choices_count_what_their_links_find(client, mali, fiji, circles, seed):
    rnd = random.Random(seed)
    seats = [seat(rnd.choice(NEAR)) for _ in range(4)]
    towns = [town(rnd.choice([mali, fiji]), rnd.choice(NEAR)) for _ in range(6)]
    for _ in range(12):
        sides = rnd.sample(seats, rnd.choice([1, 2])), rnd.sample(towns, rnd.choice([1, 2, 3]))
        published(*sides)
    circles()
    choices = {
        "pays": ["ML", "FJ"],
        "partenaire": [str(each.uuid) for each in towns],
        "collectivite": [each.key for each in seats],
        "lieu": ["0", "ML-3-53-32"],
    }

    for name, values in choices.items():
        query = {name: rnd.sample(values, rnd.choice([1, 2])), **rnd.choice(VIEWS)}
        assert (query, wrong_circles(client, **query)) == (query, [])


@pytest.mark.parametrize("name", ["A\x1bB", "A\ufffeB", "</title><script>&\"'", "=1+1"])
def test_files_of_hostile_names_can_be_opened(client, mali, name):
    published([seat((47.2, -1.6), name=name)], [town(mali, (12.6, -8), name=name)], title=name)

    for query in ({}, {"q": name}):
        assert ET.fromstring(page(client, SVG, **query).content).tag.endswith("svg")  # noqa: S314
        for slug in ("communes", "pays"):
            figure = client.get(f"/chiffres/{slug}.svg", query)
            if figure.status_code != 404:
                ET.fromstring(figure.content)  # noqa: S314
    assert rows_of(client)[1][0] in ("A\ufffdB", '</title><script>&"’', "'=1+1")
