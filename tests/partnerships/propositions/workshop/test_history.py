"""The history of a proposition: who did what, when, why; taking an earlier text up again."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from proposals.models import Progress, ProgressNote, Proposal, Replacement
from proposals.progress import record_note, withdraw_note
from proposals.publishing import publish_text
from tests.factories.accounts import curator
from tests.factories.lists import ProposalFactory, ProposalTextFactory
from tests.partnerships.propositions.curating import OFFICIAL, Curating, at, words
from tests.partnerships.propositions.notes import link

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    def move(now):
        monkeypatch.setattr(timezone, "now", lambda: now)

    move(NOW)
    return move


@pytest.fixture
def work():
    return Curating(title="Premier titre", body="Premier corps.")


def write(work, title, **data):
    work.begin()
    work.type(title=title)
    return work.publish(**data)


def test_history_tells_who_did_what_when_and_why(work, clock):
    write(work, "Deuxième titre", reason="Mieux dit.")
    clock(NOW + timedelta(hours=1))
    write(work, "Troisième titre", when="later", day="2026-12-24", hour="18:30")

    page = words(work.get("history"))

    assert "30 novembre 2026, 10:00 Anne Curie a publié ce texte. Deuxième titre" in page
    assert "Motif : Mieux dit." in page
    assert "Anne Curie a programmé ce texte pour le 24 décembre 2026, 18:30." in page
    assert "Le portail a publié ce texte. Premier titre" in page
    assert (
        page.index("Troisième titre") < page.index("Deuxième titre") < page.index("Premier titre")
    )


def test_history_tells_notes_window_and_order(work, clock):
    note = record_note(
        ProgressNote(
            proposal=work.proposal,
            on=date(2026, 11, 1),
            progress=Progress.UNDER_WAY,
            text="Un appel est ouvert.",
            written_by=work.person,
        ),
        [link()],
    )
    clock(NOW + timedelta(minutes=1))
    withdraw_note(note, by=curator(first_name="Paul", last_name="Valéry"), reason="Mauvaise année.")
    record_note(
        ProgressNote(
            proposal=work.proposal, on=date(2026, 11, 2), text="Un point.", written_by=work.person
        )
    )
    proposal = Proposal.objects.get(number=5)
    proposal.position = 2
    proposal._history_user = work.person
    proposal.save()
    proposal.published_until = datetime(2027, 1, 1, tzinfo=UTC)
    proposal.save()

    page = words(work.get("history"))

    assert "Anne Curie a noté l’avancement «\u202fengagée\u202f»\u202f: Un appel est ouvert." in (
        work.get("history").content.decode()
    )
    assert "Paul Valéry a retiré la note" in page
    assert "Motif : Mauvaise année." in page
    assert "Anne Curie a noté : Un point." in page.replace("\u202f", " ")
    assert "Anne Curie l’a déplacée du rang 5 au rang 2." in page
    assert "début sans limite, fin 1er janvier 2027, 01:00." in page


def test_history_tells_a_replacement_and_its_end(work):
    file = Replacement.objects.create(
        file_name="vingt.csv",
        sha256="0" * 64,
        reason="Texte reçu.",
        applied_by=work.person,
        undone_at=NOW,
        undone_by=work.person,
        undo_reason="Fichier d’essai.",
    )
    content = {**work.proposal.text.content, "title": "Du fichier"}
    publish_text(work.proposal, content, by=work.person, reason="Texte reçu.", replacement=file)

    page = words(work.get("history"))

    assert "Anne Curie a remplacé le texte par celui du fichier « vingt.csv »." in page.replace(
        "\u202f", " "
    )
    assert "Anne Curie a annulé le remplacement par le fichier" in page
    assert "Motif : Fichier d’essai." in page


def test_history_of_a_proposition_without_a_text_is_empty():
    work = Curating()
    work.proposal.texts.all().delete()

    assert "Rien n’a encore été fait" in words(work.get("history"))


def test_each_text_is_read_with_what_it_changed_of_its_neighbour(work):
    write(work, "Deuxième titre", reason="Mieux dit.")
    first, second = work.texts()

    page = work.get("text", second.pk)
    earlier = work.get("text", first.pk)

    assert "retiré : Premier ajouté : Deuxième titre" in words(page)
    assert "C’est le texte en vigueur." in words(page)
    assert "Motif : Mieux dit." in words(page)
    assert at("text", first.pk) in page.content.decode()
    assert "Reprendre ce texte" not in words(page)
    assert "Premier corps." in words(earlier)
    assert "C’est le premier texte." in words(earlier)
    assert "jusqu’au 30 novembre 2026, 10:00" in words(earlier)
    assert at("text", second.pk) in earlier.content.decode()


def test_text_of_another_proposition_is_not_found(work):
    other = ProposalFactory(number=6).texts.get()

    assert work.get("text", other.pk).status_code == 404
    assert work.post("restore", other.pk).status_code == 404
    assert work.get("text", 10**30).status_code == 404


def test_earlier_text_is_taken_up_again(work, clock):
    write(work, "Deuxième titre")
    clock(NOW + timedelta(hours=1))
    first = work.texts()[0]

    response = work.client.post(at("restore", first.pk), {"replaced": ""}, follow=True)

    assert response.redirect_chain[-1][0] == at("publish")
    assert "retiré : Deuxième ajouté : Premier titre" in words(response)
    work.publish(reason="Le premier était juste.")
    text = work.texts()[-1]
    assert (text.restores, text.title, text.body) == (first, "Premier titre", "Premier corps.")
    assert "</span>Premier titre</h1>" in Client().get("/propositions/5/").content.decode()
    page = words(work.get("history"))
    assert "Anne Curie a repris le texte du 31 juillet 2018, 02:00." in page
    assert "Motif : Le premier était juste." in page


def test_text_taken_up_and_then_changed_is_another_text(work):
    write(work, "Deuxième titre")
    work.post("restore", work.texts()[0].pk, replaced="")
    work.type(body="Un autre corps.")

    work.publish()

    assert work.texts()[-1].restores is None


def test_taking_up_the_text_of_the_report_asks_for_a_reason(clock):
    work = Curating(**OFFICIAL)
    write(work, "Deuxième titre", reason="Essai.")
    clock(NOW + timedelta(hours=1))
    work.post("restore", work.texts()[0].pk, replaced="")

    assert work.publish(reason="").status_code == 422
    assert work.publish(reason="Retour.").status_code == 302


def test_taking_up_over_a_draft_asks_first(work):
    write(work, "Deuxième titre")
    first = work.texts()[0]
    work.begin()
    work.type(title="Brouillon en cours")

    page = work.get("text", first.pk)
    assert "ses mots seront effacés" in words(page)
    unseen = work.client.post(at("restore", first.pk), {"replaced": ""}, follow=True)
    assert "Rien n’est changé" in words(unseen)
    assert work.draft().typed["title"] == "Brouillon en cours"

    work.post("restore", first.pk, replaced=work.draft().version)
    assert work.draft().typed["title"] == "Premier titre"
    assert work.draft().restores == first


def test_scheduled_text_is_not_taken_up(work):
    write(work, "Troisième titre", when="later", day="2026-12-24", hour="18:30")

    page = words(work.get("text", work.texts()[-1].pk))

    assert "pas encore en vigueur" in page
    assert "Reprendre ce texte" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_history_asks_the_same_queries_for_any_number_of_entries(
    work, rows, django_assert_num_queries
):
    proposal = ProposalFactory(number=6)
    for rank in range(rows):
        proposal.texts.filter(effective_until=None).update(
            effective_until=NOW + timedelta(days=rank)
        )
        ProposalTextFactory(
            proposal=proposal,
            title=f"Texte {rank}",
            effective_from=NOW + timedelta(days=rank),
            published_by=curator(),
            restores=proposal.texts.first(),
        )
        record_note(
            ProgressNote(
                proposal=proposal, on=date(2026, 1, 1), text=f"Note {rank}", written_by=curator()
            )
        )
        proposal.unpublished_texts.create(title=f"Brouillon {rank}", removed_by=curator())
        proposal.position += 1
        proposal.save()

    work.client.get(at("history", number=6))  # what is read once per process
    with django_assert_num_queries(11):
        work.client.get(at("history", number=6))
    last = proposal.texts.order_by("effective_from").last()
    with django_assert_num_queries(8):
        work.client.get(at("text", last.pk, number=6))
