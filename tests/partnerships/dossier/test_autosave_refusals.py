"""Refused autosaves: another's dossier, another's page, a dossier that is closed."""

import pytest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from partnerships.models.dossier import BUFFER_MAX_BYTES
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import autosave, autosave_address, poll, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(dossier):
    return MemberFactory(authority=dossier.lead_authority).user


def test_without_a_session_nothing_is_saved_or_shown(client, dossier):
    before = saved(dossier)

    responses = [
        autosave(client, dossier, summary="Sans session"),
        poll(client, dossier),
        autosave(client, dossier, by=UserFactory(), summary="Sans session"),
    ]

    for response in responses:
        assert (response.status_code, response.json()["reason"]) == (401, "signed_out")
        assert set(response.json()) == {"reason", "text"}
    assert saved(dossier) == before
    assert not client.session.items()


def test_page_of_another_person_is_not_saved(member, dossier, colleague):
    before = saved(dossier)

    response = autosave(member, dossier, by=colleague, summary="D’une autre")

    assert (response.status_code, response.json()["reason"]) == (401, "other")
    assert saved(dossier) == before
    assert poll(member, dossier, colleague).status_code == 401


@pytest.mark.parametrize("person", ["", "\x00", "x" * 3000])
def test_page_without_its_person_is_not_saved(member, dossier, person):
    response = member.post(autosave_address(dossier), {"person": person, "summary": "De qui ?"})

    assert response.status_code == 401
    assert saved(dossier)["summary"] != "De qui ?"


@pytest.mark.parametrize("who", ["stranger", "revoked", "pending", "reviewer"])
def test_dossier_of_others_is_not_found(client, dossier, who):
    authority = dossier.lead_authority
    person = {
        "stranger": lambda: MemberFactory().user,
        "revoked": lambda: MemberFactory(revoked=True, authority=authority).user,
        "pending": lambda: MemberFactory(pending=True, authority=authority).user,
        "reviewer": reviewer,
    }[who]()
    client.force_login(person)
    before = saved(dossier)

    assert autosave(client, dossier, by=person, summary="Intrus").status_code == 404
    assert poll(client, dossier, person).status_code == 404
    assert saved(dossier) == before


def test_unknown_step_is_not_found(member, dossier):
    assert autosave(member, dossier, "inconnue", summary="x").status_code == 404


@pytest.mark.parametrize("status", ["submitted", "under_review", "decided", "closed", "discarded"])
def test_save_in_a_dossier_that_is_not_editable_is_refused(client, status):
    dossier = dossier_in(status)
    client.force_login(dossier.created_by)
    before = saved(dossier)

    response = autosave(client, dossier, summary="Trop tard")

    assert (response.status_code, response.json()["reason"]) == (409, "closed")
    assert "ne se modifie plus" in response.json()["text"]
    assert saved(dossier) == before


def test_save_in_a_full_dossier_is_refused_and_changes_nothing(member, dossier):
    before = saved(dossier)

    response = autosave(member, dossier, summary="é" * (BUFFER_MAX_BYTES // 6))

    assert (response.status_code, response.json()["reason"]) == (422, "full")
    assert saved(dossier) == before


def test_nearly_a_million_characters_are_saved(member, dossier):
    text = "a" * (BUFFER_MAX_BYTES - 5_000)

    assert autosave(member, dossier, summary=text).status_code == 200
    assert saved(dossier)["summary"] == text


def test_fields_of_other_steps_and_unknown_ones_are_not_written(member, dossier):
    before = saved(dossier)

    response = autosave(
        member, dossier, title="Intrus", inconnu="x", **{"base.title": "x", "conflict.title": "y"}
    )

    assert response.json()["bases"] == {}
    assert saved(dossier) == before


def test_forged_request_is_refused(dossier):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dossier.created_by)
    before = saved(dossier)

    assert autosave(client, dossier, summary="Forgé").status_code == 403
    assert saved(dossier) == before


def test_token_of_an_ended_session_is_renewed_by_a_poll(dossier):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dossier.created_by)
    stale = get_token(RequestFactory().get("/"))
    fields = {"person": str(dossier.created_by.journal_id), "summary": "Après"}
    refused = client.post(autosave_address(dossier), fields, headers={"X-CSRFToken": stale})

    token = poll(client, dossier).json()["token"]
    response = client.post(autosave_address(dossier), fields, headers={"X-CSRFToken": token})

    assert (refused.status_code, response.status_code) == (403, 200)
    assert saved(dossier)["summary"] == "Après"
