"""Who wrote what in a dossier, and when: shown to its writers, and to no one else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partnerships.document.buffer import editing, remove_item
from partnerships.models import DossierEdit
from partnerships.pages.dossier.dossier_edits import edits_of
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import autosave, step_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(dossier):
    return MemberFactory(authority=dossier.lead_authority).user


def write(dossier, by, **fields):
    with editing(dossier, by) as buffer:
        buffer.update(fields)


def test_last_writer_of_each_field_is_recorded(dossier, colleague):
    write(dossier, dossier.created_by, title="Un", summary="Un")
    write(dossier, colleague, title="Deux")
    write(dossier, colleague, title="Deux")

    assert sorted(DossierEdit.objects.values_list("path", "by")) == [
        ("summary", dossier.created_by.pk),
        ("title", colleague.pk),
    ]


def test_rival_text_counts_as_an_edit_of_its_field(dossier, colleague):
    write(dossier, colleague, **{"conflict.title": "Autre"})

    assert DossierEdit.objects.get().path == "title"


@pytest.mark.parametrize("path", ["\x00", "x" * 300, "É", "a b"])
def test_unknown_path_is_saved_and_records_no_edit(dossier, path):
    write(dossier, dossier.created_by, **{path: "texte"})

    assert dossier.buffer[path] == "texte"
    assert not DossierEdit.objects.exists()


def test_edits_are_shown_by_field_label_newest_first(dossier, colleague):
    uuid = "7e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a11"
    write(dossier, dossier.created_by, title="Un")
    write(dossier, colleague, budget=[uuid], **{f"budget.{uuid}.amount": "12"})

    edits = edits_of(dossier, dossier.created_by)

    assert [(edit.label, edit.person) for edit in edits] == [
        ("Lignes de budget", colleague),
        ("Ligne de budget 1 – Montant (€)", colleague),
        ("Titre", dossier.created_by),
    ]
    assert [edit.is_under_way for edit in edits] == [True, False, False]
    with editing(dossier, colleague) as buffer:
        remove_item(buffer, "budget", uuid)
    assert [edit.label for edit in edits_of(dossier, colleague)] == ["Lignes de budget", "Titre"]


def test_old_edit_is_not_shown_as_current_writing(dossier, colleague):
    write(dossier, colleague, title="Un")
    DossierEdit.objects.update(at=timezone.now() - timedelta(minutes=6))

    assert [edit.is_under_way for edit in edits_of(dossier, dossier.created_by)] == [False]


def test_step_and_page_show_who_wrote(client, dossier, colleague):
    client.force_login(colleague)
    autosave(client, dossier, by=colleague, summary="Du collègue")
    client.force_login(dossier.created_by)

    for address in (step_of(dossier, "sujet"), dossier.get_absolute_url()):
        page = text_of(client.get(address))
        assert f"{colleague} écrit en ce moment dans « Résumé »" in page
    client.force_login(colleague)
    assert "écrit en ce moment" not in text_of(client.get(dossier.get_absolute_url()))


def test_officers_do_not_see_who_wrote(client):
    officer = reviewer()
    dossier = dossier_in("changes_requested", officer=officer)
    writer = MemberFactory(authority=dossier.lead_authority).user
    write(dossier, writer, summary="Du membre")
    client.force_login(officer)

    page = text_of(client.get(dossier.get_absolute_url(), follow=True))

    assert str(writer) not in page
    assert "Qui a écrit quoi" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_edits_are_read_in_one_query(dossier, colleague, django_assert_num_queries, rows):
    write(dossier, colleague, **dict.fromkeys(["title", "summary", "objectives"][:rows], "Neuf"))

    with django_assert_num_queries(1):
        assert len(edits_of(dossier, dossier.created_by)) == rows
