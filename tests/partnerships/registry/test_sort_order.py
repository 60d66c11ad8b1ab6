"""One French order of names, for pages, lists, boxes, spreadsheets and figures."""

import itertools

import pytest
from django.db import connection
from django.http import QueryDict
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from partnerships.models import (
    NOT_STATED,
    AdvisoryBody,
    Country,
    InternationalPartner,
    LocalAuthority,
    Place,
    QueueView,
    Region,
)
from partnerships.pages.components.search_box import find_authorities
from partnerships.registry.listing import Listing
from partnerships.sort_key import KEY_MAX, sort_key
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import step_of
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.factories.spreadsheets import sheets_in

COUNTRIES = ["Danemark", "Égypte", "Équateur", "Espagne", "Zambie"]
REGIONS = ["Hauts-de-France", "Île-de-France", "Normandie", "Occitanie"]
TOWNS = ["Eaubonne", "Échirolles", "Écully", "L’Haÿ-les-Roses", "Le Havre", "Œuilly", "Zuydcoote"]
ORDERS = [
    COUNTRIES,
    REGIONS,
    TOWNS,
    ["cote", "coté", "côte", "côté", "Cote d’Azur"],
    ["Lyon", "Lyon 2e", "Lyon 10e", "Lyon-sur-Mer"],
    ["Saint", "St-Denis", "Saint-Étienne", "Saintes"],
    ["oeuf", "œuf", "Ofer"],
    ["A B", "A-C", "AB"],
    ["Lodi", "Zürich", "中国"],
]


@pytest.mark.parametrize("names", ORDERS)
def test_names_are_in_the_order_of_french_lists(names):
    assert sorted(sorted(names), key=sort_key) == names


@given(st.text(st.characters(categories=["Lu", "Ll"]), max_size=20), st.integers(0, 10**9 - 1))
def test_numbers_go_by_value(word, number):
    first, second = f"{word} {number}", f"{word} {number + 1}"

    if number + 1 < 10**9:
        assert sort_key(first) < sort_key(second)


@given(st.text(max_size=200))
def test_a_key_fits_its_column_and_is_the_same_each_time(text):
    assert sort_key(text) == sort_key(text)
    assert len(sort_key(text)) <= KEY_MAX


@given(st.lists(st.sampled_from(sorted({name for names in ORDERS for name in names}))))
def test_letters_count_before_accents(names):
    ordered = sorted(names, key=sort_key)

    letters = [sort_key(name).partition("  ")[0] for name in ordered]
    assert letters == sorted(letters)


def named(names, make):
    """Makes a row of each name, in an order that is neither theirs nor that of code points."""
    return [make(number, name) for number, name in enumerate(reversed(names))]


@pytest.fixture
def countries(db):
    return named(COUNTRIES, lambda at, name: CountryFactory(iso2="VWXYZ"[at] + "A", name=name))


@pytest.fixture
def towns(db):
    return named(
        TOWNS, lambda at, name: LocalAuthorityFactory(name=name, kind="commune", population=100)
    )


@pytest.fixture
def regions(db):
    return named(REGIONS, lambda at, name: Region.objects.create(code=f"9{at}", name=name))


def links(client, address, names):
    """The `names` in the order in which a page shows them first."""
    text = client.get(address).content.decode()
    assert [name for name in names if f">{name}" not in text] == []
    return sorted(names, key=lambda name: text.index(f">{name}"))


def test_countries_and_filters_are_in_order(client, countries, regions):
    for country, region in itertools.zip_longest(countries, regions):
        authority = LocalAuthorityFactory(region=region)
        published([authority], [InternationalPartnerFactory(country=country)])

    panels = {panel.facet: panel for panel in Listing(QueryDict()).facets}

    assert links(client, reverse("partnerships:country_list"), COUNTRIES) == COUNTRIES
    assert [each.label for each in panels["pays"].choices] == COUNTRIES
    assert [each.label for each in panels["region"].choices if each.value != NOT_STATED] == REGIONS


def test_continents_are_in_order(client, db):
    for iso2, continent in (("AA", "AS"), ("BB", "NA"), ("CC", "OC"), ("DD", "AF")):
        country = CountryFactory(iso2=iso2, name=f"Pays {iso2}", continent=continent)
        published(partners=[InternationalPartnerFactory(country=country)])

    text = client.get(reverse("partnerships:country_list")).content.decode()

    places = [text.index(f">{name}</h2>") for name in ("Afrique", "Amérique du Nord", "Asie")]
    assert places == sorted(places)


def test_authorities_are_in_order_from_page_to_page(client, towns, monkeypatch):
    monkeypatch.setattr("partnerships.registry.authority_listing.PAGE_SIZE", 2)
    for town in towns:
        published([town])

    seen, address = [], reverse("partnerships:authority_list")
    query = ""
    while True:
        page = client.get(address + query).context["listing"].page
        seen += [row.name for row in page.rows]
        if not page.after:
            break
        query = f"?apres={page.after}"

    assert seen == TOWNS


def test_partnerships_by_title_are_in_order_both_ways(client, db, monkeypatch):
    titles = ["Eau", "École", "Énergie", "Zones humides"]
    for title in reversed(titles):
        published(title=title)
    registry = reverse("partnerships:registry")

    rows = client.get(registry, {"tri": "titre"}).context["listing"].page.rows

    assert [row.title for row in rows] == titles


def test_boxes_give_equal_towns_in_order(towns):
    for town in towns:
        town.terms.create(term="ville")

    assert [each.label for each in find_authorities("ville").found] == TOWNS


def test_the_form_lists_countries_in_order(client, countries):
    draft = dossier_in("draft")
    client.force_login(MemberFactory(authority=draft.lead_authority).user)
    draft.buffer |= {"partners": [UUID], f"partners.{UUID}.proposed_name": "Ailleurs"}
    draft.save()

    page = client.get(step_of(draft, "acteurs")).content.decode()

    assert sorted(COUNTRIES, key=lambda name: page.index(f">{name}</option>")) == COUNTRIES


def test_the_form_offers_no_french_country_but_shows_the_one_that_was_chosen(client, countries):
    CountryFactory(iso2="GP", name="Guadeloupe")
    CountryFactory(iso2="RE", name="La Réunion")
    draft = dossier_in("draft")
    client.force_login(MemberFactory(authority=draft.lead_authority).user)
    draft.buffer |= {"partners": [UUID], f"partners.{UUID}.proposed_country": "GP"}
    draft.save()

    page = client.get(step_of(draft, "acteurs")).content.decode()

    assert '<option value="GP" selected' in page
    assert "La Réunion" not in page


UUID = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"


def test_the_lists_of_the_spreadsheet_are_in_order(client, countries):
    member = MemberFactory()
    client.force_login(member.user)

    answer = client.get(reverse("partnerships:spreadsheet_template", args=["xlsx"]))
    sheets = sheets_in(b"".join(answer) if answer.streaming else answer.content)

    cells = [str(cell) for line in sheets["Listes"] for cell in line]
    assert [cell for cell in cells if cell in COUNTRIES] == COUNTRIES


def test_officers_are_in_order(client, db):
    for name in ("Zola", "Écuyer", "Eaubonne"):
        officer = reviewer()
        officer.last_name = name
        officer.save()
    client.force_login(lead_reviewer())

    page = client.get(reverse("partnerships:absences")).content.decode()

    order = [page.index(name) for name in ("Eaubonne", "Écuyer", "Zola")]
    assert order == sorted(order)


LISTED = [AdvisoryBody, Country, InternationalPartner, LocalAuthority, Place, QueueView, Region]


@pytest.mark.parametrize("model", LISTED)
def test_rows_are_in_order_whatever_the_engine(db, model):
    makers = {
        AdvisoryBody: lambda at, name: AdvisoryBody.objects.create(
            kind="other", name=name, email=f"a{at}@example.org"
        ),
        Country: lambda at, name: CountryFactory(iso2=f"Q{at}", name=name),
        InternationalPartner: lambda at, name: InternationalPartnerFactory(name="Z", name_fr=name),
        LocalAuthority: lambda at, name: LocalAuthorityFactory(name=name),
        Place: lambda at, name: PlaceFactory(name=name, country=CountryFactory()),
        QueueView: lambda at, name: QueueView.objects.create(name=name),
        Region: lambda at, name: Region.objects.create(code=f"Q{at}", name=name),
    }
    DepartementFactory()
    kept = {row.pk for row in named(TOWNS, makers[model])}

    assert [str(row) for row in model.objects.all() if row.pk in kept] == TOWNS


def test_a_renamed_row_moves_in_the_list(towns):
    towns[0].name = "Abbeville"
    towns[0].save()

    assert LocalAuthority.objects.first() == towns[0]


@pytest.mark.django_db
def test_keys_are_compared_by_code_point_on_postgresql():
    for model in LISTED:
        field = model._meta.get_field("sort_key")
        collation = field.db_parameters(connection).get("collation")
        assert collation == ("C" if connection.vendor == "postgresql" else None)
