"""Texts in conflict name their authors, and messages what they are about."""

from html import unescape

import pytest

from partnerships.document.buffer import editing
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import post, step_of, text_of

pytestmark = pytest.mark.django_db


def page_of(client, dossier, slug=""):
    client.force_login(dossier.created_by)
    address = step_of(dossier, slug) if slug else dossier.get_absolute_url()
    return unescape(text_of(client.get(address)))


def write(dossier, by, **fields):
    with editing(dossier, by) as buffer:
        buffer.update(fields)


def conflicting(dossier, first, second):
    """Both write in the summary, from the same text."""
    write(dossier, first, summary="Le premier texte")
    write(dossier, second, **{"conflict.summary": "Le second texte"})


def test_conflict_names_both_people_and_when(client):
    dossier = dossier_in("draft")
    colleague = MemberFactory(authority=dossier.lead_authority).user
    conflicting(dossier, dossier.created_by, colleague)

    page = page_of(client, dossier, "sujet")

    assert f"{dossier.created_by} et {colleague} ont écrit ici" in page
    assert page.count(f"écrit par {colleague} le ") == 1
    assert page.count(f"écrit par {dossier.created_by} le ") == 1


def test_conflict_of_one_person_with_themselves_names_one(client):
    dossier = dossier_in("draft")
    conflicting(dossier, dossier.created_by, dossier.created_by)

    page = page_of(client, dossier, "sujet")

    assert f"{dossier.created_by} a écrit ici plusieurs textes" in page
    assert "ont écrit ici" not in page


def test_conflict_of_unknown_authors_names_nobody(client):
    dossier = dossier_in("draft", **{"conflict.summary": "Un texte d’on ne sait qui"})

    page = page_of(client, dossier, "sujet")

    assert "Plusieurs textes ont été écrits ici" in page
    assert "écrit par" not in page


@pytest.mark.parametrize("path", ["\x00", "é", "x" * 300, "titre inconnu"])
def test_conflict_at_an_unknown_path_is_only_an_error(client, path):
    dossier = dossier_in("draft", **{f"conflict.{path}": "Un texte"})

    assert "à retirer" in page_of(client, dossier, "relire")
    assert "Sujet" in page_of(client, dossier, "sujet")


def test_requests_and_messages_name_the_thing_they_are_about(client):
    dossier = dossier_in("changes_requested")
    uuid = "7e0d3ac4-0a4c-4c9b-9a2f-0d1f5f7c5a11"
    line = {"year": "2026", "source": "ministry", "nature": "cash", "amount": "x"}
    fields = {f"budget.{uuid}.{name}": value for name, value in line.items()}
    write(dossier, dossier.created_by, budget=[uuid], **fields)

    page = page_of(client, dossier)
    post(client, dossier, "budget")
    budget = page_of(client, dossier, "budget")

    name = "Budget : 2026, ministère chargé des affaires étrangères"
    assert f'<option value="budget.{uuid}">{name}</option>' in page
    assert f"{name} – Montant" in budget
