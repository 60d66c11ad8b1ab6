"""How a member comes in, and comes back: on a phone, by keyboard, with and without scripts."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import Dossier, DossierStatus, OutboxMail
from tests.browser.axe import found_by_axe
from tests.browser.hands import Keyboard
from tests.browser.test_pages import sideways
from tests.browser.typing import PASSWORD, member_with_password
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.dossiers import dossier_in

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
EMAIL = "amina@example.org"
WORDS = "une phrase assez longue"


def looked_at(page):
    """Whether the page fits the phone and has no fault that axe finds."""
    return sideways(page), found_by_axe(page)


def link_of_mail(email):
    body = OutboxMail.objects.filter(recipient=email).latest("pk").body
    return re.search(r"https?://[^/\s]+(/\S+)", body)[1]


def sign_in(page, email, password=PASSWORD):
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(password)
    page.locator("#id_password").press("Enter")


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.usefixtures("lists")
def test_from_the_first_page_to_a_draft_on_a_phone(open_browser, has_scripts):
    authority = LocalAuthorityFactory(name="Montrelieu")
    page = open_browser(**PHONE, java_script_enabled=has_scripts)
    seen = {}

    def look(name):
        # Axe is a script.
        seen[name] = looked_at(page) if has_scripts else ([], {})

    page.goto(reverse("partnerships:declaration"))
    look("declaration")
    page.get_by_role("link", name="Créer un compte").click()
    for name, value in (("first_name", "Amina"), ("last_name", "Diallo"), ("email", EMAIL)):
        page.locator(f"#id_{name}").fill(value)
    for field in page.locator("input[type=password]").all():
        field.fill(WORDS)
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.locator("main")).to_contain_text(EMAIL)
    look("awaited")
    page.goto(link_of_mail(EMAIL))
    page.get_by_role("button", name="Oui, confirmer").click()
    page.wait_for_url("**/dossiers/nouveau/")
    page.goto(f"{reverse('partnerships:membership_request')}?authority={authority.key}")
    page.locator(f"label[for='r-{authority.key}']").click()
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("main")).to_contain_text("Ce que vous attendez des autres")
    look("workspace")
    page.get_by_role("link", name="Nouveau dossier").click()
    page.get_by_role("button", name="Commencer").click()
    expect(page.locator("main")).to_contain_text("Le dépôt attend qu’on vous accepte")
    look("step")
    page.goto(Dossier.objects.get().get_absolute_url())
    look("dossier")

    assert seen == dict.fromkeys(seen, ([], {}))


@pytest.mark.usefixtures("lists")
def test_a_password_is_shown_and_hidden_by_keyboard(open_browser):
    member = member_with_password()
    page = open_browser()
    page.goto(reverse("account_login"))
    hands, field = Keyboard(page), page.locator("#id_password")

    hands.write("#id_password", PASSWORD)
    hands.press("[data-show-password]", "Enter")
    expect(field).to_have_attribute("type", "text")
    expect(page.locator("[data-show-password]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")

    expect(field).to_have_attribute("type", "password")
    assert looked_at(page) == ([], {})
    page.locator("#id_login").fill(member.user.email)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mon-espace/")


@pytest.mark.usefixtures("lists")
def test_without_scripts_a_password_has_no_button(open_browser):
    page = open_browser(java_script_enabled=False)

    page.goto(reverse("account_login"))

    expect(page.locator("[data-show-password]")).to_be_hidden()


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.usefixtures("lists")
def test_a_button_pressed_after_the_session_is_done_once_signed_in(open_browser, has_scripts):
    member = member_with_password(manager=True)
    dossier = dossier_in("submitted", member=member)
    page = open_browser(**PHONE, java_script_enabled=has_scripts)
    page.goto(f"{reverse('account_login')}?next={dossier.get_absolute_url()}")
    sign_in(page, member.user.email)
    page.wait_for_url(f"**{dossier.get_absolute_url()}")
    member.user.sessions.all().delete()

    page.get_by_role("button", name="Retirer le dépôt").click()
    expect(page.locator("main")).to_contain_text("rien n’a été envoyé")
    sign_in(page, member.user.email)
    page.wait_for_url(f"**{dossier.get_absolute_url()}")
    expect(page.locator("main")).to_contain_text("Pas encore fait")
    faults = looked_at(page) if has_scripts else ([], {})
    page.get_by_role("button", name="Le faire maintenant").click()

    expect(page.locator("main")).not_to_contain_text("Pas encore fait")
    dossier.refresh_from_db()
    assert faults == ([], {})
    assert dossier.status == DossierStatus.DRAFT
