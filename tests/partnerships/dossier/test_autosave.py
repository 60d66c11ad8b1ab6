"""Fields saved while typing: what is stored, answered and refused."""

import json

import pytest
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from partnerships.document.buffer import add_item, as_shown, rivals, value_digest
from partnerships.document.buffer_values import field_at
from partnerships.document.steps import STEPS, step_of
from partnerships.document.steps.references import texts
from partnerships.models import Dossier, DossierEdit
from tests.factories.authorities import MemberFactory
from tests.factories.filling import autosave, base, poll, saved
from tests.factories.filling import step_of as page_of
from tests.factories.partnerships import published

pytestmark = pytest.mark.django_db
QUERIES = 11


@pytest.fixture
def colleague(dossier):
    return MemberFactory(authority=dossier.lead_authority).user


def test_autosave_saves_what_was_typed_and_nothing_else(member, dossier):
    before = saved(dossier)

    response = autosave(member, dossier, summary="Neuf", **base(dossier, "summary"))

    assert saved(dossier) == {**before, "summary": "Neuf"}
    answer = response.json()
    assert answer["bases"] == {"summary": value_digest("Neuf")}
    assert (answer["conflicts"], answer["standing"]) == ({}, {})
    assert Dossier.objects.get().updated_by == dossier.created_by


def test_autosave_checks_nothing(member, dossier):
    response = autosave(member, dossier, "calendrier", starts_on="hier <b>", ends_on="\x00")

    assert response.status_code == 200
    assert (saved(dossier)["starts_on"], saved(dossier)["ends_on"]) == ("hier <b>", "\x00")


def test_up_to_date_page_gets_no_other_field(member, dossier):
    version = poll(member, dossier).json()["version"]

    answer = autosave(member, dossier, summary="Neuf", version=version).json()

    assert "fields" not in answer
    again = autosave(member, dossier, summary="Encore", version=answer["version"]).json()
    assert "fields" not in again


def test_page_gets_what_a_colleague_wrote_in_other_fields(member, dossier, colleague):
    version = poll(member, dossier).json()["version"]
    other = Client()
    other.force_login(colleague)
    autosave(other, dossier, by=colleague, objectives="Du collègue")

    answer = autosave(member, dossier, summary="Le mien", version=version).json()

    assert answer["fields"]["objectives"] == [["Du collègue"], value_digest("Du collègue")]
    assert f"{colleague} écrit en ce moment" in answer["edits"]
    assert (saved(dossier)["summary"], saved(dossier)["objectives"]) == ("Le mien", "Du collègue")


def test_two_writers_of_one_field_keep_both_texts_and_must_choose(member, dossier, colleague):
    start = base(dossier, "summary")
    autosave(member, dossier, summary="Premier", **start)
    other = Client()
    other.force_login(colleague)

    answer = autosave(other, dossier, by=colleague, summary="Second <b>", **start).json()

    assert (saved(dossier)["summary"], rivals(saved(dossier), "summary")) == (
        "Premier",
        ["Second <b>"],
    )
    assert answer["standing"] == {"summary": ["Premier"]}
    question = answer["conflicts"]["summary"]
    assert "Premier" in question
    assert "Second" not in question
    conflict = poll(member, dossier).json()["conflicts"]["summary"]
    assert "Second &lt;b&gt;" in conflict


def test_rival_who_goes_on_typing_has_a_single_text(member, dossier, colleague):
    start = value_digest(saved(dossier)["summary"])
    autosave(member, dossier, summary="Premier", **{"base.summary": start})
    member.force_login(colleague)

    known = start
    for text in ("S", "Se", "Second"):
        autosave(member, dossier, by=colleague, summary=text, **{"base.summary": known})
        known = f"{known} {value_digest(text)}"

    assert rivals(saved(dossier), "summary") == ["Second"]


def test_rival_who_types_the_same_text_ends_the_conflict(member, dossier, colleague):
    start = value_digest(saved(dossier)["summary"])
    autosave(member, dossier, summary="Premier", **{"base.summary": start})
    member.force_login(colleague)
    autosave(member, dossier, by=colleague, summary="Autre", **{"base.summary": start})

    known = {"base.summary": f"{start} {value_digest('Autre')}"}
    autosave(member, dossier, by=colleague, summary="Premier", **known)

    assert saved(dossier)["summary"] == "Premier"
    assert rivals(saved(dossier), "summary") == []


def test_lost_response_makes_no_conflict_with_oneself(member, dossier):
    start = value_digest(saved(dossier)["summary"])
    autosave(member, dossier, summary="Réponse perdue", **{"base.summary": start})

    known = {"base.summary": f"{start} {value_digest('Réponse perdue')}"}
    autosave(member, dossier, summary="Réponse perdue, et la suite", **known)
    autosave(member, dossier, summary="Réponse perdue, et la suite", **known)

    assert saved(dossier)["summary"] == "Réponse perdue, et la suite"
    assert "conflict.summary" not in saved(dossier)


def test_text_restored_to_its_initial_value_is_saved(member, dossier):
    text = saved(dossier)["summary"]
    start = value_digest(text)
    autosave(member, dossier, summary="Essai", **{"base.summary": start})

    autosave(member, dossier, summary=text, **{"base.summary": f"{start} {value_digest('Essai')}"})

    assert saved(dossier)["summary"] == text
    assert "conflict.summary" not in saved(dossier)


def test_text_held_in_the_session_is_dropped_once_saved(client, dossier):
    person = {"person": str(dossier.created_by.journal_id)}
    client.post(page_of(dossier, "sujet"), {"summary": "A", "objectives": "B", **person})
    client.force_login(dossier.created_by)

    autosave(client, dossier, summary="A")
    first = client.get(dossier.get_absolute_url()).content.decode()
    autosave(client, dossier, objectives="B")
    second = client.get(dossier.get_absolute_url()).content.decode()

    assert "Un texte attend d’être enregistré" in first
    assert "Un texte attend d’être enregistré" not in second


def test_response_is_not_cached_by_the_browser(member, dossier):
    assert "no-store" in poll(member, dossier).headers["Cache-Control"]


@pytest.mark.parametrize("partnerships", [3, 30])
@pytest.mark.parametrize("fields", [1, 40])
def test_autosave_runs_as_many_queries_for_any_registry_and_fields(
    member, dossier, django_assert_num_queries, partnerships, fields
):
    for _rank in range(partnerships):
        published()
    buffer = dossier.buffer
    paths = [f"budget.{add_item(buffer, 'budget')}.amount" for _rank in range(fields)]
    dossier.buffer = buffer
    dossier.save()
    typed = {path: str(rank) for rank, path in enumerate(paths)}

    with django_assert_num_queries(QUERIES):
        response = autosave(member, dossier, "budget", **typed)

    assert len(response.json()["bases"]) == fields
    assert DossierEdit.objects.count() == fields


def _paths(buffer):
    """The paths that the pages of `buffer` send, with their step."""
    for path in buffer:
        step = step_of(path)
        if field_at(step, path):
            yield step, path


UUID = "7e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a11"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
TYPED = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            ["title", "kind", "summary", "objectives", "starts_on", "contact.email"], ANY_TEXT
        ),
        **{f"budget.{UUID}.{name}": ANY_TEXT for name in ("amount", "year", "source")},
        f"partners.{UUID}.proposed_name": ANY_TEXT,
        "themes": st.lists(ANY_TEXT, max_size=4),
        "goals": st.lists(ANY_TEXT, max_size=4),
    },
)


# Each example types in every field, since rendering the pages is what costs.
@examples(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=TYPED)
def test_any_text_is_stored_unchanged_and_shown_on_its_page(member, dossier, typed):
    Dossier.objects.filter(pk=dossier.pk).update(buffer_text=json.dumps(dossier.buffer))

    for step, path in _paths(typed):
        assert autosave(member, dossier, step.slug, **{path: typed[path]}).status_code == 200

    buffer = saved(dossier)
    for _step, path in _paths(typed):
        assert (as_shown(buffer.get(path)) or "") == (as_shown(typed[path]) or "")
    for item in ("budget", "partners"):
        is_typed = any(path.startswith(item) and typed[path] for path in typed)
        assert (UUID in texts(buffer.get(item))) == is_typed
    for step in STEPS:
        assert member.get(page_of(dossier, step.slug)).status_code == 200
