"""What is compared, chosen by an address, by a search or from a profile."""

import pytest

from partnerships.registry.comparison.subjects import LOOKED_AT
from tests.factories.authorities import DepartementFactory, LocalAuthorityFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
COMPARISON, SUGGESTIONS = "/comparer/", "/comparer/suggestions/"


@pytest.fixture
def towns():
    return [
        LocalAuthorityFactory(name=name) for name in ("Lille", "Arras", "Douai", "Lens", "Nice")
    ]


def page_of(client, **query):
    response = client.get(COMPARISON, query)
    assert response.status_code == 200
    return response.context["page"]


def names(page):
    return [each.name for each in page.subjects]


def keys(rows):
    return [row.key for row in rows]


def test_the_order_of_the_address_is_kept(client, towns):
    page = page_of(client, collectivite=keys([towns[2], towns[0]]))

    assert names(page) == ["Douai", "Lille"]
    assert page.compared.notes == []


def test_what_is_asked_twice_is_shown_once(client, towns):
    page = page_of(client, collectivite=keys([towns[0], towns[0], towns[1]]))

    assert names(page) == ["Lille", "Arras"]
    assert page.compared.notes == ["Demandé plusieurs fois, montré une seule\u202f: Lille."]


def test_the_fifth_is_left_out_and_named(client, towns):
    response = client.get(COMPARISON, {"collectivite": keys(towns)})

    page = response.context["page"]
    assert names(page) == ["Lille", "Arras", "Douai", "Lens"]
    [note] = page.compared.notes
    assert "Laissé de côté\u202f: Nice." in note
    assert 'id="compared-q"' not in text_of(response)
    assert page.similar == []


@pytest.mark.parametrize("code", ["c00000", "<b>", "x\x00", "’", "a" * 300])
def test_what_is_unknown_is_said_and_escaped(client, towns, code):
    response = client.get(COMPARISON, {"collectivite": [*keys(towns[:2]), code]})

    assert names(response.context["page"]) == ["Lille", "Arras"]
    [note] = response.context["page"].compared.notes
    assert code[:40] in note
    assert "<b>" not in text_of(response)


@pytest.mark.parametrize("name", ["pays", "region", "departement"])
def test_codes_that_name_nothing_leave_an_empty_page_with_its_search(client, name):
    response = client.get(COMPARISON, {name: ["ZZ", "YY"]})

    assert response.context["page"].subjects == []
    assert [each[:41] for each in response.context["page"].compared.notes] == [
        "Inconnu, laissé de côté\u202f: ZZ, YY. Cherchez"[:41]
    ]
    assert 'id="compared-q"' in text_of(response)


def test_a_merged_authority_is_replaced_by_its_successor(client, towns):
    former = LocalAuthorityFactory(name="Hellemmes", successor=towns[0])

    page = page_of(client, collectivite=[former.key, towns[1].key, towns[0].key])

    assert names(page) == ["Lille", "Arras"]
    assert page.compared.notes == [
        "Hellemmes n’existe plus\u202f: Lille, qui lui succède, est à sa place.",
        "Demandé plusieurs fois, montré une seule\u202f: Lille.",
    ]


def test_mixtures_keep_one_kind(client, towns):
    CountryFactory(iso2="MA", name="Maroc")

    page = page_of(client, pays="MA", region="32", collectivite=keys(towns[:2]))

    assert names(page) == ["Lille", "Arras"]
    [note] = page.compared.notes
    assert "«\u202fcollectivités\u202f»" in note


def test_france_is_no_partner_country(client):
    CountryFactory(iso2="FR", name="France")

    page = page_of(client, pays="FR")

    assert page.subjects == []
    assert page.compared.notes == [
        "En France, ce sont les régions, les départements et les collectivités qui se comparent. "
        "Laissé de côté\u202f: FR."
    ]


def test_namesakes_are_told_apart_by_their_place(client):
    rows = [
        LocalAuthorityFactory(name="Saint-Denis"),
        LocalAuthorityFactory(
            name="Saint-Denis", departement=DepartementFactory(code="11", name="Aude")
        ),
        LocalAuthorityFactory(name="Lille"),
    ]

    page = page_of(client, collectivite=keys(rows))

    assert [(each.name, each.place) for each in page.subjects] == [
        ("Saint-Denis, Nord (59)", ""),
        ("Saint-Denis, Aude (11)", ""),
        ("Lille", "Nord (59)"),
    ]


def test_codes_are_read_in_any_case(client):
    CountryFactory(iso2="MA", name="Maroc")
    DepartementFactory(code="2A", name="Corse-du-Sud")

    assert names(page_of(client, pays="ma")) == ["Maroc"]
    assert names(page_of(client, departement="2a")) == ["Corse-du-Sud (2A)"]


def test_a_long_address_looks_nothing_up_for_what_is_beyond(client, towns):
    codes = [*keys(towns[:2]), *(f"x{rank}" for rank in range(200))]

    page = page_of(client, collectivite=codes)

    assert names(page) == ["Lille", "Arras"]
    assert len(page.compared.notes) == 2
    assert f"x{LOOKED_AT - 3}." in page.compared.notes[0]
    assert page.compared.notes[1] == "De cette adresse, seuls les 20 premiers noms sont lus."


def test_each_is_removed_or_moved_by_a_link(client, towns):
    one, two, three = keys(towns[:3])
    page = page_of(client, collectivite=[one, two, three])

    assert [(without, before) for _subject, without, before in page.chosen] == [
        (f"/comparer/?collectivite={two}&collectivite={three}", ""),
        (
            f"/comparer/?collectivite={one}&collectivite={three}",
            f"/comparer/?collectivite={two}&collectivite={one}&collectivite={three}",
        ),
        (
            f"/comparer/?collectivite={one}&collectivite={two}",
            f"/comparer/?collectivite={one}&collectivite={three}&collectivite={two}",
        ),
    ]
    alone = page_of(client, collectivite=[one])
    assert alone.chosen[0][1] == COMPARISON


def test_words_that_name_one_thing_add_it(client, towns):
    response = client.get(COMPARISON, {"collectivite": towns[0].key, "q": "Arras"})

    assert response.status_code == 302
    assert response["Location"] == (
        f"/comparer/?collectivite={towns[0].key}&collectivite={towns[1].key}"
    )


def test_words_that_name_several_are_offered(client):
    LocalAuthorityFactory(name="Nord-sur-Erdre")
    DepartementFactory(code="59", name="Nord")

    response = client.get(COMPARISON, {"q": "nord"})

    found = [(each.label, each.value) for each in response.context["page"].results.found]
    assert found[0] == ("Nord (59)", "/comparer/?departement=59")
    assert found[1][0] == "Nord-sur-Erdre"
    assert 'href="/comparer/?departement=59"' in text_of(response)


def test_only_the_kind_of_what_is_chosen_is_found(client, towns):
    CountryFactory(iso2="MA", name="Maroc")
    CountryFactory(iso2="LI", name="Liechtenstein")

    page = page_of(client, pays="MA", q="li")

    assert [each.label for each in page.results.found] == ["Liechtenstein"]


def test_what_is_compared_already_is_not_offered(client, towns):
    page = page_of(client, collectivite=towns[0].key, q="Lille")

    assert page.results.found == []
    assert page.results.note == "Ce nom est déjà dans la comparaison."


@pytest.mark.parametrize("words", ["xyzzyplugh", "a", "…", "%", "x" * 500, "\x00\x00"])
def test_words_that_find_nothing_say_what_to_do(client, towns, words):
    response = client.get(COMPARISON, {"collectivite": towns[0].key, "q": words})

    assert "\x00" not in response.content.decode()
    results = response.context["page"].results
    assert results.found == []
    assert results.note.replace("\u202f", " ") in text_of(response)
    assert client.get(SUGGESTIONS, {"q": words}).json()["found"] == []


def test_suggestions_lead_to_the_comparison_that_has_them(client, towns):
    found = client.get(SUGGESTIONS, {"collectivite": towns[0].key, "q": "arr"}).json()["found"]

    [arras] = found
    assert arras["label"] == "Arras"
    assert arras["value"] == f"/comparer/?collectivite={towns[0].key}&collectivite={towns[1].key}"
    assert client.get(arras["value"]).status_code == 200


def test_nothing_is_suggested_beside_four(client, towns):
    answer = client.get(SUGGESTIONS, {"collectivite": keys(towns[:4]), "q": "nice"}).json()

    assert answer["found"] == []
    assert answer["announcement"] == "Quatre au plus\u202f: retirez-en un d’abord."


def test_profiles_lead_to_the_comparison_that_begins_with_them(client):
    row = published()
    authority, country = row.lead_authority, row.partners.get().country
    places = [authority.region, authority.departement]

    for page, query in (
        (authority, f"collectivite={authority.key}"),
        (country, "pays=MA"),
        *zip(places, ("region=32", "departement=59"), strict=True),
    ):
        text = text_of(client.get(page.get_absolute_url()))
        assert f'href="/comparer/?{query}"' in text
        begun = client.get(f"/comparer/?{query}")
        assert [each.row for each in begun.context["page"].subjects] == [page]


@pytest.mark.parametrize("count", [1, 9])
def test_the_page_begins_with_a_search_and_what_is_known_best(
    client, django_assert_num_queries, count
):
    for rank in range(count):
        published([LocalAuthorityFactory(name=f"Ville {rank}")])
    often = LocalAuthorityFactory(name="Souvent")
    for _time in range(2):
        published([often])

    with django_assert_num_queries(8):
        response = client.get(COMPARISON)

    text, beginnings = text_of(response), dict(response.context["page"].beginnings)
    assert "<h1>Comparer</h1>" in text
    assert 'data-search-box="/comparer/suggestions/"' in text
    assert "<table" not in text
    assert beginnings["collectivités"][0][0].name == "Souvent"
    assert len(beginnings["collectivités"]) == min(count + 1, 6)
    assert list(beginnings) == ["collectivités", "pays et territoires", "régions", "départements"]
    assert f'href="/comparer/?collectivite={often.key}"' in text


def test_an_empty_registry_begins_with_a_search_alone(client):
    response = client.get(COMPARISON)

    assert response.context["page"].beginnings == []
    assert "Commencer par" not in text_of(response)


def test_result_stands_right_under_the_title(client, towns):
    for town in towns[:2]:
        published([town])

    text = text_of(client.get(COMPARISON, {"collectivite": keys(towns[:2])}))
    after_title = text.split("</h1>")[1]
    assert after_title.index("#en-commun-1") < after_title.index("compared-choice")
    found = text_of(client.get(COMPARISON, {"q": "Lil"}))
    assert "côte à côte" not in found.split("</h1>")[1].split("compared-choice")[0]
