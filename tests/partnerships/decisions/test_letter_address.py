"""To whom a letter goes: its address and its copies, proposed, corrected, kept."""

import pytest
from django.urls import reverse

from partnerships.models import Action, Dossier, LocalAuthority
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.decisions import (
    send_decision,
    send_on_decision,
    standing,
    two_people_decide,
)
from tests.factories.dossiers import act, dossier_in
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import person, text_of
from tests.partnerships.decisions.letters import (
    ADDRESS,
    TYPED,
    content_of,
    decision_page,
    released,
    set_address,
)

pytestmark = pytest.mark.django_db


def proposed(client, dossier) -> str:
    """The address that the page of a decision proposes."""
    client.force_login(dossier.reviewer)
    page = client.get(reverse("partnerships:review_detail", args=[dossier.uuid])).text
    return page.partition('id="recipient-accepted"')[2].partition(">")[2].partition("<")[0].strip()


def test_address_comes_from_the_registry_then_from_the_last_letter(client):
    first = dossier_in("decided")
    authority = first.lead_authority
    before = standing(first).recipient
    set_address(client, first)
    second = dossier_in("under_review", member=first.created_by.memberships.get())

    typed = proposed(client, second)
    LocalAuthority.objects.filter(pk=authority.pk).update(postal_address="2, rue Neuve\n69100 Ici")
    known = proposed(client, second)
    decided = act(second, Action.DECIDE, second.reviewer, outcome="accepted", grounds="Conforme.")

    assert before == str(authority)
    assert typed == ADDRESS
    assert known == f"{authority}\n2, rue Neuve\n69100 Ici"
    assert standing(decided).recipient == known
    assert standing(first).recipient == ADDRESS


def test_address_typed_with_the_decision_is_that_of_the_letter(client):
    dossier = dossier_in("under_review")

    send_decision(
        client, dossier.reviewer, dossier, "accept", grounds="Oui.", recipient=ADDRESS, copies="X"
    )

    text = text_of_pdf(content_of(dossier))
    assert "Madame la Maire Hôtel de Ville" in text
    assert "Copies" in text


def test_decision_of_before_has_the_name_of_the_authority_alone(client):
    dossier = dossier_in("decided")
    dossier.decisions.update(recipient="")

    shown = decision_page(client, dossier)
    text = released(dossier)

    assert "Sans adresse" in shown
    assert f"{dossier.lead_authority} Objet" in text.replace("\u202f", " ")


def test_long_name_of_an_authority_is_no_address(client):
    dossier = dossier_in("under_review")
    name = "Syndicat mixte " + "d’aménagement et de coopération " * 3
    LocalAuthority.objects.filter(pk=dossier.lead_authority_id).update(name=name.strip())

    dossier = Dossier.objects.get(pk=dossier.pk)
    dossier = act(dossier, Action.DECIDE, dossier.reviewer, outcome="accepted", grounds="Oui.")

    assert standing(dossier).recipient.count("\n") == 1
    assert "Sans adresse" in decision_page(client, dossier)


def test_corrected_decision_keeps_the_address(client):
    dossier = dossier_in("decided")
    set_address(client, dossier, copies="Préfecture")
    dossier.refresh_from_db()

    send_on_decision(
        client, dossier.reviewer, dossier, "correct_decision", outcome="rejected", grounds="Non."
    )

    assert (standing(dossier).recipient, standing(dossier).copies) == (ADDRESS, "Préfecture")


def test_corrected_address_keeps_the_countersignature_and_is_in_the_journal(client):
    two_people_decide()
    dossier = dossier_in("decided")
    leader = lead_reviewer()
    dossier = act(dossier, Action.COUNTERSIGN, leader)

    response = set_address(client, dossier)

    assert response.status_code == 302
    assert standing(dossier).countersigned_by == leader
    assert dossier.events.last().content == {"recipient": ADDRESS, "copies": ""}
    assert "a corrigé l’adresse de la lettre" in _review_page(client, dossier)
    client.force_login(dossier.created_by)
    assert "Madame la Maire" not in text_of(client.get(dossier.get_absolute_url()))


def _review_page(client, dossier):
    client.force_login(dossier.reviewer)
    return text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("recipient", "\n".join("ligne" for _ in range(9)), "Écrivez 8 lignes au plus."),
        ("recipient", "W" * 61, "Une ligne a 60 caractères au plus"),
        ("recipient", "Mairie\x07 ici", "caractère de contrôle"),
        ("copies", "\n".join("copie" for _ in range(9)), "Écrivez 8 lignes au plus."),
        ("copies", "W" * 71, "Une ligne a 70 caractères au plus"),
    ],
)
def test_address_that_does_not_fit_is_refused_and_shown_again(client, name, typed, said):
    dossier = dossier_in("decided")
    before = standing(dossier).recipient

    response = set_address(client, dossier, **{name: typed})

    assert response.status_code == 409
    assert said in text_of(response).replace("\u202f", " ")
    assert typed in response.text
    assert (standing(dossier).recipient, standing(dossier).copies) == (before, "")


@pytest.mark.parametrize("role", ["member", "reviewer, member", "stranger", "another reviewer"])
def test_address_is_corrected_by_the_reviewer_alone(client, role):
    dossier = dossier_in("decided")
    before = standing(dossier).recipient
    by = reviewer() if role == "another reviewer" else person(role, dossier)

    response = set_address(client, dossier, by=by)

    assert response.status_code in (403, 404)
    assert standing(dossier).recipient == before


def test_address_is_not_corrected_once_notified_nor_from_an_old_page(client):
    closed, waiting = dossier_in("closed"), dossier_in("decided")
    stale = waiting.last_sequence
    set_address(client, waiting)

    late = set_address(client, closed)
    waiting_again = send_on_decision(
        client,
        waiting.reviewer,
        waiting,
        "address_letter",
        recipient="Autre",
        copies="",
        seen=stale,
    )

    assert late.status_code == 404
    assert waiting_again.status_code == 409
    assert standing(waiting).recipient == ADDRESS
    assert "Madame la Maire" not in text_of_pdf(content_of(closed))


@pytest.mark.parametrize("field", ["recipient", "copies"])
def test_what_is_typed_of_the_address_is_printed_as_typed(client, field):
    dossier = dossier_in("decided")
    typed = TYPED[:60]
    set_address(client, dossier, **{field: typed})

    assert typed.strip() in released(dossier)


@pytest.mark.parametrize("typed", ["漢字", "Երևան", "بيروت", "ភ្នំពេញ"])
def test_scripts_of_partners_are_printed_in_the_address_or_said(client, typed):
    dossier = dossier_in("decided")
    set_address(client, dossier, recipient=f"Mairie\n{typed}")

    page = decision_page(client, dossier)
    is_said = "La lettre ne peut pas tout imprimer" in page
    text = released(dossier)

    assert is_said == ("□" in text) == (typed == "漢字")
