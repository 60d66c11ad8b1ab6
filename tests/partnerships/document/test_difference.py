import pytest

from partnerships.document.canonical import canonical, digest
from partnerships.document.difference import difference, three_way
from partnerships.document.projection import (
    buffer_from_projection,
    empty_projection,
    item,
    public_projection,
)
from partnerships.document.reading import read
from partnerships.document.schema import UnknownSchemaError
from partnerships.document.words import Part
from proposals.models import Wording
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import GoalFactory, PlaceFactory, ProposalFactory, ThemeFactory
from tests.factories.partnerships import InternationalPartnerFactory, projection_of

pytestmark = pytest.mark.django_db


def changed(changes):
    return [(change.path.split(".")[0], change.old, change.new) for change in changes]


def test_canonical_is_the_same_for_the_same_content():
    assert canonical({"b": "é", "a": 1}) == canonical({"a": 1, "b": "é"}) == '{"a":1,"b":"\\u00e9"}'
    assert digest("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_difference_of_a_document_with_itself_is_none():
    document = projection_of(budget=[item(year=2024, source="afd", nature="cash", amount="1.00")])

    assert difference(document, document) == []


def test_difference_tells_fields_and_words():
    old = projection_of(title="Éclairage public", summary="Un texte sobre.", phase="planned")
    new = {**old, "title": "Éclairage public partagé", "phase": "active"}

    changes = difference(old, new)

    assert changed(changes) == [
        ("phase", "en préparation", "en cours"),
        ("title", "Éclairage public", "Éclairage public partagé"),
    ]
    assert changes[1].label == "titre"
    assert changes[1].parts == [Part("same", "Éclairage public"), Part("added", " partagé")]
    rebuilt = [part.text for part in changes[1].parts if part.op != "removed"]
    assert "".join(rebuilt) == changes[1].new


def test_difference_tells_items_added_changed_and_removed_by_name():
    kept = item(year=2024, source="afd", nature="cash", amount="100.00")
    gone = item(year=2023, source="ministry", nature="cash", amount="50.00")
    partner = InternationalPartnerFactory(name="Oujda")
    old = projection_of(budget=[kept, gone])
    new = {
        **old,
        "budget": [{**kept, "amount": "120.00"}],
        "partners": [*old["partners"], item(partner=str(partner.uuid), proposed=None)],
    }

    changes = {change.path: change for change in difference(old, new)}

    assert changes[f"budget.{kept['uuid']}"].new.endswith("120,00\u202f€")
    assert changes[f"budget.{gone['uuid']}"].new == ""
    assert "Oujda, Maroc, commune ou ville" in [change.new for change in changes.values()]
    assert len(changes) == 3


def test_difference_tells_two_partners_of_the_same_name_apart():
    old = projection_of(partners=[InternationalPartnerFactory(name="San José")])
    other = InternationalPartnerFactory(name="San José")
    new = {**old, "partners": [{**old["partners"][0], "partner": str(other.uuid)}]}

    assert len(difference(old, new)) == 1


def test_parts_of_an_absent_text_are_all_added():
    old = projection_of(summary="")
    new = {**old, "summary": "Deux mots"}

    assert difference(old, new)[0].parts == [Part("added", "Deux mots")]


def test_three_way_names_what_each_side_changed_and_the_conflicts():
    base = projection_of(title="A", summary="S", objectives="O", results_here="H")
    published = {**base, "title": "B", "summary": "S2", "results_here": "H2"}
    proposed = {**base, "title": "C", "objectives": "O2", "results_here": "H2"}

    changes = {change.path: change for change in three_way(base, published, proposed)}

    assert set(changes) == {"title", "summary", "objectives", "results_here"}
    assert {path for path, change in changes.items() if change.is_conflict} == {"title"}
    assert changes["title"].published == "B"
    assert changes["title"].proposed == "C"


def test_read_resolves_everything_in_as_many_queries_for_many_items(django_assert_num_queries):
    def document(count):
        partners = [InternationalPartnerFactory() for _rank in range(count)]
        proposed = [
            item(
                partner=None,
                proposed={
                    "name": f"Ville {rank}",
                    "kind": "municipality",
                    "country": "MA",
                    "place": PlaceFactory().pk,
                },
            )
            for rank in range(count)
        ]
        made = projection_of(
            [LocalAuthorityFactory() for _rank in range(count)],
            partners,
            themes=[ThemeFactory(slug=f"t{rank}").slug for rank in range(count)],
            goals=[GoalFactory(number=rank + 1).number for rank in range(count)],
            contributions=[
                item(proposal=ProposalFactory(number=rank + 1).number, statement="…")
                for rank in range(count)
            ],
        )
        return {**made, "partners": [*made["partners"], *proposed]}

    for count in (1, 3):
        made = document(count)
        with django_assert_num_queries(7):
            reading = read(made)
        assert len(reading.authorities) == count
        assert len(reading.partners) == 2 * count
        assert len(reading.contributions) == count


def test_read_names_the_successor_and_the_merged_partner():
    today = LocalAuthorityFactory(name="Commune nouvelle")
    merged = LocalAuthorityFactory(successor=today)
    kept = InternationalPartnerFactory(name="Oujda")
    double = InternationalPartnerFactory(name="Oudjda", merged_into=kept)

    reading = read(projection_of([merged], [double]))

    assert reading.lead_authority == today
    assert reading.partners[0].name == "Oujda"


def test_read_leaves_out_a_proposition_that_is_not_listed(settings):
    settings.DEMONSTRATION = settings.PROPOSALS_SHOW_WORKING = False
    ProposalFactory(number=12, wording=Wording.WORKING, title="Titre de travail")
    ProposalFactory(number=5)
    contributions = [item(proposal=number, statement="…") for number in (5, 12)]

    reading = read(projection_of(contributions=contributions))

    assert [each.proposal.number for each in reading.contributions] == [5]


def test_read_totals_the_budget():
    lines = [("2024", "afd", "10.00"), ("2023", "afd", "5.50"), ("2024", "ministry", "1.00")]
    reading = read(
        projection_of(
            budget=[
                item(year=int(year), source=source, nature="cash", amount=amount)
                for year, source, amount in lines
            ]
        )
    )

    assert str(reading.funding.total) == "16.50"
    assert [(each.year, str(each.total)) for each in reading.funding.years] == [
        (2023, "5.50"),
        (2024, "11.00"),
    ]
    assert [line.year for line in reading.budget] == [2023, 2024, 2024]


def test_public_projection_is_an_allow_list():
    public = item(kind="agreement", title="A", is_public=True, file_name="a.pdf", size=1)
    private = item(kind="letter", title="B", is_public=False, file_name="b.pdf", size=1)
    document = {
        **empty_projection(title="T", documents=[public, private]),
        "contact": {"name": "Secret", "email": "", "phone": ""},
        "state_case": "Secret",
        "state_authorised_on": None,
        "added_later": "Secret",
    }

    projection = public_projection(document)

    assert "Secret" not in canonical(projection)
    assert projection["documents"] == [public]


def test_a_document_of_a_later_portal_is_not_guessed_at():
    with pytest.raises(UnknownSchemaError):
        public_projection({**empty_projection(), "schema": 4})


def test_a_document_of_the_first_portal_reads_as_one_of_today():
    new = ("total_cost", "indicators", "images")
    today = projection_of(title="Avant")
    first = {key: value for key, value in today.items() if key not in new}
    first["schema"] = 1

    assert public_projection(first) == public_projection(today)
    assert [change.path for change in difference(first, {**today, "title": "Après"})] == ["title"]


def test_buffer_from_projection_keeps_the_identity_of_items():
    line = item(year=2024, source="afd", nature="cash", amount="1200.50")

    buffer = buffer_from_projection(empty_projection(budget=[line], goals=[11], themes=["eau"]))

    assert buffer["budget"] == [line["uuid"]]
    assert buffer[f"budget.{line['uuid']}.amount"] == "1200.50"
    assert buffer["goals"] == ["11"]
    assert buffer["starts_on"] == ""
