"""A passkey in a browser, with the device that Chromium plays: the whole of its life."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from tests.accounts.test_sign_in import PASSWORD, person
from tests.browser.axe import found_by_axe
from tests.browser.test_pages import sideways

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def user(transactional_db):
    return person(first_name="Léa")


@pytest.fixture
def page(open_browser, live_server):
    """A page at a name: browsers know no passkey of an IP address."""
    assert live_server.url.startswith("http://localhost:")
    return open_browser()


@pytest.fixture
def device(page):
    """The device of the browser of `page`, which says yes at once."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def look(page):
    """What is wrong with the page at both widths."""
    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 800})
        found += found_by_axe(page)
        found += sideways(page)
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def log_in(page, user):
    page.goto(reverse("account_login"))
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_load_state()


def log_out(page):
    page.goto(reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_load_state()


def add_key(page):
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Nom de la clé").fill("Ordinateur du bureau")
    faults = look(page)
    assert not page.get_by_text("demandent JavaScript").is_visible()
    page.get_by_role("button", name="Ajouter la clé").click()
    page.wait_for_url("**/recovery-codes/**")
    return faults


@pytest.mark.usefixtures("device")
def test_key_lives_its_whole_life(page, user):
    log_in(page, user)
    assert add_key(page) == []
    expect(page.get_by_text("Vos codes de secours sont prêts.")).to_be_visible()
    log_out(page)

    page.goto(reverse("account_login"))
    assert look(page) == []
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url("**/mon-espace/**")
    log_out(page)

    log_in(page, user)
    expect(page).to_have_url(re.compile(reverse("mfa_authenticate")))
    assert look(page) == []
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url("**/mon-espace/**")

    keys = reverse("mfa_list_webauthn")
    page.goto(f"{reverse('account_reauthenticate')}?next={keys}")
    page.get_by_role("link", name="Utiliser une clé d’accès").click()
    assert look(page) == []
    page.get_by_role("button", name="Utiliser une clé d’accès").click()
    page.wait_for_url(f"**{keys}")
    assert look(page) == []
    page.get_by_role("link", name="Renommer Ordinateur du bureau").click()
    page.get_by_label("Nom de la clé").fill("Ordinateur de Léa")
    assert look(page) == []
    page.get_by_role("button", name="Enregistrer").click()

    page.get_by_role("link", name="Retirer Ordinateur de Léa").click()
    page.wait_for_load_state()
    assert look(page) == []
    page.get_by_role("main").get_by_role("button", name="Retirer").click()
    page.get_by_text("Vous n’avez pas encore de clé d’accès.").wait_for()
    assert not Authenticator.objects.exists()


def test_key_is_added_and_used_by_the_keyboard_alone(page, device, user):
    log_in(page, user)
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Nom de la clé").press("Enter")
    page.wait_for_url("**/recovery-codes/**")
    log_out(page)

    page.goto(reverse("account_login"))
    page.get_by_role("button", name="Se connecter avec une clé d’accès").press("Enter")

    page.wait_for_url("**/mon-espace/**")


def test_what_goes_wrong_is_said(page, device, user):
    session, added = device
    log_in(page, user)
    add_key(page)

    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_role("button", name="Ajouter la clé").click()
    page.get_by_text("Cette clé est déjà dans votre compte.").wait_for()
    assert look(page) == []
    log_out(page)

    page.goto(reverse("account_login"))
    session.send("WebAuthn.setUserVerified", {**added, "isUserVerified": False})
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.get_by_text("La clé d’accès n’a pas servi").wait_for()
    assert not page.get_by_text("Cette clé est déjà dans votre compte.").is_visible()
    assert look(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_where_no_key_can_be_asked_the_password_stays(
    open_browser, live_server, complaints, user, scripts
):
    here = live_server.url.replace("localhost", "127.0.0.1")
    page = open_browser(java_script_enabled=scripts, base_url=here)
    page.goto(reverse("account_login"))
    assert not page.get_by_role("button", name="clé d’accès").is_visible()

    log_in(page, user)
    page.goto(reverse("mfa_add_webauthn"))

    expect(page.get_by_text("demandent JavaScript, un navigateur récent")).to_be_visible()
    assert not page.get_by_role("button", name="Ajouter la clé").is_visible()
    # Its own address is none of another site.
    complaints[:] = [each for each in complaints if f" asks {here}" not in each]
