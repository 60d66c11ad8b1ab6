"""The replacement of the twenty through its pages, by whoever may curate."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from partnerships.files.workbook import CELL_MAX
from partnerships.models import ProposalContribution
from partnerships.pages.propositions.workshop.replacement_sheet import csv_lines, xlsx_lines
from proposals.models import (
    Proposal,
    ProposalDraft,
    ProposalText,
    Replacement,
    ReplacementFile,
    Wording,
)
from proposals.replacement.columns import COLUMNS
from proposals.wording import publish_text
from tests.factories.accounts import UserFactory, curator
from tests.factories.lists import ProposalFactory
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("proposals:workshop_replacement")
HEADINGS = [column.heading for column in COLUMNS]


@pytest.fixture
def signed_in(client):
    client.force_login(curator())
    return client


def line(number, title="Après", **cells):
    texts = {
        "number": str(number),
        "title": title,
        "wording": "officielle",
        "source": "Rapport, hal-02053591",
        "report": "2018",
        "source_page": "87",
        **cells,
    }
    return [texts.get(column.name, "") for column in COLUMNS]


def send(client, *lines, name="vingt.xlsx", content=None, **data):
    content = xlsx_lines(list(lines)) if content is None else content
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content), **data})


def received(client, *lines):
    """Sends a file; the address of its dry run."""
    response = send(client, *lines)
    assert response.status_code == 302, text_of(response)
    return response.url


def apply(client, address, **data):
    seen = client.get(address).context["seen"]
    return client.post(address, {"seen": seen, "when": "now", "reason": "Le rapport", **data})


def applied(client, *lines):
    apply(client, received(client, *lines))
    return Replacement.objects.latest("pk")


def undo_page(replacement):
    return reverse("proposals:workshop_replacement_undo", args=[replacement.pk])


def titles():
    return {each.number: each.title for each in Proposal.objects.with_text()}


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


def test_applying_replaces_the_texts_and_says_who_and_why(signed_in):
    ProposalFactory(number=5, title="Avant", wording=Wording.WORKING)
    address = received(signed_in, line(5), line(6, "Neuf"))

    response = apply(signed_in, address, reason="Le rapport est arrivé")

    assert response.url == PAGE
    assert titles() == {5: "Après", 6: "Neuf"}
    text = text_of(signed_in.get(PAGE))
    assert "Motif : Le rapport est arrivé" in text
    assert "appliqué par" in text
    assert "pas encore appliqués" not in text
    public = text_of(signed_in.get(reverse("proposals:proposal_detail", args=[5])))
    assert "Après" in public
    assert "page 87" in public


def test_twenty_are_replaced_in_one_go(signed_in):
    for number in range(1, 21):
        ProposalFactory(number=number, title=f"Avant {number}")

    applied(signed_in, *(line(number, f"Texte {number}") for number in range(1, 21)))

    assert titles() == {number: f"Texte {number}" for number in range(1, 21)}
    assert ProposalText.objects.count() == 40
    assert "le texte officiel" not in text_of(signed_in.get(reverse("proposals:workshop")))


def test_partnerships_stay_on_the_number(signed_in):
    proposal = ProposalFactory(number=5, title="Avant")
    contribution = {"uuid": str(uuid4()), "proposal": 5, "statement": "Nos données."}
    published(title="Portail commun", contributions=[contribution])

    applied(signed_in, line(5))

    assert ProposalContribution.objects.get().proposal == proposal
    assert "Portail commun" in text_of(signed_in.get(proposal.get_absolute_url()))


def test_a_file_sent_twice_by_a_double_click_is_stored_once(signed_in):
    token, content = str(uuid4()), xlsx_lines([line(5)])

    first = send(signed_in, content=content, token=token)
    second = send(signed_in, content=content, token=token)

    assert first.url == second.url
    assert ReplacementFile.objects.count() == 1


def test_applying_twice_by_a_double_click_is_done_once(signed_in):
    ProposalFactory(number=5)
    address = received(signed_in, line(5))
    seen = signed_in.get(address).context["seen"]
    data = {"seen": seen, "when": "now", "reason": "Le rapport"}

    signed_in.post(address, data)
    second = signed_in.post(address, data)

    assert second.url == PAGE
    assert Replacement.objects.count() == 1
    assert ProposalText.objects.count() == 2


def test_a_text_that_changed_since_is_shown_again(signed_in):
    proposal = ProposalFactory(number=5, title="Avant")
    address = received(signed_in, line(5))
    seen = signed_in.get(address).context["seen"]
    publish_text(proposal, {**proposal.text.content, "title": "Entre-temps"}, by=curator())

    response = signed_in.post(address, {"seen": seen, "when": "now", "reason": "Le rapport"})

    text = text_of(response)
    assert response.status_code == 422
    assert "Un texte a changé pendant que vous lisiez" in text
    assert "Entre-temps" in text
    assert 'value="Le rapport"' in text
    assert titles()[5] == "Entre-temps"
    assert apply(signed_in, address).status_code == 302
    assert titles()[5] == "Après"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"reason": " "}, "Dites pourquoi ces textes changent"),
        ({"reason": "a" * 501}, "500"),
        ({"when": "later"}, "Choisissez le jour et l’heure"),
        ({"when": "later", "at": "2020-01-01T09:00"}, "déjà passé"),
        ({"when": "later", "at": "demain"}, "Saisissez une date"),
        ({"when": "peut-être"}, "peut-être"),
        ({"seen": ""}, "obligatoire"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_changes(signed_in, data, words):
    ProposalFactory(number=5, title="Avant")
    address = received(signed_in, line(5))

    response = apply(signed_in, address, **data)

    assert response.status_code == 422
    assert words in text_of(response)
    assert titles()[5] == "Avant"


def test_texts_change_at_the_set_time_of_paris(signed_in):
    ProposalFactory(number=5, title="Avant")
    day = timezone.localtime() + timedelta(days=3)

    apply(
        signed_in,
        received(signed_in, line(5)),
        when="later",
        at=day.strftime("%Y-%m-%dT%H:%M"),
    )

    assert titles()[5] == "Avant"
    moment = ProposalText.objects.latest("pk").effective_from
    assert moment == day.replace(second=0, microsecond=0)
    assert "texte programmé le" in text_of(signed_in.get(reverse("proposals:workshop")))


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


def test_undoing_says_first_what_comes_back(signed_in):
    proposal = ProposalFactory(number=5, title="Avant")
    ProposalFactory(number=6, title="Avant aussi")
    replacement = applied(signed_in, line(5), line(6), line(9, "Neuf"))
    publish_text(
        proposal, {**proposal.text.content, "title": "Depuis"}, by=curator(), reason="Autre"
    )

    text = text_of(signed_in.get(undo_page(replacement)))

    assert "5. « Après » a changé depuis : laissée comme elle est." in text
    assert "6. « Avant aussi » est publiée de nouveau." in text
    assert "9. Sans texte avant ce fichier, elle n’en aura plus." in text
    response = signed_in.post(undo_page(replacement), {"reason": "Erreur"}, follow=True)
    assert "restent comme elles sont : 5." in text_of(response)
    assert titles() == {5: "Depuis", 6: "Avant aussi", 9: ""}
    assert "annulé le" in text_of(response)


def test_undoing_needs_a_reason(signed_in):
    ProposalFactory(number=5, title="Avant")
    replacement = applied(signed_in, line(5))

    response = signed_in.post(undo_page(replacement), {"reason": ""})

    assert response.status_code == 422
    assert titles()[5] == "Après"


def test_undoing_twice_is_told(signed_in):
    ProposalFactory(number=5)
    replacement = applied(signed_in, line(5))
    signed_in.post(undo_page(replacement), {"reason": "Erreur"})
    count = ProposalText.objects.count()

    response = signed_in.post(undo_page(replacement), {"reason": "Erreur"}, follow=True)

    assert "déjà annulé" in text_of(response)
    assert ProposalText.objects.count() == count


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

    with django_assert_num_queries(6):
        signed_in.get(PAGE)
    with django_assert_num_queries(7):
        signed_in.get(address)
    with django_assert_num_queries(7):
        signed_in.get(undo_page(last))
