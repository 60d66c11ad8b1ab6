"""The progress of a proposition, as curators write it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Partnership
from proposals.models import Evidence, EvidenceKind, Progress, ProgressNote
from tests.factories.accounts import UserFactory
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.partnerships.propositions.sent import WITHOUT_EVIDENCE, address, sent, today

pytestmark = pytest.mark.django_db


def test_a_note_changes_the_progress_and_shows_to_anyone(client, proposal, curator):
    review = today() + timedelta(days=90)

    response = client.post(address(), sent(next_review=review.isoformat()))

    assert response.status_code == 302
    note = proposal.notes.get()
    assert (note.progress, note.written_by, note.next_review) == ("under_way", curator, review)
    assert [each.kind for each in note.evidence.all()] == [EvidenceKind.LINK]
    proposal.refresh_from_db()
    assert proposal.progress == Progress.UNDER_WAY
    text = client.get(proposal.get_absolute_url()).content.decode()
    assert "Deux collectivités publient leurs données." in text
    assert "Jugé par\u202f: Bureau de la coopération." in text
    assert 'href="https://example.org/page"' in text
    assert "consultée le " in text
    # Who wrote it is for the workshop alone.
    assert (
        "Curatrice"
        not in client.get(proposal.get_absolute_url())
        .content.decode()
        .partition("<main")[2]
        .partition("</main")[0]
    )


def test_a_note_sent_twice_is_one(client, proposal, curator):
    fields = sent()

    answers = [client.post(address(), fields) for _click in range(2)]

    assert [each.status_code for each in answers] == [302, 302]
    assert proposal.notes.count() == 1
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "pas encore venu"),
        ({"on": ""}, "Ce champ est à remplir"),
        ({"on": "hier"}, "Cette date n’est pas valable"),
        ({"text": "  "}, "que des espaces"),
        ({"text": "x" * 2_001}, "raccourcissez-le à 2\u202f000"),
        ({"progress": "achieved"}, "progress"),
        ({"next_review": timezone.localdate().isoformat()}, "après aujourd’hui"),
        (WITHOUT_EVIDENCE, "s’appuie sur une preuve"),
        ({"link-0-on": ""}, "quel jour la page a été lue"),
        ({"link-0-on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "pas encore venu"),
        ({"link-0-url": ""}, "adresse entière"),
        ({"link-0-url": "javascript:alert(1)"}, "n’est pas celle d’une page"),
        ({"partnership-0-partnership": "zzzzzzzz"}, "Aucune fiche publique"),
        ({"partnership-0-partnership": "n’importe quoi"}, "Aucune fiche publique"),
        ({"decision-0-label": "Vote du conseil"}, "le jour de la décision"),
        ({"decision-0-on": "2024-05-02"}, "ce qui a été décidé"),
        ({"document-0-label": "Convention"}, "Choisissez le fichier"),
    ],
)
def test_a_refused_note_says_why_and_keeps_what_was_typed(client, proposal, curator, fields, error):
    response = client.post(address(), sent(**fields))

    text = response.content.decode()
    assert response.status_code == 422
    assert error in text
    assert "Bureau de la coopération" in text
    for name in ("link-0-url", "decision-0-label", "partnership-0-partnership"):
        if fields.get(name):
            assert fields[name].replace("’", "’") in text
    assert not ProgressNote.objects.exists()
    assert not Evidence.objects.exists()
    proposal.refresh_from_db()
    assert proposal.progress == Progress.UNKNOWN


@pytest.mark.parametrize("progress", ["", Progress.UNKNOWN])
def test_no_evidence_is_asked_where_nothing_is_claimed(client, proposal, curator, progress):
    response = client.post(address(), sent(progress=progress, **WITHOUT_EVIDENCE))

    assert response.status_code == 302
    proposal.refresh_from_db()
    assert proposal.progress == Progress.UNKNOWN


def test_a_partnership_is_named_by_its_address_or_its_identifier(client, proposal, curator):
    row, other = published(title="Portail commun"), published(title="Retiré depuis")
    pages = {
        "partnership-0-partnership": f"https://portail.example{row.get_absolute_url()}",
        "partnership-1-partnership": other.public_id,
    }

    client.post(address(), sent(**pages, **WITHOUT_EVIDENCE))
    Partnership.objects.filter(pk=other.pk).update(is_suspended=True)

    note = proposal.notes.get()
    assert [each.partnership for each in note.evidence.all()] == [row.public_id, other.public_id]
    text = client.get(proposal.get_absolute_url()).content.decode()
    assert f'href="{row.get_absolute_url()}">Portail commun</a>' in text
    assert "Retiré depuis" not in text
    assert "n’est plus public" in text


def test_a_suspended_partnership_is_no_evidence(client, proposal, curator):
    row = published()
    Partnership.objects.filter(pk=row.pk).update(is_suspended=True)

    fields = sent(**{"partnership-0-partnership": row.public_id}, **WITHOUT_EVIDENCE)

    assert client.post(address(), fields).status_code == 422


def test_who_writes_second_is_told_what_was_written_first(client, proposal, curator):
    client.post(address(), sent(text="Le premier point."))

    second = client.post(address(), sent(text="Le second point."))

    text = second.content.decode()
    assert second.status_code == 422
    assert "Un autre point a été écrit pendant ce temps" in text
    assert "Le premier point." in text
    assert "Le second point." in text
    seen = proposal.notes.get().pk
    assert f'name="seen" value="{seen}"' in text
    assert client.post(address(), sent(text="Le second point.", seen=seen)).status_code == 302
    assert proposal.notes.count() == 2


def test_a_withdrawal_asks_why_and_gives_the_progress_back(client, proposal, curator):
    client.post(address(), sent())
    note = proposal.notes.get()
    page = reverse("proposals:workshop_note_withdraw", args=[5, note.uuid])

    refused = client.post(page, {"reason": "  "})
    done = client.post(page, {"reason": "C’était une autre page."})
    again = client.post(page, {"reason": "Encore"})

    assert refused.status_code == 422
    assert "Dites pourquoi" in refused.content.decode()
    assert (done.status_code, again.status_code) == (302, 302)
    note.refresh_from_db()
    assert note.withdrawal_reason == "C’était une autre page."
    proposal.refresh_from_db()
    assert proposal.progress == Progress.UNKNOWN
    public = client.get(proposal.get_absolute_url()).content.decode()
    assert "Deux collectivités publient" not in public
    assert "une autre page" not in public
    workshop = client.get(address()).content.decode()
    assert "Deux collectivités publient" in workshop
    assert "C’était une autre page." in workshop


def test_a_note_of_another_proposition_is_not_withdrawn(client, proposal, curator):
    ProposalFactory(number=6)
    client.post(address(), sent())
    note = proposal.notes.get()

    page = reverse("proposals:workshop_note_withdraw", args=[6, note.uuid])

    assert client.post(page, {"reason": "Non"}).status_code == 404
    note.refresh_from_db()
    assert note.withdrawn_at is None


def test_what_was_typed_waits_for_who_typed_it(client, proposal, curator):
    client.logout()
    fields = sent(person=str(curator.journal_id), text="Écrit trop tard.")

    response = client.post(address(), fields)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    assert not ProgressNote.objects.exists()
    session = client.session
    client.force_login(UserFactory(codenames=["curate_proposals"]))
    client.session.update(dict(session.items()))
    assert "Écrit trop tard." not in client.get(address()).content.decode()


def test_what_was_typed_comes_back_after_signing_in(client, proposal, curator):
    curator.set_password("un-mot-de-passe-9")
    curator.save()
    curator.emailaddress_set.create(email=curator.email, verified=True, primary=True)
    client.logout()
    client.post(address(), sent(person=str(curator.journal_id), text="Écrit trop tard."))

    client.post(reverse("account_login"), {"login": curator.email, "password": "un-mot-de-passe-9"})
    first, second = (client.get(address()).content.decode() for _visit in range(2))

    assert "Écrit trop tard." in first
    assert "https://example.org/page" in first
    assert "Écrit trop tard." not in second


@pytest.mark.parametrize("codenames", [[], ["review_dossier", "lead_review"]])
def test_who_is_no_curator_writes_nothing(client, proposal, codenames):
    client.force_login(UserFactory(codenames=codenames))

    assert client.get(address()).status_code == 403
    assert client.post(address(), sent()).status_code == 403
    assert not ProgressNote.objects.exists()


def test_an_unknown_proposition_is_not_found(client, curator):
    assert client.get(address(21)).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_queries_for_any_number_of_notes(
    client, proposal, curator, rows, django_assert_num_queries
):
    for rank in range(rows):
        last = proposal.notes.order_by("-pk").values_list("pk", flat=True).first() or 0
        client.post(address(), sent(text=f"Point {rank}", seen=last))

    with django_assert_num_queries(9):
        client.get(address())
