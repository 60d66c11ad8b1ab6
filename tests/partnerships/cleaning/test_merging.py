"""Three-way merge of what two people changed: nothing typed is lost."""

from partnerships.document.merging import merge


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
