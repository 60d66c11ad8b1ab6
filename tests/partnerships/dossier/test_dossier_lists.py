"""List items and search boxes of the form, without JavaScript."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from partnerships.document.steps import LISTS, STEPS
from partnerships.models import InternationalPartner, PlaceTerm
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import errors_of, post, saved, step_of, text_of, with_item
from tests.factories.lists import CountryFactory, PlaceFactory, ProposalFactory
from tests.factories.partnerships import InternationalPartnerFactory

pytestmark = pytest.mark.django_db
FORM_STEPS = [step.slug for step in STEPS]


@pytest.fixture(scope="module")
def made(shared_rows):
    return dossier_in("draft")


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


def test_unknown_partner_is_proposed_with_the_searched_words(member, dossier):
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
def test_unknown_button_only_saves(member, dossier, do):
    before = saved(dossier)

    response = post(member, dossier, "acteurs", do, state_case="gardé")

    assert response.status_code == 302
    assert saved(dossier) == {**before, "state_case": "gardé"}


@pytest.mark.parametrize(
    "words",
    ["", " ", "a", "\x00", "\x00\x00\x00", "%", "😀😀", "'; DROP", "x" * 5000, "\u202e\u202e"],
)
@pytest.mark.parametrize("name", ["authorities", "partners", "places"])
def test_search_box_answers_any_words(member, dossier, name, words):
    fragment = member.get(reverse("partnerships:search_box", args=[name]), {"q": words})
    page = member.get(step_of(dossier, "acteurs"), {"chercher": name, "q": words})

    assert (fragment.status_code, page.status_code) == (200, 200)


def test_search_box_of_an_unknown_list_is_not_found(member):
    assert member.get(reverse("partnerships:search_box", args=["users"])).status_code == 404


def test_search_box_is_closed_to_the_public(client):
    response = client.get(reverse("partnerships:search_box", args=["authorities"]), {"q": "lille"})

    assert response.status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_search_box_runs_as_many_queries_for_many_as_for_one(
    member, count, django_assert_num_queries
):
    for rank in range(count):
        LocalAuthorityFactory(name=f"Zouville {rank}")
    address = reverse("partnerships:search_box", args=["authorities"])
    member.get(address)

    with django_assert_num_queries(6):
        answer = member.get(address, {"q": "zou"})

    assert len(answer.json()["found"]) == count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("slug", "queries"), [("budget", 22), ("propositions", 25), ("acteurs", 24), ("relire", 21)]
)
def test_step_runs_as_many_queries_for_many_items_as_for_one(
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


def paths_of(dossier, step):
    """Returns the paths of all fields of a step, those of an item of each of its lists included."""
    own = f"{step.form.path}." if step.form.path else ""
    paths = [f"{own}{name}" for name in step.form.base_fields]
    for items in step.lists:
        item = with_item(dossier, items.list_name)
        paths += [f"{item}.{name}" for name in LISTS[items.list_name].base_fields]
    dossier.save()
    return paths


@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\u202e", "9" * 40])
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.slug)
def test_unreadable_values_stop_no_page(member, dossier, step, value):

    post(member, dossier, step.slug, **dict.fromkeys(paths_of(dossier, step), value))

    dossier.refresh_from_db()
    errors_of(dossier)
    for address in (
        step_of(dossier, step.slug),
        step_of(dossier, STEPS[-1].slug),
        dossier.get_absolute_url(),
        reverse("partnerships:workspace"),
    ):
        assert member.get(address).status_code == 200, address
