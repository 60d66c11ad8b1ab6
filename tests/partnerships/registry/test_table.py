"""The table of a result: columns, headers that sort, pages, what is said once above the rows."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from partnerships.models import Partnership, Provenance
from partnerships.registry.columns import COLUMNS, USUAL_COLUMNS
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory
from tests.factories.lists import CountryFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.kept.remembered import remembered

pytestmark = pytest.mark.django_db
TABLE = reverse("partnerships:registry_table")
ALL = list(COLUMNS)
SORTED = ("titre", "debut", "publication", "confirmation", "cout")


def get(client, **query):
    response = client.get(TABLE, {name: value for name, value in query.items() if value})
    assert response.status_code == 200
    return response


def titles(client, **query):
    return [row.title for row in get(client, **query).context["table"].rows]


def labels(response):
    return [str(heading.label) for heading in response.context["table"].headings]


def rows_as_text(response):
    """The texts of the cells of each row, title first."""
    body = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)[1]
    return [
        [
            re.sub(r"[ \n]+", " ", re.sub(r"<[^>]+>", " ", cell)).strip()
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        ]
        for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)
    ]


def partnership(title, starts_on="", cost=None, confirmed_on=None, year=2020, **given):
    more = {"starts_on": starts_on} if starts_on else {}
    made = published(title=title, at=datetime(year, 1, 1, tzinfo=UTC), **more, **given)
    Partnership.objects.filter(pk=made.pk).update(total_cost=cost, confirmed_on=confirmed_on)
    return made


@pytest.fixture
def four():
    """Of which two have a start, a cost and a confirmation, in opposite orders."""
    return [
        partnership("Bb", "2019-05", Decimal("100.50"), date(2023, 2, 1), 2021),
        partnership("Aa", year=2023),
        partnership("Dd", "2001", Decimal(2000), date(2022, 3, 4), 2020),
        partnership("Cc", year=2022),
    ]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", "Cc Dd Aa Bb"),
        ("titre", "Aa Bb Cc Dd"),
        ("-titre", "Dd Cc Bb Aa"),
        ("-debut", "Bb Dd Cc Aa"),
        ("debut", "Dd Bb Aa Cc"),
        ("-publication", "Aa Cc Bb Dd"),
        ("publication", "Dd Bb Cc Aa"),
        ("-confirmation", "Bb Dd Cc Aa"),
        ("confirmation", "Dd Bb Aa Cc"),
        ("-cout", "Dd Bb Cc Aa"),
        ("cout", "Bb Dd Aa Cc"),
    ],
)
def test_each_sort_goes_both_ways_and_what_is_not_known_comes_last(client, four, sort, expected):
    assert titles(client, tri=sort) == expected.split()


def three_pages():
    """Sixty with values, some the same, then others without."""
    rows = [(f"P{n // 7}", f"{2000 + n // 20}", n // 30, date(2020, 1, 1)) for n in range(60)]
    return [partnership(*row) for row in rows + [("P9",)] * 55]


@pytest.mark.parametrize("sort", ["titre", "-titre", "debut", "-debut", "cout", "-confirmation"])
def test_pages_follow_each_other_in_both_directions(client, sort):
    """No row is missing, none comes twice."""
    made = [each.pk for each in remembered(three_pages, "three pages")]
    shown, address, before = [], f"{TABLE}?tri={sort}", []
    while address:
        listing = client.get(address).context["listing"]
        before.append(listing.before_address)
        shown.append([row.pk for row in listing.page.rows])
        address = listing.after_address and TABLE + listing.after_address

    assert [len(page) for page in shown] == [50, 50, 15]
    everything = [pk for page in shown for pk in page]
    assert sorted(everything) == sorted(made)
    if "titre" not in sort:
        assert set(everything[60:]) == set(made[60:])
    for rank in (1, 2):
        previous = client.get(TABLE + before[rank]).context["listing"]
        assert [row.pk for row in previous.page.rows] == shown[rank - 1]


def test_headers_sort_and_say_how_rows_are_sorted(client, four):
    response = get(client, tri="-debut", colonne=["debut", "pays", "publication"], pays="MA")

    sorted_by = {
        heading.sort: (heading.direction, heading.address)
        for heading in response.context["table"].headings
        if heading.sort
    }
    query = "colonne=pays&colonne=debut&colonne=publication&pays=MA"
    assert sorted_by == {
        "titre": ("", f"{TABLE}?tri=titre&{query}"),
        "debut": ("descending", f"{TABLE}?tri=debut&{query}"),
        "publication": ("", f"{TABLE}?tri=-publication&{query}"),
    }
    text = response.content.decode()
    assert text.count("aria-sort=") == 1
    assert re.search(r'<th[^>]* aria-sort="descending"><a[^>]*>Début</a>', text)
    again = client.get(sorted_by["debut"][1]).content.decode()
    assert re.search(r'<th[^>]* aria-sort="ascending"><a[^>]*>Début</a>', again)


def test_columns_are_chosen_by_the_address(client, four):
    usual = get(client)
    assert usual.context["listing"].asked_columns == []
    assert [str(COLUMNS[name].label) for name in USUAL_COLUMNS if name != "distance"] == [
        "Collectivité française",
        "Partenaire",
        "Pays ou territoire",
        "Début",
    ]

    response = get(client, colonne=["cout", "debut"])

    assert labels(response) == ["Partenariat", "Début", "Coût total prévu"]
    assert response.context["listing"].asked_columns == ["debut", "cout"]
    assert rows_as_text(response)[-1] == ["Bb", "mai 2019", "100,50\u202f€"]
    assert response.content.decode().count("checked>") == 2


def test_usual_columns_leave_the_addresses(client, four):
    listing = get(client, colonne=list(USUAL_COLUMNS), tri="titre").context["listing"]

    assert listing.first_page == "?tri=titre"


def test_unknown_columns_are_said_and_ignored(client, four):
    response = get(client, colonne=["cout", "contact", "lead_authority__members"])

    assert labels(response) == ["Partenariat", "Coût total prévu"]
    assert response.context["listing"].notes == ["Une colonne inconnue est ignorée."]
    assert labels(get(client, colonne="contact")) == labels(get(client))


def test_what_is_not_known_is_no_number(client, four):
    response = get(client, colonne=["debut", "cout", "confirmation"])

    assert rows_as_text(response)[0] == [
        "Cc",
        "– non renseigné",
        "– non renseigné",
        "– jamais",
    ]
    text = response.content.decode()
    assert '<span aria-hidden="true">–</span><span class="fr-sr-only">non renseigné</span>' in text


def test_a_cost_of_nothing_is_a_number(client):
    partnership("Un", cost=Decimal(0))
    partnership("Deux")

    assert [row[1] for row in rows_as_text(get(client, colonne="cout"))] == [
        "– non renseigné",
        "0\u202f€",
    ]


def test_every_column_shows_what_the_partnership_says(client):
    ThemeFactory(slug="eau", name="Eau")
    lille = LocalAuthorityFactory(name="Lille", latitude=50.6, longitude=3.1, precision="town_hall")
    oujda = InternationalPartnerFactory(name="Oujda", latitude=34.7, longitude=-1.9)
    other = InternationalPartnerFactory(
        name="Québec", country=CountryFactory(iso2="CA", name="Canada", continent="NA")
    )
    corsica = DepartementFactory(code="2A", name="Corse-du-Sud")
    there = LocalAuthorityFactory(departement=corsica)
    published([there], [other], title="Autre", kind="unknown", phase="unknown")
    published(
        [lille],
        [oujda],
        title="Des puits",
        kind="agreement",
        phase="active",
        starts_on="2019-05-01",
        ends_on="2021",
        themes=["eau"],
        total_cost="12000",
        at=datetime(2021, 12, 31, 23, 30, tzinfo=UTC),
    )
    Partnership.objects.filter(title="Des puits").update(confirmed_on=date(2023, 6, 2))

    first, second = rows_as_text(get(client, colonne=ALL))

    assert first == [
        "Des puits",
        "Lille",
        str(lille.departement),
        "Oujda",
        "Maroc",
        "Coopération décentralisée conventionnée",
        "En cours",
        "1er mai 2019",
        "2021",
        "Eau",
        "1\xa0810\u202fkm",
        "12\xa0000\u202f€",
        "1er janvier 2022",
        "2 juin 2023",
    ]
    assert second[5:12] == ["– non renseigné"] * 5 + ["– inconnue", "– non renseigné"]


def test_what_all_rows_share_is_said_once_above(client, four):
    response = get(client, colonne=["pays", "debut", "provenance", "phase"])

    assert labels(response) == ["Partenariat", "Début"]
    text = response.content.decode()
    assert "Sur toute la page\u202f: Pays ou territoire\u202f: Maroc · Phase\u202f: " in text
    assert "déclarés par leur collectivité" in text


def test_the_column_by_which_rows_are_sorted_stays(client):
    for title in ("Un", "Deux"):
        partnership(title)

    assert labels(get(client, colonne=["debut", "cout"])) == ["Partenariat"]
    assert labels(get(client, colonne=["debut", "cout"], tri="-debut")) == ["Partenariat", "Début"]


def test_a_single_row_says_all_its_columns(client):
    partnership("Un")

    response = get(client)

    assert len(labels(response)) == 1 + len(USUAL_COLUMNS)
    assert "Sur toute la page" not in response.content.decode()


def test_names_cannot_write_html_and_words_found_are_marked(client):
    town = InternationalPartnerFactory(name="<b>Oujda</b>")
    published(title="Un & <i>deux</i>")
    published([LocalAuthorityFactory()], [town], title="Trois")

    text = get(client, colonne="partenaire").content.decode()
    assert "Un &amp; &lt;i&gt;deux&lt;/i&gt;" in text
    assert "&lt;b&gt;Oujda&lt;/b&gt;" in text
    found = get(client, colonne="partenaire", q="oujda").content.decode()
    assert "&lt;b&gt;<mark>Oujda</mark>&lt;/b&gt;" in found


@pytest.mark.parametrize(("query", "expected"), [("", 14), ("?tri=-debut", 15), ("?q=partage", 23)])
def test_table_costs_the_same_for_one_row_and_for_three(
    client, query, expected, django_assert_num_queries
):
    ThemeFactory(slug="eau", name="Eau")
    query += ("&" if query else "?") + "&".join(f"colonne={name}" for name in ALL)
    for count in (1, 3):
        while Partnership.objects.count() < count:
            published(themes=["eau"])
        with django_assert_num_queries(expected):
            response = client.get(TABLE + query)
        assert len(response.context["table"].rows) == count


def test_what_is_not_public_is_in_no_table(client, four):
    Partnership.objects.filter(pk=four[0].pk).update(is_suspended=True)
    Partnership.objects.filter(pk=four[1].pk).update(merged_into=four[2])

    for sort in ("", *SORTED):
        assert set(titles(client, tri=sort)) == {"Cc", "Dd"}


def test_demonstration_is_marked_and_comes_last(client):
    published(title="Vrai")
    published(title="Fictif", provenance=Provenance.DEMONSTRATION)

    assert rows_as_text(get(client, colonne="phase"))[0][0] == "Vrai"
    assert rows_as_text(get(client, colonne="phase"))[1][0] == "Fictif démonstration"
