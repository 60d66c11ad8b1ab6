"""The form of a dossier, step by step: nothing typed is ever lost."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from partnerships.document.buffer import value_digest
from partnerships.document.steps import STEPS
from partnerships.models import Dossier
from partnerships.models.dossier import BUFFER_MAX_BYTES
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.filling import post, saved, step_of, text_of
from tests.factories.lists import GoalFactory

pytestmark = pytest.mark.django_db
FORM_STEPS = [step.slug for step in STEPS]


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


def test_reviewer_searching_an_invalid_siren_is_warned(client):
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


def test_everything_typed_is_saved_even_when_invalid(member, dossier):
    typed = {"title": " ", "kind": "magic", "phase": "<b>"}

    response = post(member, dossier, "identite", **typed)

    assert response.url == f"{step_of(dossier, 'identite')}?verifier=1"
    assert {name: saved(dossier)[name] for name in typed} == typed


def test_invalid_input_is_shown_as_typed_with_its_error(member, dossier):
    post(member, dossier, "calendrier", starts_on="hier <b>", ends_on="2024-13-45")

    page = text_of(member.get(step_of(dossier, "calendrier")))

    assert "hier &lt;b&gt;" in page
    assert 'value="2024-13-45"' in page
    assert page.count("Cette date n’est pas valable") == 4


def test_missing_fields_are_shown_only_when_asked(member, dossier):
    post(member, dossier, "identite", title="")

    assert "Ce champ est à remplir" not in text_of(member.get(step_of(dossier, "identite")))
    asked = text_of(member.get(step_of(dossier, "identite"), {"verifier": "1"}))
    assert "Ce champ est à remplir" in asked
    assert "#champ-title" in asked


def test_leaving_a_step_saves_it_and_reports_unreadable_values(member, dossier):
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


def test_emptied_fields_are_saved_as_empty(member, dossier):
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


def test_two_members_on_one_field_see_both_texts_and_choose(member, dossier):
    colleague = MemberFactory(authority=dossier.lead_authority).user
    base = {"base.title": value_digest(saved(dossier)["title"])}
    post(member, dossier, "identite", title="Le mien", **base)
    member.force_login(colleague)
    post(member, dossier, "identite", title="Le sien <b>", **base)

    page = text_of(member.get(step_of(dossier, "identite")))
    take = re.search(r'value="(take:title:[^"]+)"', page)[1]
    post(member, dossier, "identite", take, title="Le mien")

    assert "Le mien" in page
    assert "Le sien &lt;b&gt;" in page
    assert saved(dossier)["title"] == "Le sien <b>"
    assert "conflict.title" not in saved(dossier)


def test_too_long_text_stays_on_the_page_with_the_reason(member, dossier):
    text = "é" * (BUFFER_MAX_BYTES // 6)

    response = post(member, dossier, "sujet", summary=text, objectives="Gardé aussi")

    assert response.status_code == 422
    assert text in response.content.decode()
    assert "Gardé aussi" in response.content.decode()
    assert "Ce dossier est plein" in text_of(response)
    assert saved(dossier)["objectives"] == "Éclairer mieux en consommant moins."


@pytest.mark.parametrize("status", ["submitted", "under_review", "decided", "closed", "discarded"])
def test_writing_in_a_dossier_deposited_meanwhile_gives_the_text_back(client, status):
    dossier = dossier_in(status)
    client.force_login(dossier.created_by)

    response = post(client, dossier, "identite", title="Ma correction <b>")

    assert response.status_code == 409
    assert "Ma correction &lt;b&gt;" in text_of(response)
    assert "ne se modifie plus" in text_of(response)
    assert saved(dossier)["title"] == "Éclairage public partagé"
    assert client.get(step_of(dossier, "identite")).url == dossier.get_absolute_url()


def test_ended_session_loses_no_text(client, dossier):
    base = {"base.title": value_digest(saved(dossier)["title"])}

    person = {"person": str(dossier.created_by.journal_id)}

    response = post(client, dossier, "identite", title="Écrit sans session", **base, **person)
    before = saved(dossier)["title"]
    client.force_login(dossier.created_by)
    page = text_of(client.get(step_of(dossier, "identite")))
    dossier_page = text_of(client.get(dossier.get_absolute_url()))
    post(client, dossier, "identite", title="Écrit sans session", **base)

    assert response.url.startswith(reverse("account_login"))
    assert before == "Éclairage public partagé"
    assert "Écrit sans session" in page
    assert base["base.title"] in page
    assert "Un texte attend d’être enregistré" in dossier_page
    assert saved(dossier)["title"] == "Écrit sans session"
    assert "Un texte attend" not in text_of(client.get(dossier.get_absolute_url()))


def test_text_of_an_ended_session_is_shown_to_no_one_else(client, dossier):
    colleague = MemberFactory(authority=dossier.lead_authority).user
    writer = {"person": str(dossier.created_by.journal_id)}
    post(client, dossier, "identite", title="Écrit sans session", **writer)

    client.force_login(UserFactory())
    assert client.get(step_of(dossier, "identite")).status_code == 404
    client.logout()
    post(client, dossier, "identite", title="Écrit sans session", **writer)
    client.force_login(colleague)
    page = text_of(client.get(step_of(dossier, "identite")))

    assert "Écrit sans session" not in page
    assert "Un texte attend" not in text_of(client.get(dossier.get_absolute_url()))


def test_page_of_one_person_is_not_sent_by_another(member, dossier):
    colleague = MemberFactory(authority=dossier.lead_authority).user
    before = saved(dossier)

    response = post(
        member, dossier, "identite", title="D’une autre", person=str(colleague.journal_id)
    )

    assert response.status_code == 409
    assert "Une autre personne s’est connectée" in text_of(response)
    assert "D’une autre" in text_of(response)
    assert saved(dossier) == before


def test_post_without_a_session_to_an_unknown_dossier_stores_nothing(client):
    address = reverse("partnerships:dossier_step", args=[uuid4(), "identite"])

    response = client.post(address, {"title": "x"})

    assert response.status_code == 302
    assert "kept" not in client.session


def test_message_of_the_reviewer_stands_beside_its_field(client):
    dossier = dossier_in("changes_requested")
    client.force_login(dossier.created_by)

    assert "Précisez le titre." in text_of(client.get(step_of(dossier, "identite")))
    assert "Précisez le titre." not in text_of(client.get(step_of(dossier, "sujet")))
