"""The charts and maps of a comparison, their files, and the pages of all names."""

import re

import pytest
from django.urls import reverse

from partnerships.models import Provenance
from partnerships.pages.comparison import compared_charts, in_common_section
from partnerships.publication.public_version import public_version
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, RegionFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.placed import town

pytestmark = pytest.mark.django_db
COMPARISON = "/comparer/"
BERLIN, BAMAKO = (52.5, 13.4), (12.6, -8.0)


def country(iso2, name, point=None, continent="EU"):
    latitude, longitude = point or (None, None)
    return CountryFactory(
        iso2=iso2, name=name, continent=continent, latitude=latitude, longitude=longitude
    )


@pytest.fixture
def lille():
    return LocalAuthorityFactory(name="Lille", departement=DepartementFactory(code="59"))


@pytest.fixture
def arras():
    return LocalAuthorityFactory(name="Arras", departement=DepartementFactory(code="62"))


@pytest.fixture
def germany():
    return country("DE", "Allemagne", BERLIN)


@pytest.fixture
def mali():
    return country("ML", "Mali", BAMAKO, "AF")


@pytest.fixture
def registry(lille, arras, germany, mali):
    """Imported: Lille has two with Germany, one with Mali, Arras one with Mali. Declared: Arras has
    one with a place that has no point.
    """
    for name in ("Cologne", "Erfurt"):
        partner = town(germany, BERLIN, name=name)
        published([lille], [partner], provenance=Provenance.WIKIDATA)
    for authority in (lille, arras):
        partner = town(mali, BAMAKO, name=f"Ville {authority}")
        published([authority], [partner], provenance=Provenance.WIKIDATA)
    nowhere = country("TV", "Tuvalu", continent="OC")
    published([arras], [InternationalPartnerFactory(country=nowhere)])


def asked(client, address=COMPARISON, status=200, **query):
    response = client.get(address, query)
    assert response.status_code == status
    return response


def page_of(client, **query):
    return asked(client, **query).context["page"]


def view_of(client, slug, **query):
    [view] = [each for each in page_of(client, **query).views if each.slug == slug]
    return view


def count_found(client, address):
    return client.get(address).context["listing"].count


@pytest.mark.usefixtures("registry")
def test_each_source_has_its_own_charts_and_maps(client, lille, arras):
    views = page_of(client, collectivite=[lille.key, arras.key]).views

    assert [view.slug for view in views] == ["declares", "repris"]
    declared, imported = (view.charts[0] for view in views)
    assert [(mark.label, mark.text) for mark in declared.marks] == [
        ("Lille", "aucun connu"),
        ("Arras", "1"),
    ]
    assert [(mark.label, mark.text) for mark in imported.marks] == [("Lille", "3"), ("Arras", "1")]
    assert imported.title == "Le plus de partenariats\u202f: Lille, 3"
    assert views[0].without == "Lille"


@pytest.mark.usefixtures("registry")
def test_panels_have_one_order_and_one_scale(client, lille, arras):
    view = view_of(client, "repris", collectivite=[lille.key, arras.key])

    [chart] = [each for each in view.charts if each.slug == "pays-repris"]
    panels = {one.label: [(mark.label, mark.text) for mark in one.marks] for one in chart.series}
    assert panels == {
        "Lille": [("Allemagne", "2"), ("Mali", "1")],
        "Arras": [("Allemagne", "aucun"), ("Mali", "1")],
    }
    widths = {drawn.series.label: [each.width for each in drawn.marks] for drawn in chart.drawn}
    assert widths == {"Lille": ["100%", "50%"], "Arras": ["0%", "50%"]}


@pytest.mark.usefixtures("registry")
def test_every_mark_and_circle_leads_to_what_it_counts(client, lille, arras):
    page = page_of(client, collectivite=[lille.key, arras.key])

    marks = [
        mark
        for view in page.views
        for chart in view.charts
        for one in chart.series
        for mark in one.marks
        if mark.address
    ]
    circles = [
        circle
        for view in page.views
        if view.maps
        for each in view.maps.maps
        for circle in each.drawing.circles
        if circle.address
    ]
    assert len(marks) > 5
    assert len(circles) == 3
    for mark in marks:
        assert count_found(client, mark.address) == mark.value
    for circle in circles:
        assert int(re.search(r": (\d+)", circle.text.replace("\u202f", ""))[1]) == count_found(
            client, circle.address
        )


@pytest.mark.usefixtures("registry")
def test_shares_are_compared_where_one_has_many_times_more(client, lille, arras, monkeypatch):
    monkeypatch.setattr(compared_charts, "LEAST_SHARED", 1)
    monkeypatch.setattr(compared_charts, "UNEQUAL", 2)

    view = view_of(client, "repris", collectivite=[lille.key, arras.key])

    [chart] = [each for each in view.charts if each.slug == "pays-repris"]
    [german, malian] = chart.series[0].marks
    assert (german.text, german.note) == ("67\u202f%", "2 partenariats")
    assert german.value == pytest.approx(2 / 3)
    assert chart.series[1].marks[1].text == "100\u202f%"
    assert malian.address


@pytest.mark.usefixtures("registry")
def test_maps_have_one_frame_and_name_what_is_not_on_them(client, lille, arras):
    view = view_of(client, "repris", collectivite=[lille.key, arras.key])

    assert view.maps.title == "Dans le monde, un cercle par pays du partenaire"
    assert len({each.drawing.frame for each in view.maps.maps}) == 1
    assert [each.unplaced for each in view.maps.maps] == ["", ""]
    declared = view_of(client, "declares", collectivite=[lille.key, arras.key])
    assert declared.maps is None


def test_europe_is_shown_where_most_is_and_the_rest_is_named(client, lille, arras, germany, mali):
    for authority in (lille, arras):
        for _time in range(3):
            published([authority], [town(germany, BERLIN)])
    published([lille], [town(mali, BAMAKO)])

    view = view_of(client, "declares", collectivite=[lille.key, arras.key])

    assert view.maps.title == "En Europe et autour, un cercle par pays du partenaire"
    assert [each.unplaced for each in view.maps.maps] == ["Mali 1", ""]
    assert [len(each.drawing.circles) for each in view.maps.maps] == [1, 1]


def test_countries_are_compared_by_their_french_side(client, lille, germany, mali):
    reunion = DepartementFactory(code="974", name="La Réunion", region=RegionFactory(code="04"))
    for authority in (lille, LocalAuthorityFactory(name="Saint-Denis", departement=reunion)):
        published([authority], [town(germany, BERLIN)])
    published([lille], [town(mali, BAMAKO)])

    maps = view_of(client, "declares", pays=["DE", "ML"]).maps

    assert maps.title == "En France, un cercle par département"
    assert [len(each.drawing.circles) for each in maps.maps] == [1, 1]
    assert [each.unplaced for each in maps.maps] == ["La Réunion (974) 1", ""]


@pytest.mark.usefixtures("registry")
def test_every_file_is_there(client, lille, arras):
    query = {"collectivite": [lille.key, arras.key]}
    text = asked(client, **query).content.decode().replace("&amp;", "&")

    addresses = set(re.findall(r'href="(/comparer/fichiers/[^"]+)"', text))

    ends = [address.partition("?")[0].rpartition(".")[2] for address in addresses]
    assert {end: ends.count(end) for end in ends} == {"csv": 3, "svg": 4, "png": 3}
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert "attachment" in response["Content-Disposition"]
    [maps] = [address for address in addresses if "cartes" in address]
    drawing = client.get(maps).content.decode()
    assert drawing.count("<svg") == 3
    assert "Arras" in drawing


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    "name",
    [
        "pays-repris.pdf",
        "pays-declares.csv",
        "cartes-repris.csv",
        "cartes-declares.svg",
        "rien.csv",
    ],
)
def test_what_is_not_drawn_is_no_file(client, lille, arras, name):
    asked(client, f"/comparer/fichiers/{name}", 404, collectivite=[lille.key, arras.key])


@pytest.mark.usefixtures("registry")
def test_one_alone_has_no_file(client, lille):
    asked(client, "/comparer/fichiers/partenariats-repris.csv", 404, collectivite=lille.key)


def names(response):
    return [line.named.name for line in response.context["page"].lines]


def names_address(kind):
    return reverse("partnerships:comparison_names", args=[kind])


@pytest.mark.usefixtures("registry")
def test_all_names_that_are_not_shown_have_a_page(client, lille, arras, monkeypatch):
    monkeypatch.setattr(in_common_section, "SHOWN_ALONE", 1)
    query = {"collectivite": [lille.key, arras.key]}

    line = page_of(client, **query).in_common[0].alone[0]

    assert (line.count, [each.name for each in line.named], line.rest) == ("3", ["Cologne"], 2)
    assert f'href="{line.address}">et 2 autres' in asked(client, **query).content.decode().replace(
        "&amp;", "&"
    )
    response = client.get(line.address)
    assert names(response) == ["Cologne", "Erfurt", "Ville Lille"]
    assert "Lille, et aucun autre ici : 3 partenaires" in text_of(response).replace("\u202f", " ")
    assert 'href="/comparer/?' in response.content.decode()


@pytest.mark.usefixtures("registry")
def test_what_is_shared_has_a_page_too(client, lille, arras):
    query = {"collectivite": [lille.key, arras.key]}

    shared = asked(client, names_address("pays"), **query)
    nothing = asked(client, names_address("partenaires"), **query)

    assert names(shared) == ["Mali"]
    assert "1 pays ou territoire en commun" in text_of(shared)
    assert names(nothing) == []
    assert "Aucun partenaire en commun connu" in text_of(nothing)


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize(
    ("kind", "alone"), [("collectivites", None), ("x", None), ("pays", "c99999")]
)
def test_no_such_names(client, lille, arras, kind, alone):
    query = {} if alone is None else {"seul": alone}

    asked(client, names_address(kind), 404, collectivite=[lille.key, arras.key], **query)


@pytest.mark.usefixtures("registry")
def test_names_of_one_alone_lead_to_the_comparison(client, lille):
    response = client.get(names_address("pays"), {"collectivite": lille.key})

    assert response.url == f"/comparer/?collectivite={lille.key}"


@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("count", [1, 9])
def test_names_cost_the_same_whatever_they_are(
    client, lille, arras, mali, django_assert_num_queries, count
):
    for _time in range(count):
        published([lille], [town(mali, BAMAKO)])
    query = {"collectivite": [lille.key, arras.key], "seul": lille.key}
    public_version()  # as where the transaction wrote nothing
    client.get(names_address("partenaires"), query)

    with django_assert_num_queries(4):
        client.get(names_address("partenaires"), query)
