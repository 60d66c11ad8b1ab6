"""The directory as a file: exported, read over with its faults by cell, written once agreed to."""

import codecs
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from partnerships.imports.directory import changes
from partnerships.imports.directory.changes import directory_plan
from partnerships.imports.directory.file import ROWS_MAX
from partnerships.models import AdvisoryBody
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import DepartementFactory
from tests.factories.lists import CountryFactory
from tests.factories.opinions import AdvisoryBodyFactory
from tests.factories.roles import text_of
from tests.partnerships.opinions.directory import (
    EXPORT,
    GOOD,
    HEADINGS,
    IMPORT,
    WRITTEN,
    csv_of,
    rows,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _places():
    DepartementFactory()
    DepartementFactory(code="01", name="Ain")
    CountryFactory()


def send(client, content, name="annuaire.csv", by=None):
    client.force_login(by or lead_reviewer())
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def agree(client, page):
    agreement = page.context["agreement"]
    return client.post(IMPORT, {**agreement.initial}, follow=True)


def test_file_that_declares_its_separator_is_read_and_its_faults_have_the_lines_of_excel(client):
    declared = b"sep=;\r\n" + GOOD.removeprefix(codecs.BOM_UTF8)
    wrong = declared.replace(b"@", b"", 1)

    refused = text_of(send(client, wrong))
    page = send(client, declared)
    agree(client, page)

    assert "Ligne 2, Courriel" in refused
    assert rows() == WRITTEN


def test_file_is_read_over_then_written_once(client):
    page = send(client, GOOD)
    assert rows() == set()

    first = agree(client, page)
    again = agree(client, page)

    assert "3 organismes nouveaux" in text_of(page)
    assert rows() == WRITTEN
    assert "3 organismes ajoutés, 0 modifié" in text_of(first)
    assert "dit déjà ce que dit ce fichier" in text_of(again)
    assert AdvisoryBody.objects.count() == 3
    assert {body.history.get().history_user for body in AdvisoryBody.objects.all()} != {None}


def test_export_is_read_again_without_a_change(client):
    for email in ("a@example.org", "b@example.org"):
        AdvisoryBodyFactory(name="=1+1", email=email, is_active=False)
    AdvisoryBodyFactory(
        kind="embassy", name="Ambassade", country=CountryFactory(), email="c@example.org"
    )
    client.force_login(lead_reviewer())

    content = client.get(EXPORT).content
    page = send(client, content)

    assert content.decode("utf-8-sig").splitlines()[0] == HEADINGS
    assert "'=1+1" in content.decode()
    assert "3 sans changement" in text_of(page)
    assert "Écrire dans l’annuaire" not in text_of(page)


def test_body_is_changed_by_its_identifier_or_by_its_name_and_place(client):
    known = AdvisoryBodyFactory(name="Ancien nom", email="ancien@example.org")
    prefecture = AdvisoryBodyFactory(
        kind="departement",
        name="Préfecture du Nord",
        email="vieille@example.org",
        departement=DepartementFactory(),
    )
    other = AdvisoryBodyFactory()
    page = send(
        client,
        csv_of(
            f"{known.uuid};autre organisme;Nouveau nom;neuf@example.org;;;;non",
            ";préfecture de département;;neuve@example.org;;59;;",
            headings=HEADINGS,
        ),
    )

    agree(client, page)

    known.refresh_from_db()
    prefecture.refresh_from_db()
    assert (known.name, known.email, known.is_active) == ("Nouveau nom", "neuf@example.org", False)
    assert (prefecture.email, prefecture.is_active) == ("neuve@example.org", True)
    assert "1 absent du fichier" in text_of(page)
    assert "<del>vieille@example.org</del>" in text_of(page)
    assert AdvisoryBody.objects.filter(pk=other.pk, is_active=True).exists()
    assert prefecture.history.count() == 2


FAULTS = [
    ("consulat;a@example.org;;;A", "Nature", "Écrivez l’une de ces natures"),
    (";a@example.org;;;A", "Nature", "Cette cellule est vide"),
    ("autre organisme;;;;A", "Courriel", "Cette cellule est vide"),
    ("autre organisme;pas une adresse;;;A", "Courriel", "comme nom@exemple.fr"),
    ("autre organisme;a@example.org;;;", "Nom", "Nommez cet organisme"),
    ("autre organisme;a@example.org;99;;A", "Département", "n’est pas dans la liste"),
    ("autre organisme;a@example.org;;Zzz;A", "Pays", "Zzz"),
    ("ambassade de France;a@example.org;;;A", "Pays", "Écrivez le lieu"),
    ("préfecture de département;a@example.org;;;A", "Département", "Écrivez le lieu"),
    (f"autre organisme;a@example.org;;;{'n' * 201}", "Nom", "trop long"),
    ("autre organisme;a@example.org;;;Agence\u202ednoF", "Nom", "inverse le sens"),
    ("autre organisme;a@example.org;;;Agence\x07", "Nom", "caractère de contrôle"),
]


def test_faults_are_said_by_line_and_cell_all_at_once_and_nothing_is_written(client):
    page = send(client, csv_of("autre organisme;b@example.org;;;B", *(line for line, *_ in FAULTS)))

    text = text_of(page)
    assert page.status_code == 422
    for number, (_line, heading, sentence) in enumerate(FAULTS, start=3):
        assert f"Ligne {number}, {heading}</strong>" in text
        assert sentence in text
    assert f"{len(FAULTS)} corrections sont demandées" in text
    assert "agreement" not in page.context
    assert rows() == set()


def test_identifier_that_is_unknown_or_broken_is_a_fault(client):
    lines = [
        f"{uuid4()};autre organisme;A;a@example.org;;;;",
        "x;autre organisme;B;b@example.org;;;;peut-être",
    ]

    text = text_of(send(client, csv_of(*lines, headings=HEADINGS)))

    assert "Ligne 2, Identifiant" in text
    assert "n’a pas cet identifiant" in text
    assert "Ligne 3, Identifiant" in text
    assert "Ligne 3, Proposé" in text


@pytest.mark.parametrize(
    ("headings", "sentence"),
    [
        ("Nature;Nom", "Courriel</strong>"),
        ("Nature;Courriel;Nature", "Deux colonnes ont ce titre"),
        ("Nature;Courriel;Téléphone", "Téléphone</strong>"),
    ],
)
def test_headings_are_checked(client, headings, sentence):
    page = send(client, csv_of("autre organisme;a@example.org;A", headings=headings))

    assert page.status_code == 422
    assert sentence in text_of(page)


def test_same_body_twice_and_address_of_another_are_faults(client):
    known = AdvisoryBodyFactory(name="Agence", email="agence@example.org")
    moved = AdvisoryBodyFactory(name="Autre", email="autre@example.org")
    lines = [
        f"{known.uuid};autre organisme;Agence;agence@example.org;;;;",
        f"{known.uuid};autre organisme;Agence;ailleurs@example.org;;;;",
        f"{moved.uuid};autre organisme;Agence;agence@example.org;;;;",
        ";autre organisme;Neuve;n@example.org;;;;",
        ";autre organisme;Neuve;n@example.org;;;;",
    ]

    text = text_of(send(client, csv_of(*lines, headings=HEADINGS)))

    assert "que la ligne 2" in text
    assert "a déjà cet organisme" in text
    assert "que la ligne 5" in text
    assert AdvisoryBody.objects.get(pk=moved.pk).name == "Autre"


def test_name_of_two_bodies_asks_for_the_identifier(client):
    for email in ("a@example.org", "b@example.org"):
        AdvisoryBodyFactory(name="Agence", email=email)

    text = text_of(send(client, csv_of("autre organisme;c@example.org;;;Agence")))

    assert "Plusieurs organismes de l’annuaire ont ce nom" in text


def test_directory_changed_meanwhile_is_read_over_again(client):
    body = AdvisoryBodyFactory(name="Agence", email="a@example.org")
    page = send(client, csv_of("autre organisme;b@example.org;;;Agence"))
    body.email = "c@example.org"
    body.save()

    outdated = agree(client, page)

    body.refresh_from_db()
    assert outdated.status_code == 409
    assert "a changé pendant votre lecture" in text_of(outdated)
    assert "<del>c@example.org</del>" in text_of(outdated)
    assert body.email == "c@example.org"
    agree(client, outdated)
    body.refresh_from_db()
    assert body.email == "b@example.org"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "est vide"),
        (HEADINGS.encode(), "pas de ligne"),
        (b"\x89PNG\x00\x00\x00", "pas un tableur"),
        (csv_of(*["autre organisme;a@example.org;;;A"] * (ROWS_MAX + 1)), "plus de 2000 lignes"),
        (csv_of(*["autre organisme;a@example.org;;;" + "é" * 30_000] * 40), "trop lourd"),
    ],
)
def test_file_that_is_none_is_refused_with_a_sentence(client, content, sentence):
    page = send(client, content)

    assert page.status_code == 422
    assert sentence in text_of(page)


def test_no_file_is_asked_for(client):
    client.force_login(lead_reviewer())

    assert "Choisissez le fichier" in text_of(client.post(IMPORT, {}))


@pytest.mark.parametrize("text", ["", "x", "Nature;Nom\nautre organisme;A", "\x00"])
def test_agreement_that_was_tampered_with_writes_nothing(client, text):
    client.force_login(lead_reviewer())

    page = client.post(IMPORT, {"text": text, "seen": "0" * 64})

    assert page.status_code in (409, 422)
    assert rows() == set()


@pytest.mark.parametrize("address", [IMPORT, EXPORT])
def test_directory_is_for_lead_reviewers(client, address):
    client.force_login(reviewer())

    assert client.get(address).status_code == 403
    assert send(client, GOOD, by=reviewer()).status_code == 403
    assert rows() == set()


@pytest.mark.parametrize("count", [3, 300])
def test_reading_over_runs_as_many_queries_for_three_hundred_bodies(
    client, count, django_assert_num_queries
):
    content = csv_of(*(f"autre organisme;a{n}@example.org;59;MA;A {n}" for n in range(count)))
    client.force_login(lead_reviewer())
    client.get(IMPORT)

    with django_assert_num_queries(8):
        page = client.post(IMPORT, {"file": SimpleUploadedFile("annuaire.csv", content)})

    assert f"{count} organismes nouveaux" in text_of(page)


def test_name_on_two_lines_is_one(client):
    agree(client, send(client, csv_of('autre organisme;a@example.org;;;"Agence\nde l’eau"')))

    assert AdvisoryBody.objects.get().name == "Agence de l’eau"


def test_first_file_sent_twice_at_once_is_read_over_again(client, monkeypatch):
    page = send(client, GOOD)

    def planned_then_overtaken(read):
        plan = directory_plan(read)
        AdvisoryBodyFactory(name="L’Agence", email="agence@example.org")
        return plan

    monkeypatch.setattr(changes, "directory_plan", planned_then_overtaken)

    assert agree(client, page).status_code == 409
    assert rows() == set()
