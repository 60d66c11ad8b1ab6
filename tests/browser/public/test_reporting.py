"""« Signaler une erreur » and « Reprendre cette fiche » in a browser: with the keyboard, without
scripts, on a phone.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Dossier, DossierKind, OutboxMail, Provenance, ReaderReport
from partnerships.reports.form_token import SECONDS_MIN
from tests.browser.axe import violations
from tests.browser.hands import Keyboard
from tests.browser.test_pages import sideways
from tests.browser.typing import PASSWORD, member_with_password
from tests.factories.accounts import reviewer
from tests.factories.partnerships import published

DESKTOP = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 360, "height": 740}}
WAYS = [
    pytest.param({**size, "java_script_enabled": has_scripts}, id=f"{name}, {scripts}")
    for name, size in (("desktop", DESKTOP), ("phone", PHONE))
    for scripts, has_scripts in (("with scripts", True), ("without scripts", False))
]
TEXT = "La convention date de 1988, non de 1998."
SEND = "Envoyer le signalement"


@pytest.fixture
def partnership(lists):
    return published(title="Lille et Oujda", starts_on="1998")


def fill(page, email=""):
    page.get_by_label("une date est fausse").check(force=True)
    page.get_by_label("À quel endroit de la page").select_option("dates")
    page.get_by_label("Dites ce qui est faux").fill(TEXT)
    page.get_by_label("Votre courriel").fill(email)


def wait_to_be_read(page):
    """As long as it takes to read the page and write: a form sent at once is a robot's."""
    page.wait_for_timeout(SECONDS_MIN * 1000 + 100)


@pytest.mark.parametrize("options", WAYS)
def test_reader_reports_confirms_and_is_answered(options, partnership, open_browser):
    page = open_browser(**options)
    page.goto(partnership.get_absolute_url())
    page.get_by_role("link", name="Signaler une erreur").click()

    fill(page, email="lectrice@example.org")
    wait_to_be_read(page)
    page.get_by_role("button", name=SEND).click()

    expect(page.get_by_text("votre signalement est arrivé")).to_be_visible()
    assert page.url.endswith(partnership.get_absolute_url())
    report = ReaderReport.objects.get()
    body = OutboxMail.objects.get(recipient="lectrice@example.org").body
    page.goto(re.search(r"/signaler/adresse/\S+", body).group())
    page.get_by_role("button", name="Oui, m’écrire à cette adresse").click()
    expect(page.get_by_text("Votre adresse est confirmée")).to_be_visible()

    officer = open_browser(reviewer(), **options)
    officer.goto(reverse("partnerships:report_desk"))
    officer.get_by_role("link", name="Lille et Oujda").click()
    expect(officer.get_by_text(TEXT)).to_be_visible()
    expect(officer.get_by_text("La page publique aujourd’hui")).to_be_visible()
    officer.get_by_label("C’est corrigé").check(force=True)
    officer.get_by_label("Votre réponse, ou le motif").fill("Merci, la date est corrigée.")
    officer.get_by_role("button", name="Enregistrer").click()

    expect(officer.get_by_text("C’est noté.")).to_be_visible()
    report.refresh_from_db()
    assert report.status == "corrected"
    answers = OutboxMail.objects.filter(recipient="lectrice@example.org").order_by("pk")
    assert "Merci, la date est corrigée." in answers.last().body


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_report_is_written_with_the_keyboard_alone(size, partnership, open_browser):
    page = open_browser(**size)
    page.goto(partnership.get_absolute_url())
    keyboard = Keyboard(page)

    keyboard.press("a[href^='/signaler/']", "Enter")
    page.wait_for_url("**/signaler/**")
    keyboard.press("[name=topic]", "Space")
    keyboard.write("[name=text]", TEXT)
    wait_to_be_read(page)
    keyboard.press("main form button", "Enter")

    expect(page.get_by_text("votre signalement est arrivé")).to_be_visible()
    # The hidden field was never reached.
    assert ReaderReport.objects.get().text == TEXT


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_error_is_said_accessibly_and_keeps_every_word(size, partnership, open_browser):
    page = open_browser(**size)
    page.goto(reverse("partnerships:report_create", args=["fiche", partnership.public_id]))
    fill(page, email="lectrice@example.org")
    page.get_by_label("Dites ce qui est faux").fill("")

    page.get_by_role("button", name=SEND).click()

    expect(page.get_by_role("alert")).to_contain_text("Ce champ est à remplir.")
    expect(page.get_by_label("une date est fausse")).to_be_checked()
    expect(page.get_by_label("À quel endroit de la page")).to_have_value("dates")
    expect(page.get_by_label("Votre courriel")).to_have_value("lectrice@example.org")
    assert violations(page) == {}
    assert sideways(page) == []
    page.get_by_role("alert").get_by_role("link", name=re.compile("Dites ce qui")).click()
    page.keyboard.type(TEXT)
    wait_to_be_read(page)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_text("votre signalement est arrivé")).to_be_visible()


def test_double_click_makes_one_report(partnership, open_browser):
    page = open_browser()
    page.goto(reverse("partnerships:report_create", args=["fiche", partnership.public_id]))
    fill(page, email="lectrice@example.org")
    wait_to_be_read(page)

    page.get_by_role("button", name=SEND).dblclick()

    expect(page.get_by_text("votre signalement est arrivé")).to_be_visible()
    assert ReaderReport.objects.count() == 1
    assert OutboxMail.objects.filter(recipient="lectrice@example.org").count() == 1


def test_two_tabs_send_two_reports(partnership, open_browser):
    page = open_browser()
    other = page.context.new_page()
    address = reverse("partnerships:report_create", args=["fiche", partnership.public_id])
    for tab, text in ((page, TEXT), (other, "Oujda est mal placée.")):
        tab.goto(address)
        fill(tab)
        tab.get_by_label("Dites ce qui est faux").fill(text)
    wait_to_be_read(page)

    for tab in (page, other):
        tab.get_by_role("button", name=SEND).click()
        expect(tab.get_by_text("votre signalement est arrivé")).to_be_visible()

    assert ReaderReport.objects.count() == 2


@pytest.mark.parametrize("options", WAYS)
def test_member_signs_in_on_the_way_and_claims(options, lists, open_browser):
    member = member_with_password()
    imported = published([member.authority], title="Lille – Leeds", provenance=Provenance.WIKIDATA)
    page = open_browser(**options)
    page.goto(imported.get_absolute_url())

    page.get_by_role("link", name="Reprendre cette fiche").click()
    page.locator("main").get_by_role("link", name="Se connecter").click()
    page.fill("[name=login]", member.user.email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name="Se connecter", exact=True).click()

    page.wait_for_url(f"**{reverse('partnerships:claim', args=[imported.public_id])}")
    page.locator("[name=asserted]").check(force=True)
    page.get_by_role("button", name="Déclarer et compléter").click()
    page.wait_for_url("**/dossiers/**")
    assert Dossier.objects.get().kind == DossierKind.CLAIM


def test_way_to_the_claim_is_walked_with_the_keyboard(lists, open_browser):
    imported = published(title="Lille – Leeds", provenance=Provenance.WIKIDATA)
    page = open_browser(**PHONE)
    page.goto(imported.get_absolute_url())
    keyboard = Keyboard(page)

    keyboard.press("a[href$='/reprendre/']", "Enter")
    page.wait_for_url("**/reprendre/")
    assert violations(page) == {}
    assert sideways(page) == []
    keyboard.press("main a[href^='/compte/signup/']", "Enter")

    page.wait_for_url(re.compile(rf"/compte/signup/\?next=/registre/{imported.public_id}/"))
