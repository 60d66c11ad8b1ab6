"""The replacement of the twenty through its pages: template, file, dry run, and by whom."""

from uuid import uuid4

import pytest
from django.urls import reverse

from partnerships.files.workbook import CELL_MAX
from partnerships.pages.propositions.workshop.replacement.replacement_sheet import (
    csv_lines,
    xlsx_lines,
)
from proposals.models import (
    Proposal,
    ProposalDraft,
    Replacement,
    ReplacementFile,
)
from tests.factories.accounts import UserFactory, curator
from tests.factories.lists import ProposalFactory
from tests.factories.roles import text_of
from tests.partnerships.propositions.replacing import (
    PAGE,
    applied,
    apply,
    line,
    received,
    send,
    titles,
    undo_page,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client):
    client.force_login(curator())
    return client


@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_the_template_that_is_downloaded_changes_nothing_when_sent_back(signed_in, extension):
    for number in range(1, 21):
        ProposalFactory(number=number, body="Un.\n\n- deux\n=trois")
    template = signed_in.get(reverse("proposals:workshop_replacement_template", args=[extension]))

    response = send(signed_in, name=f"a.{extension}", content=template.content)

    assert f'filename="propositions.{extension}"' in template["Content-Disposition"]
    text = text_of(signed_in.get(response.url))
    assert "ne change rien" in text
    assert "Remplacer ces textes" not in text


def test_a_text_too_long_for_excel_leads_to_the_csv(signed_in):
    ProposalFactory(number=7, body="a" * (CELL_MAX + 1))

    response = signed_in.get(
        reverse("proposals:workshop_replacement_template", args=["xlsx"]), follow=True
    )

    assert "Le texte de la proposition 7 est plus long" in text_of(response)


def test_the_dry_run_shows_the_words_and_changes_nothing(signed_in):
    ProposalFactory(number=5, title="Créer un label")
    ProposalFactory(number=6)
    ProposalDraft.objects.create(proposal=Proposal.objects.get(number=5))

    text = text_of(signed_in.get(received(signed_in, line(5, "Créer une fondation"))))

    assert "<ins>" in text
    assert "une fondation" in text
    assert "<del>" in text
    assert "un label" in text
    assert "« vingt.xlsx » change 1 proposition" in text
    assert "laissées comme elles sont : 1, 2, 3, 4, 6" in text
    assert "Un brouillon est commencé" in text
    assert titles()[5] == "Créer un label"


def test_a_file_sent_twice_by_a_double_click_is_stored_once(signed_in):
    token, content = str(uuid4()), xlsx_lines([line(5)])

    first = send(signed_in, content=content, token=token)
    second = send(signed_in, content=content, token=token)

    assert first.url == second.url
    assert ReplacementFile.objects.count() == 1


def test_faults_are_told_cell_by_cell_and_nothing_is_stored(signed_in):
    ProposalFactory(number=5, title="Avant")

    response = send(signed_in, line(5, ""), line(21), line(5, wording="sûre"))

    text = text_of(response)
    assert response.status_code == 422
    assert "3 corrections sont demandées" not in text
    faults = response.context["faults"].shown
    assert [(each.cell, each.heading) for each in faults] == [
        ("B2", "Titre"),
        ("A3", "Numéro"),
        ("G4", "Formulation"),
        ("A4", "Numéro"),
    ]
    assert "4 corrections sont demandées" in text
    assert ReplacementFile.objects.count() == 0
    assert titles()[5] == "Avant"


def test_only_the_first_faults_of_many_are_shown(signed_in):
    response = send(signed_in, *(line(99) for _each in range(120)))

    assert len(response.context["faults"].shown) == 100
    assert "Et 20 autres" in text_of(response)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "vide"), (b"\x00" * 40, "n’est pas un tableur"), (csv_lines([]), "Aucune ligne")],
)
def test_a_file_that_is_no_template_is_refused(signed_in, content, words):
    response = send(signed_in, content=content, name="a.csv")

    assert response.status_code == 422
    assert words in text_of(response)


def test_no_file_is_told(signed_in):
    response = signed_in.post(PAGE, {"token": ""})

    assert response.status_code == 422
    assert "Choisissez le fichier" in text_of(response)


def test_names_of_files_are_texts(signed_in):
    response = send(signed_in, line(5), name="<b>gras</b>.xlsx")

    assert "<b>gras" not in text_of(signed_in.get(response.url))
    assert "<b>gras" not in text_of(signed_in.get(PAGE))


def test_a_waiting_file_is_deleted_and_no_text_changes(signed_in):
    ProposalFactory(number=5, title="Avant")
    address = received(signed_in, line(5))
    assert "pas encore appliqués" in text_of(signed_in.get(PAGE))

    response = signed_in.post(f"{address}supprimer/")

    assert response.url == PAGE
    assert signed_in.get(address).status_code == 404
    assert titles()[5] == "Avant"


def test_an_applied_file_is_not_deleted(signed_in):
    ProposalFactory(number=5)
    address = received(signed_in, line(5))
    apply(signed_in, address)

    signed_in.post(f"{address}supprimer/")

    assert ReplacementFile.objects.count() == 1
    assert signed_in.get(address).url == PAGE


@pytest.mark.parametrize("codenames", [[], ["review_dossier"], ["lead_review"]])
def test_only_curators_replace(client, codenames):
    ProposalFactory(number=5, title="Avant")
    client.force_login(curator())
    address = received(client, line(5))
    seen = client.get(address).context["seen"]
    client.force_login(UserFactory(codenames=codenames))

    assert send(client, line(5)).status_code == 403
    assert client.get(address).status_code == 403
    data = {"seen": seen, "when": "now", "reason": "x"}
    assert client.post(address, data).status_code == 403
    assert client.post(f"{address}supprimer/").status_code == 403
    for extension in ("csv", "xlsx"):
        template = reverse("proposals:workshop_replacement_template", args=[extension])
        assert client.get(template).status_code == 403
    assert titles()[5] == "Avant"
    assert ReplacementFile.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_the_same_queries_for_any_number_of_rows(
    signed_in, count, django_assert_num_queries
):
    for number in range(1, count + 1):
        ProposalFactory(number=number, title="Avant")
        applied(signed_in, line(number))
    address = received(signed_in, *(line(n, "Encore") for n in range(1, count + 1)))
    for number in range(1, count):
        received(signed_in, line(number, "Encore une fois"))
    last = Replacement.objects.latest("pk")

    with django_assert_num_queries(8):
        signed_in.get(PAGE)
    with django_assert_num_queries(7):
        signed_in.get(address)
    with django_assert_num_queries(7):
        signed_in.get(undo_page(last))
