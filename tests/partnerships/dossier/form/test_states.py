"""What the pages of a dossier say of its state is true, and said as people say it."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.document.buffer import editing
from partnerships.models import (
    Action,
    ChangeRequest,
    DossierEdit,
    PartnershipVersion,
)
from partnerships.pages.components.history import SENTENCES
from partnerships.workflow.amendment import create_amendment
from partnerships.workflow.creation import create_dossier
from partnerships.workflow.refusals import Invalid
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.change_requests import ChangeRequestFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import step_of, text_of

pytestmark = pytest.mark.django_db


def page_of(client, dossier, slug=""):
    client.force_login(dossier.created_by)
    address = step_of(dossier, slug) if slug else dossier.get_absolute_url()
    return unescape(text_of(client.get(address)))


def write(dossier, by, **fields):
    with editing(dossier, by) as buffer:
        buffer.update(fields)


# Progress


def empty_dossier():
    member = MemberFactory()
    return create_dossier(member.authority, member.user)


def test_new_dossier_has_no_step_filled(client):
    page = page_of(client, empty_dossier(), "identite")

    assert "0 étape remplie sur 9, 5 facultatives" in page
    assert "préremplie, à relire" in page
    assert "complète" not in page


def test_filled_steps_are_counted_and_the_others_are_not(client):
    dossier = empty_dossier()
    write(dossier, dossier.created_by, kind="agreement", title="Puits", phase="active")
    write(dossier, dossier.created_by, **{"contact.phone": "01 23 45 67 89"})

    assert "2 étapes remplies sur 9, 5 facultatives" in page_of(client, dossier, "identite")


def test_complete_dossier_says_that_it_is_ready(client):
    dossier = dossier_in("draft")

    page = page_of(client, dossier, "relire")

    assert "4 étapes remplies sur 9, 4 facultatives : dossier complet" in page


def test_step_with_an_error_is_not_filled(client):
    dossier = dossier_in("draft", starts_on="hier")

    assert "3 étapes remplies sur 9" in page_of(client, dossier, "identite")


# When it was saved


def test_save_is_not_dated_by_an_act_of_an_officer(client):
    dossier = dossier_in("changes_requested")
    written = timezone.now() - timedelta(days=3)
    write(dossier, dossier.created_by, summary="Neuf")
    DossierEdit.objects.update(at=written)

    page = page_of(client, dossier, "sujet")

    assert dossier.updated_at.date() != written.date()
    local = timezone.localtime(written)
    assert f"{local:%H:%M} (heure de Paris)" in page


# Requests of the officers


def asked(status="changes_requested", **fields):
    dossier = dossier_in(status, **fields)
    if not dossier.change_requests.exists():
        ChangeRequestFactory(dossier=dossier, sent=True)
    return dossier


def answer(client, dossier, row):
    address = reverse("partnerships:change_request_answer", args=[dossier.uuid])
    return client.post(address, {"do": f"answered:{row.uuid}", f"answer.{row.uuid}": "Voilà."})


def test_deposit_says_which_requests_have_no_answer_and_takes_one_afterwards(client):
    dossier = asked()

    before = page_of(client, dossier, "relire")
    address = reverse("partnerships:dossier_action", args=[dossier.uuid, "submit"])
    after = unescape(text_of(client.post(address, {"seen": dossier.last_sequence}, follow=True)))
    row = dossier.change_requests.get()
    answer(client, dossier, row)

    assert "Une demande de l’administration n’a pas de réponse" in before
    assert "Une demande de l’administration reste sans réponse" in after
    row.refresh_from_db()
    assert (row.status, row.answer.body) == ("answered", "Voilà.")


def test_answered_requests_are_not_recalled(client):
    dossier = asked()
    client.force_login(dossier.created_by)
    answer(client, dossier, dossier.change_requests.get())

    assert "n’a pas de réponse" not in page_of(client, dossier, "relire")


@pytest.mark.parametrize("status", ["submitted", "under_review", "decided"])
def test_request_is_answered_until_the_decision_is_notified(client, status):
    dossier = asked(status)
    client.force_login(dossier.created_by)
    page = page_of(client, dossier)

    answer(client, dossier, dossier.change_requests.get())

    assert "C’est fait : marquer répondu" in page
    assert ChangeRequest.objects.get().status == "answered"


def test_request_of_a_closed_dossier_waits_for_nobody(client):
    dossier = asked("closed")
    client.force_login(dossier.created_by)

    page = page_of(client, dossier)
    response = answer(client, dossier, dossier.change_requests.get())

    assert "restée sans réponse" in page
    assert "marquer répondu" not in page
    assert response.status_code == 404
    assert ChangeRequest.objects.get().status == "sent"


# Amendments


@pytest.fixture
def amended():
    first = dossier_in("closed")
    return create_amendment(first.partnership, first.created_by)


def test_amendment_that_changes_nothing_is_not_deposited(client, amended):
    page = page_of(client, amended, "relire")
    address = reverse("partnerships:dossier_action", args=[amended.uuid, "submit"])
    response = client.post(address, {"seen": amended.last_sequence}, follow=True)

    assert "Rien ne change" in page
    assert "data-deposit" not in page
    assert "ne change rien à ce qui est publié" in text_of(response)
    amended.refresh_from_db()
    assert amended.submission_count == 0
    with pytest.raises(Invalid):
        act(amended, Action.SUBMIT, amended.created_by)


@pytest.mark.parametrize(
    "fields", [{"title": "Un autre titre"}, {"contact.phone": "01 23 45 67 89"}]
)
def test_amendment_of_a_public_or_private_field_is_deposited(client, amended, fields):
    write(amended, amended.created_by, **fields)

    page = page_of(client, amended, "relire")
    act(amended, Action.SUBMIT, amended.created_by)

    assert "Rien ne change" not in page
    assert PartnershipVersion.objects.count() == 1


def test_spelling_of_an_amount_or_a_date_is_no_change(amended):
    write(amended, amended.created_by, starts_on="2024-01-15")

    with pytest.raises(Invalid):
        act(amended, Action.SUBMIT, amended.created_by)


# Words of the state


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("accepted", "accepté"),
        ("reserved", "accepté avec réserves"),
        ("rejected", "refusé"),
    ],
)
def test_closed_dossier_is_called_by_its_decision(client, outcome, words):
    dossier = dossier_in("closed", outcome=outcome)

    page = page_of(client, dossier)
    workspace = unescape(text_of(client.get(reverse("partnerships:workspace"))))

    assert f">{words}</span>" in page
    assert f"<td>{words.capitalize()}</td>" in workspace
    assert ">clos<" not in page.lower() + workspace.lower()


def test_withdrawn_dossier_is_called_so(client):
    dossier = dossier_in("submitted")
    act(dossier, Action.WITHDRAW, dossier.created_by)

    assert ">retiré</span>" in page_of(client, dossier)


# Acts on what is published


def test_accepted_dossier_leads_to_all_that_may_follow(client):
    dossier = dossier_in("closed")
    public_id = dossier.partnership.public_id

    page = page_of(client, dossier)

    for name in ("partnership_confirm", "dossier_amend", "partnership_close"):
        assert f'action="{reverse(f"partnerships:{name}", args=[public_id])}"' in page
    assert f'href="{reverse("partnerships:phase_change", args=[public_id])}"' in page


@pytest.mark.parametrize(
    "dossier_made",
    [lambda: dossier_in("submitted"), lambda: dossier_in("closed", outcome="rejected")],
)
def test_other_dossiers_offer_none_of_it(client, dossier_made):
    assert "Proposer une modification" not in page_of(client, dossier_made())


# History


def test_history_is_told_in_sentences(client):
    officer = reviewer()
    dossier = dossier_in("changes_requested", officer=officer)

    page = page_of(client, dossier)
    client.force_login(officer)
    review = unescape(
        text_of(client.get(reverse("partnerships:review_detail", args=[dossier.uuid])))
    )

    for words in (page, review):
        assert f"{dossier.created_by} a déposé le dossier" in words
        assert f"{officer} a demandé des compléments" in words
    assert "Demander des compléments<" not in page


def test_each_action_of_the_journal_has_its_sentence():
    composed = {Action.ACCEPT, Action.RESERVE, Action.REJECT}

    assert set(SENTENCES) == set(Action) - composed
    assert all(text.startswith("%(who)s a ") for text in map(str, SENTENCES.values()))


def test_steps_that_the_deposit_asks_for_are_named(client):
    dossier = dossier_in("draft", title="", summary="")

    page = page_of(client, dossier, "calendrier")

    named = page.partition('class="dossier-steps__left">')[2].partition("<")[0]
    assert named.endswith(": Identité, Sujet")


def test_leaving_a_step_says_what_is_missing_and_goes_on(client):
    dossier = dossier_in("draft", summary="")
    client.force_login(dossier.created_by)
    address = reverse("partnerships:dossier_step", args=[dossier.uuid, "sujet"])

    response = client.post(address, {"do": "goto:calendrier"}, follow=True)
    again = client.post(address, {"summary": "Dit.", "do": "goto:calendrier"}, follow=True)

    assert response.redirect_chain[-1][0].endswith("/calendrier/")
    assert "«\u202fSujet\u202f» est enregistrée. Il y manque, pour déposer\u202f: Résumé." in (
        unescape(response.content.decode())
    )
    assert "Il y manque" not in again.content.decode()
