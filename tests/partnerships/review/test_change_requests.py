"""Change requests: drafted by officers, hidden from the authority, then sent together."""

import uuid

import pytest
from django.urls import reverse

from partnerships.models import Action, ChangeRequest, DossierStatus, Message, OutboxMail
from partnerships.workflow.change_requests import drop, gather, reword
from partnerships.workflow.refusals import NotAllowed, Refused
from tests.factories.accounts import reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.change_requests import SECRET, add, answer, do, sent
from tests.factories.dossiers import act, dossier_in
from tests.factories.filling import step_of
from tests.factories.messages import review_page
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(officer):
    return dossier_in("under_review", officer=officer)


def test_gathered_requests_are_seen_by_officers_only_and_sent_together(client, dossier, officer):
    colleague = reviewer()
    assert add(client, colleague, dossier).status_code == 302
    assert (
        add(client, officer, dossier, body="Datez la fin", field_path="ends_on").status_code == 302
    )

    client.force_login(dossier.created_by)
    before = client.get(dossier.get_absolute_url()).content.decode()
    client.force_login(officer)
    page = client.get(review_page(dossier)).content.decode()
    rows = list(ChangeRequest.objects.all())
    client.post(
        reverse("partnerships:review_action", args=[dossier.uuid, "request_changes"]),
        {"seen": dossier.last_sequence, "requests": [str(row.uuid) for row in rows]},
    )

    assert SECRET not in before
    assert SECRET in page
    assert str(colleague) in page
    assert not ChangeRequest.objects.gathered().exists()
    dossier.refresh_from_db()
    assert dossier.status == DossierStatus.CHANGES_REQUESTED
    mail = OutboxMail.objects.get(
        cause__endswith="request_changes", recipient=dossier.created_by.email
    )
    assert SECRET in mail.body
    assert "Datez la fin" in mail.body
    assert set(Message.objects.values_list("field_path", flat=True)) == {"title", "ends_on"}


def test_request_that_the_page_did_not_show_is_not_sent(dossier, officer):
    shown = gather(dossier, by=officer, body="Vu")
    gather(dossier, by=reviewer(), body="Ajouté entre-temps")

    act(dossier, Action.REQUEST_CHANGES, officer, requests=[str(shown.uuid)])

    assert [row.body for row in ChangeRequest.objects.gathered()] == ["Ajouté entre-temps"]
    assert list(Message.objects.values_list("body", flat=True)) == ["Vu"]


def test_form_sent_twice_makes_one_request(client, dossier, officer):
    token = str(uuid.uuid4())

    add(client, officer, dossier, token=token)
    add(client, officer, dossier, token=token)

    assert ChangeRequest.objects.count() == 1


@pytest.mark.parametrize("body", ["", " \x00 ", "é" * 10_001])
def test_empty_or_too_long_request_is_refused_and_its_text_kept(client, dossier, officer, body):
    response = add(client, officer, dossier, body=body)

    assert response.status_code == 409
    assert response.context["page"].exchanges.box.body == body
    assert not ChangeRequest.objects.exists()


def test_request_sent_after_the_session_ended_is_kept(client, dossier, officer):
    client.logout()
    address = reverse("partnerships:change_request_add", args=[dossier.uuid])
    client.post(address, {"body": SECRET, "field_path": "title"})
    client.force_login(officer)

    box = client.get(review_page(dossier)).context["page"].exchanges.box

    assert (box.body, box.field_path) == (SECRET, "title")


def test_rewording_keeps_a_colleague_s_concurrent_text(client, dossier, officer):
    row = gather(dossier, by=officer, body="Premier texte")
    reword(dossier, row.uuid, by=reviewer(), body="Texte du collègue", was="Premier texte")

    response = do(client, officer, dossier, row, "reword", body="Le mien", was="Premier texte")

    row.refresh_from_db()
    assert (response.status_code, row.body) == (409, "Texte du collègue")
    assert "Le mien" in text_of(response)
    assert "Texte du collègue" in text_of(response)
    do(client, officer, dossier, row, "reword", body="Le mien", was="Texte du collègue")
    row.refresh_from_db()
    assert row.body == "Le mien"


def test_request_is_deleted_only_before_it_is_sent(client, dossier, officer):
    row = gather(dossier, by=officer, body="À retirer")
    do(client, officer, dossier, row, "drop")
    assert not ChangeRequest.objects.exists()

    request, dossier = sent(dossier, officer)

    with pytest.raises(Refused):
        drop(dossier, request.uuid, by=officer)


@pytest.mark.parametrize("role", ["member", "own officer", "stranger"])
def test_only_officers_who_may_review_gather(client, dossier, officer, role):
    row = gather(dossier, by=officer, body=SECRET)
    person = {
        "member": lambda: dossier.created_by,
        "own officer": lambda: (
            MemberFactory(authority=dossier.lead_authority, user=reviewer()).user
        ),
        "stranger": lambda: MemberFactory().user,
    }[role]()

    with pytest.raises(NotAllowed):
        gather(dossier, by=person, body="Non")
    assert add(client, person, dossier).status_code in (403, 404)
    for what in ("reword", "drop", "settle", "reask"):
        response = do(client, person, dossier, row, what, body="x", was=SECRET)
        assert response.status_code in (403, 404)
    assert answer(client, person, dossier, row).status_code == 404
    assert ChangeRequest.objects.get().body == SECRET


def test_unsent_request_is_on_no_page_or_paper_of_the_authority(client, dossier, officer):
    gather(dossier, by=officer, body=SECRET)
    request = gather(dossier, by=officer, body="Datez la fin", field_path="ends_on")
    dossier = act(dossier, Action.REQUEST_CHANGES, officer, requests=[str(request.uuid)])
    client.force_login(dossier.created_by)

    pages = [
        client.get(address).content.decode()
        for address in (
            dossier.get_absolute_url(),
            step_of(dossier, "identite"),
            step_of(dossier, "calendrier"),
            reverse("partnerships:workspace"),
        )
    ]

    assert any("Datez la fin" in page for page in pages)
    assert all(SECRET not in page for page in pages)
    assert not Message.objects.filter(body=SECRET).exists()
    assert not OutboxMail.objects.filter(body__contains=SECRET).exists()
