"""The form of a member, page by page: nothing typed is lost, whatever is typed."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from partnerships.document.buffer import value_digest
from partnerships.document.steps import STEPS
from partnerships.models import Dossier, InternationalPartner, PlaceTerm
from partnerships.models.dossier import BUFFER_MAX_BYTES
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.lists import CountryFactory, GoalFactory, PlaceFactory, ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db
FORM_STEPS = [step.slug for step in STEPS]


@pytest.fixture
def dossier():
    return dossier_in("draft")


@pytest.fixture
def member(client, dossier):
    client.force_login(dossier.created_by)
    return client


def step_of(dossier, slug):
    return reverse("partnerships:dossier_step", args=[dossier.uuid, slug])


def saved(dossier):
    return Dossier.objects.get(pk=dossier.pk).buffer


def text_of(response):
    return response.content.decode().replace("\u202f", " ").replace("&#x27;", "'")


def post(client, dossier, slug, do="save", **fields):
    return client.post(step_of(dossier, slug), {"do": do, **fields})


def test_member_creates_a_dossier_for_their_authority(client):
    belonging = MemberFactory()
    client.force_login(belonging.user)
    page = client.get(reverse("partnerships:dossier_create"))
    drawn = re.search(r'name="uuid" value="([^"]+)"', page.content.decode())[1]

    for _click in range(2):
        response = client.post(
            reverse("partnerships:dossier_create"),
            {"authority": belonging.authority.key, "uuid": drawn},
        )

    dossier = Dossier.objects.get()
    assert response.url == step_of(dossier, "identite")
    assert (str(dossier.uuid), dossier.lead_authority) == (drawn, belonging.authority)
    assert not dossier.is_entered_by_officer


@pytest.mark.parametrize("key", ["", "nulle-part", "\x00", "x" * 3000])
def test_creation_without_an_authority_asks_for_it(client, key):
    client.force_login(MemberFactory().user)

    response = client.post(reverse("partnerships:dossier_create"), {"authority": key, "uuid": "x"})

    assert response.status_code == 200
    assert "Choisissez la collectivité" in text_of(response)
    assert not Dossier.objects.exists()


def test_creation_for_another_authority_is_not_found(client):
    client.force_login(MemberFactory().user)
    other = LocalAuthorityFactory()

    response = client.post(reverse("partnerships:dossier_create"), {"authority": other.key})

    assert response.status_code == 404
    assert not Dossier.objects.exists()


def test_reviewer_enters_on_behalf_of_an_authority_found_by_its_name(client):
    officer = reviewer()
    authority = LocalAuthorityFactory(name="Saint-Affrique")
    client.force_login(officer)

    page = client.get(reverse("partnerships:dossier_create"), {"q": "St Affrique"})
    client.post(reverse("partnerships:dossier_create"), {"authority": authority.key})

    assert f'value="{authority.key}"' in text_of(page)
    dossier = Dossier.objects.get()
    assert dossier.is_entered_by_officer
    assert "saisi par l’administration" in text_of(client.get(step_of(dossier, "identite")))


def test_reviewer_searching_a_siren_that_is_none_is_told(client):
    client.force_login(reviewer())

    page = client.get(reverse("partnerships:dossier_create"), {"q": "215 903 502"})

    assert "Ce SIREN n’est pas valable" in text_of(page)


@pytest.mark.parametrize("slug", FORM_STEPS)
def test_each_step_shows(member, dossier, slug):
    response = member.get(step_of(dossier, slug), {"verifier": "1"})

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


@pytest.mark.parametrize("slug", FORM_STEPS)
def test_each_step_of_an_empty_dossier_shows(member, dossier, slug):
    Dossier.objects.filter(pk=dossier.pk).update(buffer_text="{}")

    assert member.get(step_of(dossier, slug), {"verifier": "1"}).status_code == 200


def test_unknown_step_is_not_found(member, dossier):
    assert member.get(step_of(dossier, "inconnue")).status_code == 404
    assert post(member, dossier, "inconnue").status_code == 404


def test_everything_typed_is_saved_though_it_is_wrong(member, dossier):
    typed = {"title": " ", "kind": "magic", "phase": "<b>"}

    response = post(member, dossier, "identite", **typed)

    assert response.url == f"{step_of(dossier, 'identite')}?verifier=1"
    assert {name: saved(dossier)[name] for name in typed} == typed


def test_wrong_input_shows_as_it_was_typed_with_its_fault(member, dossier):
    post(member, dossier, "calendrier", starts_on="hier <b>", ends_on="2024-13-45")

    page = text_of(member.get(step_of(dossier, "calendrier")))

    assert "hier &lt;b&gt;" in page
    assert 'value="2024-13-45"' in page
    assert page.count("Cette date n’est pas valable") == 4


def test_what_is_missing_shows_when_asked_and_not_before(member, dossier):
    post(member, dossier, "identite", title="")

    assert "Ce champ est à remplir" not in text_of(member.get(step_of(dossier, "identite")))
    asked = text_of(member.get(step_of(dossier, "identite"), {"verifier": "1"}))
    assert "Ce champ est à remplir" in asked
    assert "#champ-title" in asked


def test_leaving_a_step_saves_it_and_tells_what_cannot_be_read(member, dossier):
    response = member.post(
        step_of(dossier, "calendrier"),
        {"do": "goto:budget", "starts_on": "2024-02-01", "ends_on": "2024-01-01"},
        follow=True,
    )

    assert response.redirect_chain[-1][0] == step_of(dossier, "budget")
    assert saved(dossier)["ends_on"] == "2024-01-01"
    assert "un point à corriger : Fin" in text_of(response)


def test_enregistrer_et_quitter_leads_to_the_dossier(member, dossier):
    response = post(member, dossier, "identite", "leave", title="Neuf")

    assert response.url == dossier.get_absolute_url()
    assert saved(dossier)["title"] == Dossier.objects.get().title == "Neuf"


def test_emptied_boxes_are_saved_as_empty(member, dossier):
    for number in (9, 11):
        GoalFactory(number=number)
    post(member, dossier, "sujet", goals=["11", "9"])
    assert saved(dossier)["goals"] == ["11", "9"]

    post(member, dossier, "sujet", **{"base.goals": value_digest(["11", "9"])})

    assert saved(dossier)["goals"] == []


def test_goals_about_cities_come_first(member, dossier):
    for number in (1, 9, 11, 16, 17):
        GoalFactory(number=number, title=f"Objectif {number}")

    page = text_of(member.get(step_of(dossier, "sujet")))

    assert [int(n) for n in re.findall(r"Objectif (\d+)", page)] == [11, 9, 16, 17, 1]


def test_fields_of_other_steps_and_unknown_ones_are_not_written(member, dossier):
    before = saved(dossier)

    post(member, dossier, "calendrier", title="Intrus", inconnu="x", **{"base.authorities": "x"})

    assert saved(dossier) == before


def test_lines_are_added_filled_and_removed_without_script(member, dossier):
    post(member, dossier, "budget", "add:budget")
    (uuid,) = saved(dossier)["budget"]
    line = f"budget.{uuid}"
    post(
        member,
        dossier,
        "budget",
        "add:budget",
        **{f"{line}.amount": "1 234,50", f"{line}.year": "2024"},
    )
    first, second = saved(dossier)["budget"]
    page = text_of(member.get(step_of(dossier, "budget")))

    response = post(member, dossier, "budget", f"remove:budget:{second}")

    assert (first, saved(dossier)[f"{line}.amount"]) == (uuid, "1 234,50")
    assert 'value="1 234,50"' in page
    assert response.url.endswith("#champ-budget")
    assert saved(dossier)["budget"] == [uuid]


def test_budget_totals_count_the_lines_that_can_be_read(member, dossier):
    fields = {}
    for amount in ("1 000,50", "500", "douze"):
        post(member, dossier, "budget", "add:budget")
        uuid = saved(dossier)["budget"][-1]
        fields |= {
            f"budget.{uuid}.year": "2024",
            f"budget.{uuid}.source": "afd",
            f"budget.{uuid}.nature": "cash",
            f"budget.{uuid}.amount": amount,
        }
    post(member, dossier, "budget", **fields)

    page = text_of(member.get(step_of(dossier, "budget")))

    assert re.search(r"1[\s\u00a0]500,50", page)
    assert "douze" in page


def test_lead_authority_cannot_be_removed(member, dossier):
    (uuid,) = saved(dossier)["authorities"]

    post(member, dossier, "acteurs", f"remove:authorities:{uuid}")

    assert saved(dossier)["authorities"] == [uuid]


def test_authority_is_searched_and_chosen_without_script(member, dossier):
    other = LocalAuthorityFactory(name="Saint-Affrique")

    response = member.post(
        step_of(dossier, "acteurs"),
        {"do": "default", "q.authorities": "st affrique", "state_case": "gardé"},
        follow=True,
    )
    page = text_of(response)
    for _click in range(2):
        post(member, dossier, "acteurs", f"choose:authorities:{other.key}")

    assert f"choose:authorities:{other.key}" in page
    assert 'value="st affrique"' in page
    assert saved(dossier)["state_case"] == "gardé"
    uuids = saved(dossier)["authorities"]
    assert [saved(dossier)[f"authorities.{uuid}.authority"] for uuid in uuids] == [
        dossier.lead_authority.key,
        other.key,
    ]


def test_partner_of_the_registry_is_chosen(member, dossier):
    partner = InternationalPartnerFactory(name="Oujda")

    page = text_of(member.get(step_of(dossier, "acteurs"), {"chercher": "partners", "q": "ouj"}))
    post(member, dossier, "acteurs", f"choose:partners:partner:{partner.uuid}")

    assert f"choose:partners:partner:{partner.uuid}" in page
    assert "Oujda" in text_of(member.get(step_of(dossier, "acteurs")))


def test_town_of_the_world_is_proposed_as_a_partner(member, dossier):
    place = PlaceFactory(name="Oujda")
    PlaceTerm.objects.create(place=place, term="oujda")

    page = text_of(member.get(step_of(dossier, "acteurs"), {"chercher": "partners", "q": "oujda"}))
    post(member, dossier, "acteurs", f"choose:partners:place:{place.pk}")

    uuid = saved(dossier)["partners"][-1]
    assert f"choose:partners:place:{place.pk}" in page
    assert {
        name: saved(dossier)[f"partners.{uuid}.proposed_{name}"]
        for name in ("name", "country", "place")
    } == {
        "name": "Oujda",
        "country": "MA",
        "place": str(place.pk),
    }


def test_partner_that_is_nowhere_is_proposed_with_the_words_searched(member, dossier):
    CountryFactory()

    post(member, dossier, "acteurs", "propose:partners", **{"q.partners": "Nouvelle Ville"})
    page = text_of(member.get(step_of(dossier, "acteurs")))

    uuid = saved(dossier)["partners"][-1]
    assert saved(dossier)[f"partners.{uuid}.proposed_name"] == "Nouvelle Ville"
    assert f'name="partners.{uuid}.proposed_country"' in page
    assert not InternationalPartner.objects.filter(name="Nouvelle Ville").exists()


@pytest.mark.parametrize(
    "do",
    [
        "",
        "x",
        "goto:",
        "goto:nulle-part",
        "add:",
        "add:title",
        "add:documents",
        "remove:budget:x",
        "remove::",
        "choose:authorities:\x00",
        "choose:partners:place:x",
        "choose:partners:place:1\x00",
        "choose:partners:place:999999999999",
        "choose:partners:partner:x",
        "propose:budget",
        "search:budget",
        "take:title:x",
        "take:title:99",
        "keep:inconnu",
        "take:\x00:1",
        "upload:x",
    ],
)
def test_button_that_no_page_has_only_saves(member, dossier, do):
    before = saved(dossier)

    response = post(member, dossier, "acteurs", do, state_case="gardé")

    assert response.status_code == 302
    assert saved(dossier) == {**before, "state_case": "gardé"}


@pytest.mark.parametrize(
    "words",
    ["", " ", "a", "\x00", "\x00\x00\x00", "%", "😀😀", "'; DROP", "x" * 5000, "\u202e\u202e"],
)
@pytest.mark.parametrize("name", ["authorities", "partners"])
def test_search_box_answers_any_words(member, dossier, name, words):
    fragment = member.get(reverse("partnerships:search_box", args=[name]), {f"q.{name}": words})
    page = member.get(step_of(dossier, "acteurs"), {"chercher": name, "q": words})

    assert (fragment.status_code, page.status_code) == (200, 200)


def test_search_box_of_an_unknown_list_is_not_found(member):
    assert member.get(reverse("partnerships:search_box", args=["users"])).status_code == 404


def test_search_box_is_closed_to_the_public(client):
    response = client.get(
        reverse("partnerships:search_box", args=["authorities"]), {"q.authorities": "lille"}
    )

    assert response.status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_search_box_asks_as_much_for_many_as_for_one(member, count, django_assert_num_queries):
    for rank in range(count):
        LocalAuthorityFactory(name=f"Zouville {rank}")
    member.get(reverse("partnerships:search_box", args=["authorities"]))

    with django_assert_num_queries(3):
        page = member.get(
            reverse("partnerships:search_box", args=["authorities"]), {"q.authorities": "zou"}
        )

    assert page.content.decode().count("choose:authorities:") == count


def test_two_members_on_one_field_see_both_texts_and_choose(member, dossier):
    colleague = MemberFactory(authority=dossier.lead_authority).user
    base = {"base.title": value_digest(saved(dossier)["title"])}
    post(member, dossier, "identite", title="Le mien", **base)
    member.force_login(colleague)
    post(member, dossier, "identite", title="Le sien <b>", **base)

    page = text_of(member.get(step_of(dossier, "identite")))
    post(member, dossier, "identite", "take:title:0", title="Le mien")

    assert "Le mien" in page
    assert "Le sien &lt;b&gt;" in page
    assert "take:title:0" in page
    assert saved(dossier)["title"] == "Le sien <b>"
    assert "conflict.title" not in saved(dossier)


def test_too_much_text_stays_on_the_page_and_says_why(member, dossier):
    text = "é" * (BUFFER_MAX_BYTES // 6)

    response = post(member, dossier, "sujet", summary=text, objectives="Gardé aussi")

    assert response.status_code == 422
    assert text in response.content.decode()
    assert "Gardé aussi" in response.content.decode()
    assert "Ce dossier est plein" in text_of(response)
    assert saved(dossier)["objectives"] == "Éclairer mieux en consommant moins."


@pytest.mark.parametrize("status", ["submitted", "under_review", "decided", "closed", "discarded"])
def test_writing_in_a_file_that_was_deposited_meanwhile_gives_the_text_back(client, status):
    dossier = dossier_in(status)
    client.force_login(dossier.created_by)

    response = post(client, dossier, "identite", title="Ma correction <b>")

    assert response.status_code == 409
    assert "Ma correction &lt;b&gt;" in text_of(response)
    assert "ne se modifie plus" in text_of(response)
    assert saved(dossier)["title"] == "Éclairage public partagé"
    assert client.get(step_of(dossier, "identite")).url == dossier.get_absolute_url()


def test_session_that_ended_loses_no_word(client, dossier):
    base = {"base.title": value_digest(saved(dossier)["title"])}

    response = post(client, dossier, "identite", title="Écrit sans session", **base)
    before = saved(dossier)["title"]
    client.force_login(dossier.created_by)
    page = text_of(client.get(step_of(dossier, "identite")))
    told = text_of(client.get(dossier.get_absolute_url()))
    post(client, dossier, "identite", title="Écrit sans session", **base)

    assert response.url.startswith(reverse("account_login"))
    assert before == "Éclairage public partagé"
    assert "Écrit sans session" in page
    assert base["base.title"] in page
    assert "Un texte attend d’être enregistré" in told
    assert saved(dossier)["title"] == "Écrit sans session"
    assert "Un texte attend" not in text_of(client.get(dossier.get_absolute_url()))


def test_text_of_an_ended_session_is_not_shown_to_a_stranger(client, dossier):
    post(client, dossier, "identite", title="Écrit sans session")
    client.force_login(UserFactory())

    assert client.get(step_of(dossier, "identite")).status_code == 404


def test_post_without_session_on_no_dossier_keeps_nothing(client):
    address = reverse("partnerships:dossier_step", args=[uuid4(), "identite"])

    response = client.post(address, {"title": "x"})

    assert response.status_code == 302
    assert "kept" not in client.session


def test_message_of_the_reviewer_stands_beside_its_field(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)

    assert "Précisez le titre." in text_of(client.get(step_of(dossier, "identite")))
    assert "Précisez le titre." not in text_of(client.get(step_of(dossier, "sujet")))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("slug", "queries"), [("budget", 16), ("propositions", 17), ("acteurs", 16), ("relire", 19)]
)
def test_step_asks_as_much_for_many_items_as_for_one(
    member, dossier, slug, queries, count, django_assert_num_queries
):
    ProposalFactory()
    buffer = saved(dossier)
    buffer |= {"budget": [], "contributions": []}
    for rank in range(count):
        line, contribution, partner = str(uuid4()), str(uuid4()), str(uuid4())
        buffer["budget"].append(line)
        buffer |= {
            f"budget.{line}.{n}": v
            for n, v in {"year": "2024", "source": "afd", "nature": "cash", "amount": "1"}.items()
        }
        if not rank:
            buffer["contributions"].append(contribution)
            buffer |= {
                f"contributions.{contribution}.proposal": "5",
                f"contributions.{contribution}.statement": "x",
            }
        buffer["partners"] = [*buffer["partners"], partner]
        buffer[f"partners.{partner}.partner"] = str(InternationalPartnerFactory().uuid)
    dossier.buffer = buffer
    dossier.save()
    member.get(step_of(dossier, slug))

    with django_assert_num_queries(queries):
        member.get(step_of(dossier, slug))
