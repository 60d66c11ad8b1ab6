"""A curator writes the progress of a proposition with its evidence, and anyone reads it: with and
without scripts, on a phone, by keyboard alone.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from proposals.models import Progress, ProgressNote, Proposal
from tests.browser.hands import Keyboard
from tests.browser.test_pages import sideways, violations
from tests.factories.accounts import UserFactory
from tests.factories.files import PDF
from tests.factories.partnerships import published

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 320, "height": 740}}
WAYS = [
    pytest.param({**size, "java_script_enabled": has_scripts}, id=f"{name}, {scripts}")
    for name, size in (("desktop", DESKTOP), ("phone", PHONE))
    for scripts, has_scripts in (("with scripts", True), ("without scripts", False))
]
SAVE = "Enregistrer et publier"
TEXT = "Deux collectivités publient des jeux de données communs."


@pytest.fixture
def curator(lists):
    return UserFactory(codenames=["curate_proposals"])


@pytest.fixture
def partnership(lists):
    contribution = {"uuid": "1" * 32, "proposal": 5, "statement": "Nos données sont ouvertes."}
    return published(title="Portail commun", contributions=[contribution])


def workshop(number=5):
    return reverse("proposals:workshop_note", args=[number])


def group(page, name):
    """Unfolds a group of evidence, and returns it."""
    found = page.locator("details.note-evidence__group").filter(has_text=name)
    found.locator("summary").click()
    return found


@pytest.mark.parametrize("options", WAYS)
def test_a_curator_writes_a_note_with_its_evidence_and_anyone_reads_it(
    options, curator, partnership, open_browser
):
    page, today = open_browser(curator, **options), timezone.localdate()
    page.goto(workshop())
    page.get_by_label("En partie réalisée").check(force=True)
    page.get_by_label("Ce qui s’est passé").fill(TEXT)
    page.get_by_label("Jugé par").fill("Bureau de la coopération")
    page.get_by_label("Prochain point").fill((today + timedelta(days=90)).isoformat())

    # Refused: nothing proves it. What was typed is still there.
    page.get_by_role("button", name=SAVE).click()
    expect(
        page.get_by_text("s’appuie sur une preuve au moins\u202f: ajoutez").first
    ).to_be_visible()
    expect(page.get_by_label("Ce qui s’est passé")).to_have_value(TEXT)
    expect(page.get_by_label("En partie réalisée")).to_be_checked()
    assert sideways(page) == []

    link = group(page, "Page en ligne")
    link.get_by_label("Adresse de la page").first.fill("https://example.org/page")
    link.get_by_label("Lue le").first.fill(today.isoformat())
    fiche = group(page, "Partenariat du registre")
    fiche.get_by_label("Fiche du registre").first.fill("portail")
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("Choisissez la fiche parmi celles trouvées")).to_be_visible()
    assert sideways(page) == []
    fiche.get_by_label(f"Portail commun ({partnership.public_id})").check(force=True)
    document = group(page, "Document")
    document.get_by_label("Fichier").first.set_input_files(
        {"name": "bilan.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name=SAVE).click()

    expect(page.get_by_text("Le point est enregistré")).to_be_visible()
    note = ProgressNote.objects.get()
    assert sorted(note.evidence.values_list("kind", flat=True)) == [
        "document",
        "link",
        "partnership",
    ]
    reader = open_browser(**options)
    reader.goto(reverse("proposals:proposal_detail", args=[5]))
    story = reader.locator(".story")
    expect(story.get_by_role("heading", name="En partie réalisée")).to_be_visible()
    expect(story.get_by_text(TEXT)).to_be_visible()
    expect(story.get_by_role("link", name="https://example.org/page")).to_be_visible()
    with reader.expect_download() as download:
        story.get_by_role("link", name="bilan.pdf").click()
    assert download.value.suggested_filename == "bilan.pdf"
    assert sideways(reader) == []
    story.get_by_role("link", name="Portail commun").first.click()
    expect(reader.get_by_role("heading", level=1, name="Portail commun")).to_be_visible()


def test_a_double_click_writes_one_note(curator, open_browser):
    page = open_browser(curator)
    page.goto(workshop())
    page.get_by_label("Ce qui s’est passé").fill(TEXT)

    page.get_by_role("button", name=SAVE).dblclick()

    expect(page.get_by_text("enregistré").first).to_be_visible()
    assert ProgressNote.objects.count() == 1


def test_two_tabs_tell_what_the_other_wrote(curator, open_browser):
    first = open_browser(curator)
    first.goto(workshop())
    second = first.context.new_page()
    second.goto(workshop())
    for page, text in ((first, "Le premier."), (second, "Le second.")):
        page.get_by_label("Ce qui s’est passé").fill(text)
        page.get_by_role("button", name=SAVE).click()

    expect(second.get_by_text("Un autre point a été écrit pendant ce temps").first).to_be_visible()
    expect(second.get_by_label("Ce qui s’est passé")).to_have_value("Le second.")
    second.get_by_role("button", name=SAVE).click()
    expect(second.get_by_text("Le point est enregistré")).to_be_visible()
    assert ProgressNote.objects.count() == 2


def test_a_note_is_withdrawn_with_its_reason_by_keyboard(curator, open_browser):
    page = open_browser(curator)
    page.goto(workshop())
    page.get_by_label("Ce qui s’est passé").fill(TEXT)
    page.get_by_role("button", name=SAVE).click()

    page.locator("summary", has_text="Retirer ce point").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Ce n’était pas cette proposition.")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Le point est retiré")).to_be_visible()
    expect(page.get_by_text("Ce n’était pas cette proposition.")).to_be_visible()
    reader = open_browser()
    reader.goto(reverse("proposals:proposal_detail", args=[5]))
    expect(reader.get_by_text(TEXT)).to_have_count(0)
    assert Proposal.objects.get(number=5).progress == Progress.UNKNOWN


def test_the_comparison_is_sorted_by_keyboard(lists, open_browser):
    page = open_browser()
    page.goto(reverse("proposals:proposal_comparison"))
    hands = Keyboard(page)
    hands.go_to("thead th:nth-child(3) a")

    page.keyboard.press("Enter")

    page.wait_for_url("**/?tri=formulation")
    expect(page.locator("[aria-sort=ascending]")).to_have_text("Formulation")
    assert violations(page) == {}
