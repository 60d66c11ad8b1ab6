"""The page of a search over everything: groups, counts, marks, other spellings, what to try."""

from urllib.parse import quote

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from partnerships.models import Place, PlaceTerm
from partnerships.publication.partners import write_partner_terms
from partnerships.publication.public_version import public_version
from tests.factories.accounts import reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.filling import text_of
from tests.factories.lists import CountryFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, published
from tests.partnerships.search.searched import SEARCH, found, groups, town

pytestmark = pytest.mark.django_db


def test_misspelt_text_finds_what_the_right_one_finds(client, registry):
    for typed, meant in (("Lilles", "Lille"), ("Strasboug", "Strasbourg"), ("Marroc", "Maroc")):
        page = found(client, typed)

        assert (page.text, page.is_corrected) == (meant, True)
        assert groups(page) == groups(found(client, meant))
        assert f"Le portail ne connaît pas « {typed} »" in text_of(client.get(SEARCH, {"q": typed}))


def test_text_is_searched_as_typed_where_one_asks(client, registry):
    page = found(client, "Lilles", tel_quel="1")

    assert page.is_corrected is False
    assert groups(page)["partenaires"] == ["Lillestrøm"]


@pytest.mark.parametrize("words", ["Lille", "Varsovie", "lill", "potables", "eau"])
def test_text_that_finds_is_not_corrected(client, registry, words):
    assert found(client, words).is_corrected is False


def test_correction_that_finds_nothing_does_not_replace_what_was_typed(client, registry):
    page = text_of(client.get(SEARCH, {"q": "Nantess plugh"}))

    assert "Rien n’a tous les mots de « Nantess plugh »" in page
    assert "Nantes plugh" not in page


def test_other_spellings_are_offered(client, registry):
    LocalAuthorityFactory(name="Mantes", population=44_000)

    page = found(client, "Xantes")

    assert (page.text, [link.label for link in page.spellings]) == ("Nantes", ["Mantes"])
    assert "/recherche/?q=Mantes" in text_of(client.get(SEARCH, {"q": "Xantes"}))


def test_town_says_which_one(client, registry):
    text = text_of(client.get(SEARCH, {"q": "pont-de-beauvoisin"}))

    for address, place in (("c38315", "Isère (38)"), ("c73204", "Savoie (73)")):
        entry = text.split(f'href="/collectivites/{address}/"')[1].split("</li>")[0]
        assert place in entry
    assert "Le Pont-de-Beauvoisin, Isère (38) ↔ Munich, Allemagne" in text
    assert "Le Pont-de-Beauvoisin, Savoie (73) ↔ Munich, Allemagne" in text


def test_town_followed_by_where_it_is_is_that_one(client, registry):
    for words, key in (("Savoie", "c73204"), ("Isère", "c38315"), ("38", "c38315")):
        group = found(client, f"Pont-de-Beauvoisin {words}").groups[0]
        assert [entry.address for entry in group.entries] == [f"/collectivites/{key}/"]
    assert "partenaires" not in groups(found(client, "Cologne Maroc"))


def test_other_name_is_said(client, registry):
    assert "autre nom : Köln" in text_of(client.get(SEARCH, {"q": "Köln"})).replace(
        "Autre", "autre"
    )


@pytest.mark.parametrize("words", ["Firenze", "Den Haag", "Warszawa"])
def test_other_names_of_towns_find_partnerships_too(client, registry, words):
    registry_page = client.get(reverse("partnerships:registry"), {"q": words})

    assert len(groups(found(client, words))["partenariats"]) == 1
    assert len(registry_page.context["listing"].page.rows) == 1


def test_word_of_a_long_other_name_finds_nothing(client, registry):
    """« Monaco di Baviera » is Munich; « Monaco » is not."""
    assert "partenariats" not in groups(found(client, "Monaco"))
    assert groups(found(client, "Monaco di Baviera"))["partenariats"]


def test_town_without_a_partner_leads_to_its_country(client, registry):
    town("Tombouctou", CountryFactory(iso2="ML", name="Mali"), ["Timbuktu"])

    page = found(client, "timbuktu")

    assert groups(page) == {"villes": ["timbuktu (Tombouctou)"]}
    assert page.groups[0].entries[0].address == "/pays/ML/"


def test_authority_without_a_partnership_is_found_and_says_so(client, registry):
    text = text_of(client.get(SEARCH, {"q": "Lillers"}))

    entry = text.split('href="/collectivites/c59346/"')[1].split("</li>")[0]
    assert "aucun partenariat connu" in entry


def test_groups_lead_to_their_lists_with_counts(client, registry):
    for number in range(7):
        partner = InternationalPartnerFactory(name=f"Rabat {number}", country_id="MA")
        published([registry.authorities["c44109"]], [partner], title=f"Jumelage Rabat {number}")

    page = found(client, "rabat")
    text = text_of(client.get(SEARCH, {"q": "rabat"}))

    assert [group.counted for group in page.groups] == ["7 partenariats", "7 partenaires"]
    assert "/registre/?q=rabat" in text
    assert "/recherche/?q=rabat&amp;dans=partenaires" in text
    inside = found(client, "rabat", dans="partenaires")
    assert {kind: len(names) for kind, names in groups(inside).items()} == {"partenaires": 7}


@pytest.mark.parametrize("kind", ["partenaires", "collectivites"])
def test_page_of_one_group_shows_up_to_a_hundred(client, registry, kind):
    make = {
        "partenaires": lambda name: InternationalPartnerFactory(name=name, country_id="MA"),
        "collectivites": lambda name: LocalAuthorityFactory(name=name),
    }[kind]
    for number in range(101):
        make(f"Zeta {number}")

    page = found(client, "zeta", dans=kind)

    assert len(groups(page)[kind]) == 100
    assert page.groups[0].count == 101
    assert "les plus sûres sont affichées" in text_of(
        client.get(SEARCH, {"q": "zeta", "dans": kind})
    )


def test_name_of_a_merged_partner_finds_the_one_it_was_merged_into(client, registry):
    kept = registry.partners["Oujda"]
    InternationalPartnerFactory(name="Wajda", country_id="MA", merged_into=kept)
    write_partner_terms([kept])

    assert groups(found(client, "wajda")) == {"partenaires": ["Oujda"]}


def test_nothing_found_says_what_to_try(client, registry):
    text = text_of(client.get(SEARCH, {"q": "xyzzyq plugh"}))

    assert "Rien n’a tous les mots de « xyzzyq plugh »" in text
    assert "Rien ne correspond à « xyzzyq »" in text_of(client.get(SEARCH, {"q": "xyzzyq"}))
    for name in ("registry", "authority_list", "country_list", "coverage"):
        assert f'href="{reverse(f"partnerships:{name}")}"' in text
    assert "/recherche/?q=plugh" in text
    assert "un partenariat qui n’y est pas peut très bien exister" in text
    assert "très bien exister" not in text_of(client.get(SEARCH, {"q": "lille"}))


def test_page_without_words_says_what_can_be_searched(client, registry):
    assert "Par exemple" in text_of(client.get(SEARCH))
    for blank in ("", "  ", "\x00"):
        page = client.get(SEARCH, {"q": blank}, follow=True)
        assert "Par exemple" in text_of(page)


def test_few_answers_show_what_is_around(client, registry):
    page = found(client, "Lillers")

    assert ("Nord (59)", "/departements/59/") in [
        (link.label, link.address) for link in page.neighbours
    ]


def test_several_words_are_offered_one_by_one(client, registry):
    page = found(client, "xyzzyq plugh")

    assert [link.label for link in page.single_words] == ["xyzzyq", "plugh"]


def test_words_found_are_marked_and_escaped(client, registry):
    published(
        [registry.authorities["c44109"]],
        [registry.partners["Oujda"]],
        title="Les <b>Marchés</b> & l’été",
        summary=f"{'Avant. ' * 40}Un <script>alert(1)</script> des marchés. {'Après. ' * 40}",
    )

    text = client.get(SEARCH, {"q": "marché"}).content.decode()

    assert "Les &lt;b&gt;<mark>Marchés</mark>&lt;/b&gt; &amp; l’été" in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; des <mark>marchés</mark>. Après." in text
    assert "<script>alert" not in text


@pytest.mark.parametrize(
    "words", ['"', "' OR 1", "*", "n_x", "<mark>", "\ud800", "é" * 3000, "a " * 300]
)
def test_any_text_is_answered(client, registry, words):
    sent = words.encode(errors="surrogatepass")

    for address in (SEARCH, reverse("partnerships:search_suggestions")):
        assert client.get(address, {"q": sent}).status_code == 200


def test_long_text_is_cut_and_said(client, registry):
    response = client.get(SEARCH, {"q": "Lille " * 100})

    assert "limitée à 200 caractères" in text_of(response)
    assert len(response.context["found"].text) <= 200


@pytest.mark.parametrize("words", ["Lille", "xyzzyq plugh", "CD-2026-000009"])
def test_officer_is_led_to_the_deposited_dossiers(client, registry, words):
    dossiers = f"{reverse('partnerships:queue')}?q={quote(words)}&amp;etat=tous"
    for person in (None, MemberFactory().user):
        if person:
            client.force_login(person)
        assertNotContains(client.get(SEARCH, {"q": words}), dossiers)

    client.force_login(reviewer())

    assertContains(client.get(SEARCH, {"q": words}), f'href="{dossiers}"', 1)
    assert client.get(dossiers.replace("&amp;", "&")).status_code == 200


def test_working_wording_of_a_proposition_is_not_found(client, registry):
    ProposalFactory(number=9, title="Zébrures secrètes", wording="working", source="x")

    assert found(client, "zébrures").groups == []


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_search_is_only_read(client, method):
    for name in ("search", "search_suggestions"):
        assert getattr(client, method)(reverse(f"partnerships:{name}")).status_code == 405


@pytest.mark.parametrize(
    ("words", "count"),
    [("rabat", 19), ("xyzzyq", 14), ("!?", 0), ("44", 13), ("Lilles", 49), ("Maroc Nord", 30)],
)
def test_search_makes_as_many_queries_whatever_it_finds(
    client, registry, words, count, django_assert_num_queries
):
    for number in range(3):
        partner = InternationalPartnerFactory(name=f"Rabat {number}", country_id="MA")
        published([registry.authorities["c44109"]], [partner], title=f"Rabat {number}")
        public_version()  # as where the transaction wrote nothing
        found(client, words)  # names are read again where one was added
        with django_assert_num_queries(count):
            client.get(SEARCH, {"q": words})


def test_towns_are_never_of_france(client, registry):
    french = town("Vichy", CountryFactory(iso2="FR", name="France"))

    assert PlaceTerm.objects.filter(place=french).exists()
    assert Place.objects.foreign().filter(pk=french.pk).exists() is False
    assert found(client, "Vichy").groups == []


def test_words_of_themes_and_countries_are_corrected(client, registry):
    ThemeFactory(slug="ecole", name="Éducation, jeunesse, sport")
    CountryFactory(iso2="BF", name="Burkina Faso")

    for typed, meant, first in (
        ("educaton", "Éducation", "Éducation, jeunesse, sport"),
        ("burquina", "Burkina", "Burkina Faso"),
    ):
        page = found(client, typed)
        assert (page.text.lower(), page.groups[0].entries[0].name) == (meant.lower(), first)
