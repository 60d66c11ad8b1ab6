"""Three-way merge of what two people changed: nothing typed is lost."""

import pytest

from partnerships.document.buffer import value_digest, write
from partnerships.document.difference import difference, three_way
from partnerships.document.merging import merge
from partnerships.document.projection import empty_projection
from partnerships.document.settlement import Unsettled, settled


def test_merge_takes_theirs_where_mine_did_not_change():
    base = {"title": "A", "summary": "S", "themes": ["eau"], "contact.name": "moi"}
    mine = {**base, "summary": "Mon résumé"}
    theirs = {"title": "B", "summary": "S", "themes": ["eau", "sport"]}

    merged = merge(base, mine, theirs)

    assert merged == {
        "title": "B",
        "summary": "Mon résumé",
        "themes": ["eau", "sport"],
        "contact.name": "",
    }


def test_merge_keeps_what_only_mine_has():
    merged = merge({"title": "A"}, {"title": "A", "contact.name": "moi"}, {"title": "B"})

    assert merged == {"title": "B", "contact.name": "moi"}


def test_merge_keeps_both_texts_of_one_field():
    merged = merge({"title": "A"}, {"title": "Mien"}, {"title": "Sien"})

    assert merged == {"title": "Mien", "conflict.title": "Sien"}


def test_merge_of_items_loses_no_text():
    base = {
        "budget": ["1", "2", "3"],
        "budget.1.year": "1",
        "budget.2.year": "2",
        "budget.3.year": "3",
    }
    mine = {
        "budget": ["2", "3", "4"],
        "budget.2.year": "22",
        "budget.3.year": "3",
        "budget.4.year": "4",
    }
    theirs = {
        "budget": ["1", "3", "5"],
        "budget.1.year": "11",
        "budget.3.year": "33",
        "budget.5.year": "5",
    }

    merged = merge(base, mine, theirs)

    assert set(merged.pop("budget")) == {"1", "2", "3", "4", "5"}
    assert merged == {
        "budget.1.year": "11",
        "budget.2.year": "22",
        "budget.3.year": "33",
        "budget.4.year": "4",
        "budget.5.year": "5",
    }


def test_merge_removes_items_that_one_person_removed_and_the_other_left_unchanged():
    base = {"budget": ["1", "2"], "budget.1.year": "1", "budget.2.year": "2"}
    mine = {"budget": ["2"], "budget.2.year": "2"}
    theirs = {"budget": ["1"], "budget.1.year": "1"}

    assert merge(base, mine, theirs) == {"budget": []}


AMOUNTS = ("total_cost", "1000"), ("budget.a.amount", "1000"), ("indicators.a.target", "12.5")


@pytest.mark.parametrize(("path", "stored"), AMOUNTS)
@pytest.mark.parametrize("spelling", ["1 000", "1\u202f000", "1000,00", "1000.0", " 1000 €"])
def test_two_spellings_of_one_number_are_no_conflict(path, stored, spelling):
    if stored == "12.5":
        spelling = "12,50"
    lists = {"budget": ["a"], "indicators": ["a"]}
    base, mine = {**lists, path: "5"}, {**lists, path: spelling}

    assert merge(base, mine, {**lists, path: stored}) == mine
    assert merge(mine, mine, {**lists, path: "7"}) == {**lists, path: "7"}
    assert merge({**lists, path: stored}, mine, {**lists, path: "7"}) == {**lists, path: "7"}
    assert f"conflict.{path}" in merge(base, mine, {**lists, path: "1001"})


def test_line_spelt_otherwise_is_not_a_changed_line():
    base = {"budget": ["a"], "budget.a.amount": "1000.00"}
    mine = {"budget": ["a"], "budget.a.amount": "1 000"}

    assert merge(base, mine, {"budget": []}) == {"budget": []}


def test_two_people_who_type_one_amount_in_two_spellings_agree():
    buffer = {"total_cost": "1 000"}

    write(buffer, {"total_cost": "1000,00"}, {"total_cost": value_digest("")})
    assert buffer == {"total_cost": "1 000"}
    write(buffer, {"total_cost": "1000,01"}, {"total_cost": value_digest("")})
    assert buffer == {"total_cost": "1 000", "conflict.total_cost": "1000,01"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total_cost", "{}"),
        ("indicators", [{"uuid": "a", "name": "Lampes", "unit": "", "baseline": "{}"}]),
    ],
)
def test_numbers_of_documents_are_compared_by_their_value(name, value):
    def having(number):
        filled = (
            value.format(number)
            if isinstance(value, str)
            else [{**line, "target": None, "reached": None, "baseline": number} for line in value]
        )
        return empty_projection(**{name: filled}, kind="agreement", phase="active")

    old, longer, other, third = map(having, ("1000", "1000.00", "7", "8"))

    assert difference(old, longer) == []
    assert not any(each.is_conflict for each in three_way(other, old, longer))
    assert settled(old, other, longer, {})[name] == other[name]
    with pytest.raises(Unsettled):
        settled(old, other, third, {})
