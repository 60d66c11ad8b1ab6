"""Writing, publishing and taking up the texts of a proposition, before a real browser."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from partnerships.document.buffer import value_digest
from proposals.drafting import begin_draft
from proposals.models import ProposalDraft, ProposalText
from proposals.publishing import publish_text
from tests.browser.conftest import session_cookie
from tests.browser.hands import Keyboard
from tests.browser.test_pages import sideways, violations
from tests.factories.accounts import curator
from tests.factories.lists import ProposalFactory
from tests.partnerships.propositions.curating import at
from tests.proposals.hostile_texts import HOSTILE

PUBLIC = "/propositions/5/"
REFUSALS = re.compile("status of (401|403)")


@pytest.fixture
def proposal(lists):
    return ProposalFactory(number=5)


@pytest.fixture
def anne(proposal):
    return curator(first_name="Anne", last_name="Curie")


@pytest.fixture
def draft(proposal, anne):
    begin_draft(proposal, by=anne)


def typed():
    return ProposalDraft.objects.get().typed


def open_draft(page):
    page.goto(at("draft"))
    # The script has put back what waited, and asked what is new.
    page.wait_for_function("() => document.querySelector('form[autocomplete=off]')")
    return page


def write(page, name, text):
    page.locator(f'[name="{name}"]').fill(text)


def state(page):
    return page.locator("[data-saving] [role=status]")


def test_a_text_is_drafted_previewed_and_published(proposal, anne, open_browser):
    page = open_browser(anne)
    page.goto(at("draft"))
    page.get_by_role("button", name="Commencer un nouveau texte").click()
    open_draft(page)

    write(page, "title", "Ouvrir les données")
    write(page, "body", "# Partie\n\nUn **mot** et [un lien](https://example.org/).")

    expect(state(page)).to_contain_text("Enregistré à")
    preview = page.locator("#apercu-texte")
    expect(preview.locator("strong", has_text="mot")).to_be_visible()
    expect(preview.locator("h2", has_text="Partie")).to_be_visible()
    write(page, "source_page", "douze")
    expect(page.locator("#source_page-erreur")).to_contain_text("nombre entier")
    write(page, "source_page", "12")
    expect(page.locator("#source_page-erreur")).not_to_contain_text("nombre")
    page.get_by_role("button", name="Voir la page comme elle sera").click()
    expect(page.locator("h1")).to_contain_text("Ouvrir les données")
    expect(page.get_by_text("Elle n’est vue que des curateurs")).to_be_visible()
    page.get_by_role("link", name="Revenir au brouillon").click()
    page.get_by_role("button", name="Comparer et publier…").click()
    expect(page.locator("ins", has_text="Ouvrir").first).to_be_visible()
    assert "Ouvrir les données" not in Client().get(PUBLIC).content.decode()
    page.get_by_role("button", name="Publier", exact=True).click()

    expect(page.get_by_text("Le texte est publié.")).to_be_visible()
    page.get_by_role("link", name="la page publique").click()
    expect(page.locator("h1")).to_contain_text("Ouvrir les données")


def test_a_scheduled_text_shows_at_its_instant(proposal, anne, draft, open_browser, monkeypatch):
    page, reader = open_browser(anne), open_browser()
    open_draft(page)
    write(page, "title", "Demain")
    page.get_by_role("button", name="Comparer et publier…").click()
    page.get_by_label("À un moment choisi").check(force=True)
    tomorrow = timezone.localdate() + timedelta(days=1)
    page.get_by_label("Jour").fill(tomorrow.isoformat())
    page.get_by_label("Heure de Paris").fill("09:00")

    page.get_by_role("button", name="Publier", exact=True).click()

    expect(page.get_by_text("Le texte est programmé pour le")).to_be_visible()
    reader.goto(PUBLIC)
    expect(reader.locator("h1")).not_to_contain_text("Demain")
    then = ProposalText.objects.get(title="Demain").effective_from
    assert timezone.localtime(then).hour == 9
    monkeypatch.setattr(timezone, "now", lambda: then)
    reader.goto(PUBLIC)
    expect(reader.locator("h1")).to_contain_text("Demain")


def test_a_scheduled_text_is_cancelled_and_comes_back_as_the_draft(proposal, anne, open_browser):
    content = {**proposal.text.content, "title": "Plus tard"}
    publish_text(proposal, content, by=anne, at=datetime(2099, 1, 1, tzinfo=UTC))
    page = open_browser(anne)
    page.goto(at("publish"))

    page.get_by_text("Annuler la programmation").click()
    page.get_by_role("button", name="Confirmer l’annulation").click()

    expect(page.get_by_text("Ses mots sont dans le brouillon")).to_be_visible()
    assert typed()["title"] == "Plus tard"


def test_an_earlier_text_is_taken_up_again(proposal, anne, open_browser):
    first = proposal.text.title
    publish_text(proposal, {**proposal.text.content, "title": "Une erreur"}, by=anne)
    page = open_browser(anne)
    page.goto(at("history"))

    page.get_by_role("link", name=first).click()
    page.get_by_role("button", name="Reprendre ce texte").click()
    page.get_by_label("Motif").fill("Le premier était juste.")
    page.get_by_role("button", name="Publier", exact=True).click()

    expect(page.get_by_text("Le texte est publié.")).to_be_visible()
    page.get_by_role("link", name="Historique").click()
    expect(page.get_by_text("Anne Curie a repris le texte du")).to_be_visible()
    expect(page.get_by_text("Motif : Le premier était juste.")).to_be_visible()
    page.goto(PUBLIC)
    expect(page.locator("h1")).to_contain_text(first)


def test_two_curators_see_both_texts_and_nothing_is_overwritten(anne, draft, open_browser):
    paul = curator(first_name="Paul", last_name="Valéry")
    one, other = open_draft(open_browser(anne)), open_draft(open_browser(paul))

    write(one, "title", "Titre d’Anne")
    expect(state(one)).to_contain_text("Enregistré à")
    write(other, "title", "Titre de Paul")

    question = other.locator('[data-conflict="title"]')
    expect(question).to_contain_text("Titre d’Anne")
    expect(other.locator("[data-edits]")).to_contain_text("Anne Curie écrit en ce moment")
    expect(other.locator('[name="title"]')).to_have_value("Titre de Paul")
    assert (typed()["title"], typed()["conflict.title"]) == ("Titre d’Anne", "Titre de Paul")
    question.get_by_role("button", name="Prendre ce texte à la place").click()
    other.wait_for_load_state()
    expect(other.locator('[name="title"]')).to_have_value("Titre d’Anne")
    assert "conflict.title" not in typed()


def test_what_is_typed_after_the_session_ended_is_kept(
    anne, draft, open_browser, live_server, complaints
):
    page = open_draft(open_browser(anne))
    page.context.clear_cookies()

    write(page, "title", "Sans session")

    expect(state(page)).to_contain_text("Votre session est terminée")
    assert typed()["title"] != "Sans session"
    # Chromium tells of each refusal.
    complaints[:] = [text for text in complaints if not REFUSALS.search(text)]
    page.context.add_cookies([session_cookie(anne, live_server.url)])
    page.reload()
    expect(page.locator('[name="title"]')).to_have_value("Sans session")
    expect(state(page)).to_contain_text("Enregistré à")
    assert typed()["title"] == "Sans session"


def test_a_draft_published_elsewhere_leaves_the_words_in_the_browser(
    proposal, anne, draft, open_browser
):
    page = open_draft(open_browser(anne))
    ProposalDraft.objects.all().delete()

    write(page, "title", "Trop tard")

    expect(state(page)).to_contain_text("a été publié ou abandonné")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator("h1")).to_have_text("Ce que vous avez écrit n’est pas enregistré")
    expect(page.get_by_label("Titre")).to_have_value("Trop tard")


def test_all_of_it_works_without_scripts(proposal, anne, open_browser):
    page = open_browser(anne, java_script_enabled=False)
    page.goto(at("draft"))
    page.get_by_role("button", name="Commencer un nouveau texte").click()
    write(page, "body", "Un **mot**")
    page.get_by_role("button", name="Rafraîchir l’aperçu").click()
    expect(page.locator("#apercu-texte strong").first).to_have_text("mot")
    write(page, "title", "Sans script")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Le brouillon est enregistré.")).to_be_visible()
    page.get_by_role("button", name="Comparer et publier…").click()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text("Le texte est publié.")).to_be_visible()
    page.goto(PUBLIC)
    expect(page.locator("h1")).to_contain_text("Sans script")


def test_all_of_it_works_by_the_keyboard(proposal, anne, draft, open_browser):
    page = open_draft(open_browser(anne))
    hands = Keyboard(page)

    hands.go_to('[name="title"]')
    page.keyboard.press("Control+A")
    page.keyboard.type("Au clavier")
    hands.press('[name="do"][value="publish"]', "Enter")
    page.wait_for_url(f"**{at('publish')}")
    hands.go_to('[name="when"]')
    hands.press('form[action$="/publier/"] button', "Enter")

    expect(page.get_by_text("Le texte est publié.")).to_be_visible()
    assert proposal.texts.filter(title="Au clavier").exists()


def test_a_double_click_publishes_once(proposal, anne, draft, open_browser):
    page = open_draft(open_browser(anne))
    write(page, "title", "Deux fois")
    page.get_by_role("button", name="Comparer et publier…").click()

    page.get_by_role("button", name="Publier", exact=True).dblclick()

    expect(page.get_by_text("Vu par tous")).to_be_visible()
    assert proposal.texts.filter(title="Deux fois").count() == 1


def test_question_of_two_texts_is_accessible_and_narrow(proposal, anne, draft, open_browser):
    draft = ProposalDraft.objects.get()
    draft.typed["conflict.title"] = "mot" * 80
    draft.save()
    page = open_browser(anne, viewport={"width": 320, "height": 800})

    page.goto(at("draft"))

    assert (violations(page), sideways(page)) == ({}, [])
    assert value_digest("mot" * 80) in page.content()


def test_hostile_texts_break_no_page(proposal, open_browser):
    page = open_browser(viewport={"width": 320, "height": 800})
    title = " ".join(f"Proposition 5\u202f: {proposal.text.title}".split())
    dialogs, wrong = [], {}
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))

    for name, body in HOSTILE.items():
        if "\x00" in body:
            continue  # PostgreSQL stores none, and a form reads none.
        ProposalText.objects.update(body=body)
        page.goto(reverse("proposals:proposal_detail", args=[5]))
        found = {
            "sideways": sideways(page),
            "h1": [" ".join(text.split()) for text in page.locator("h1").all_inner_texts()]
            != [title],
            "foot": page.locator("body > footer, footer[role=contentinfo]").count() != 1,
            "text": page.locator("main .written").count() != 1,
            "after": page.get_by_role("heading", name="Citer cette proposition").count() != 1,
        }
        if any(found.values()):
            wrong[name] = {what: fault for what, fault in found.items() if fault}

    assert (wrong, dialogs) == ({}, [])
