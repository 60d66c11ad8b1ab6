"""The buffer returns what was typed: by one person, by two, and across versions."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships.document.buffer import (
    BufferFull,
    NotEditable,
    add_item,
    as_shown,
    editing,
    remove_item,
    rivals,
    settle,
    value_digest,
)
from partnerships.document.steps import STEPS
from partnerships.document.validation import validate
from partnerships.models import Dossier
from partnerships.models.dossier import BUFFER_MAX_BYTES
from partnerships.pages.dossier.step_page import StepPage
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import save_fields

pytestmark = pytest.mark.django_db

# Every character there is: NUL, emoji, marks of direction, and halves of surrogate pairs.
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)
PATHS = st.one_of(
    st.sampled_from(
        ["title", "summary", "starts_on", "budget", "themes", "partners", "conflict.title"]
    ),
    st.text(min_size=1, max_size=30),
)
BUFFERS = st.dictionaries(PATHS, st.one_of(ANY_TEXT, st.lists(ANY_TEXT, max_size=4)), max_size=8)
LISTED = st.fixed_dictionaries(
    {
        "budget": st.just(["7e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a11"]),
        "budget.7e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a11.amount": ANY_TEXT,
        "partners": st.just(["8e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a12"]),
        "partners.8e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a12.proposed_name": ANY_TEXT,
        "partners.8e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a12.partner": ANY_TEXT,
        "contact.email": ANY_TEXT,
        "ends_on": ANY_TEXT,
    }
)
PATIENT = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def joined(value):
    """Two halves of a surrogate pair, side by side, are one character to JSON."""
    if isinstance(value, list):
        return [joined(each) for each in value]
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def colleague(dossier):
    return MemberFactory(authority=dossier.lead_authority).user


@PATIENT
@given(posted=BUFFERS)
def test_buffer_gives_back_what_was_typed(dossier, posted):
    Dossier.objects.filter(pk=dossier.pk).update(buffer_text="{}")

    save_fields(dossier, posted, {}, dossier.created_by)

    saved = Dossier.objects.get(pk=dossier.pk).buffer
    expected = {joined(path): joined(value) for path, value in posted.items() if as_shown(value)}
    assert {path: value for path, value in saved.items() if as_shown(value)} == expected


@PATIENT
@given(buffer=st.one_of(BUFFERS, LISTED))
def test_any_buffer_is_validated_and_shown(dossier, buffer):
    dossier.buffer = buffer

    validation = validate(dossier)
    pages = [StepPage(dossier, step, dossier.created_by, is_checked=True) for step in STEPS]

    assert validation.document is None
    assert validation.errors
    for page in pages:
        for field in page.fields:
            assert field.control.encode()


def test_save_fields_beyond_the_limit_saves_nothing(dossier):
    before = dossier.buffer

    with pytest.raises(BufferFull, match="plein"):
        save_fields(dossier, {"summary": "é" * (BUFFER_MAX_BYTES // 6)}, {}, dossier.created_by)

    assert Dossier.objects.get(pk=dossier.pk).buffer == before


def test_save_fields_up_to_the_limit_saves_all(dossier):
    text = "a" * (BUFFER_MAX_BYTES - 5_000)

    save_fields(dossier, {"summary": text}, {}, dossier.created_by)

    assert Dossier.objects.get(pk=dossier.pk).buffer["summary"] == text


@pytest.mark.parametrize("status", ["submitted", "under_review", "decided", "closed", "discarded"])
def test_save_fields_in_a_dossier_that_is_not_editable_is_refused(status):
    dossier = dossier_in(status)

    with pytest.raises(NotEditable):
        save_fields(dossier, {"title": "Trop tard"}, {}, dossier.created_by)

    assert Dossier.objects.get(pk=dossier.pk).buffer["title"] == "Éclairage public partagé"


def test_two_members_in_different_fields_keep_both_texts(dossier):
    base = {path: value_digest(dossier.buffer.get(path)) for path in ("title", "summary")}
    other = MemberFactory(authority=dossier.lead_authority).user

    save_fields(
        dossier, {"title": "Mien", "summary": dossier.buffer["summary"]}, base, dossier.created_by
    )
    save_fields(dossier, {"title": "Éclairage public partagé", "summary": "Sien"}, base, other)

    saved = Dossier.objects.get(pk=dossier.pk)
    assert (saved.buffer["title"], saved.buffer["summary"]) == ("Mien", "Sien")
    assert "conflict.title" not in saved.buffer
    assert saved.updated_by == other


def test_two_members_in_the_same_field_keep_both_texts_and_are_asked(dossier):
    base = {"title": value_digest(dossier.buffer["title"])}

    for title in ("Premier", "Second", "Troisième", "Second"):
        save_fields(dossier, {"title": title}, base, colleague(dossier))

    buffer = Dossier.objects.get(pk=dossier.pk).buffer
    assert buffer["title"] == "Premier"
    assert rivals(buffer, "title") == ["Second", "Troisième"]
    assert [error.path for error in validate(Dossier.objects.get(pk=dossier.pk)).errors] == [
        "title"
    ]


@pytest.mark.parametrize("chosen", ["Un", "Deux", "Trois"])
def test_settle_leaves_the_text_that_was_chosen(chosen):
    buffer = {"title": "Un", "conflict.title": ["Deux", "Trois"]}

    settle(
        buffer, "title", value_digest(chosen), [value_digest(t) for t in ("Un", "Deux", "Trois")]
    )

    assert buffer == {"title": chosen}


def test_settle_leaves_a_text_that_was_not_seen_to_be_chosen():
    buffer = {"title": "Un", "conflict.title": ["Deux", "Arrivé depuis"]}

    settle(buffer, "title", value_digest("Deux"), [value_digest("Un"), value_digest("Deux")])

    assert buffer == {"title": "Deux", "conflict.title": "Arrivé depuis"}


@pytest.mark.parametrize("path", ["title", "inconnu", "\x00"])
def test_settle_of_what_was_not_written_changes_nothing(path):
    buffer = {"title": "Un", "conflict.title": "Deux"}

    settle(buffer, path, value_digest("Ailleurs"), [value_digest("Un"), value_digest("Deux")])
    settle(buffer, "inconnu", value_digest(""), [])

    assert buffer == {"title": "Un", "conflict.title": "Deux"}


def test_two_members_choosing_themes_keep_both_choices(dossier):
    save_fields(dossier, {"themes": ["eau"]}, {}, dossier.created_by)
    base = {"themes": value_digest(["eau"])}

    save_fields(dossier, {"themes": ["eau", "climat"]}, base, colleague(dossier))
    save_fields(dossier, {"themes": ["eau", "sport"]}, base, colleague(dossier))

    assert Dossier.objects.get(pk=dossier.pk).buffer["themes"] == ["eau", "climat", "sport"]


def test_a_line_removed_by_one_and_written_by_another_comes_back(dossier):
    with editing(dossier, dossier.created_by) as buffer:
        uuid = add_item(buffer, "budget", amount="100", year="2024")
    amount, year = f"budget.{uuid}.amount", f"budget.{uuid}.year"
    base = {amount: value_digest("100"), year: value_digest("2024")}
    with editing(dossier, colleague(dossier)) as buffer:
        remove_item(buffer, "budget", uuid)

    save_fields(dossier, {amount: "200", year: "2024"}, base, colleague(dossier))

    saved = Dossier.objects.get(pk=dossier.pk).buffer
    assert (saved["budget"], saved[amount]) == ([uuid], "200")


def test_a_line_removed_by_one_and_not_written_stays_removed(dossier):
    with editing(dossier, dossier.created_by) as buffer:
        uuid = add_item(buffer, "budget", amount="100")
    with editing(dossier, colleague(dossier)) as buffer:
        remove_item(buffer, "budget", uuid)
    path = f"budget.{uuid}.amount"

    save_fields(dossier, {path: "100"}, {path: value_digest("100")}, colleague(dossier))

    saved = Dossier.objects.get(pk=dossier.pk).buffer
    assert (saved["budget"], path in saved) == ([], False)


def test_line_ends_of_a_browser_are_not_a_change(dossier):
    save_fields(dossier, {"summary": "un\ndeux"}, {}, dossier.created_by)
    base = {"summary": value_digest("un\ndeux")}
    save_fields(dossier, {"summary": "un\nautre"}, base, colleague(dossier))

    save_fields(dossier, {"summary": "un\r\ndeux"}, base, colleague(dossier))

    buffer = Dossier.objects.get(pk=dossier.pk).buffer
    assert buffer["summary"] == "un\nautre"
    assert rivals(buffer, "summary") == []


def test_a_nul_character_survives_a_page_that_cannot_show_it(dossier):
    save_fields(dossier, {"summary": "a\x00b"}, {}, dossier.created_by)

    save_fields(
        dossier, {"summary": "a\ufffdb"}, {"summary": value_digest("a\x00b")}, colleague(dossier)
    )

    assert Dossier.objects.get(pk=dossier.pk).buffer["summary"] == "a\x00b"
