"""Nothing typed is lost: the server killed, the network gone, the session over, the page closed."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.story import sign_in
from tests.browser.typing import Writer, buffer_of
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in

PASSWORD = "quatre mots pour entrer"


def person(name, authority):
    user = UserFactory(email=f"{name}@lille.example", first_name=name.capitalize())
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return MemberFactory(user=user, authority=authority)


@pytest.fixture
def authority(lists):
    return LocalAuthorityFactory(name="Lille")


@pytest.fixture
def member(authority):
    return person("camille", authority)


@pytest.fixture
def colleague(authority):
    return person("dominique", authority)


@pytest.fixture
def dossier(member):
    return dossier_in("draft", member=member)


@pytest.fixture
def browser(profile, member):
    return profile(member.user)


def test_each_field_is_saved_while_one_types(browser, dossier):
    writer = Writer(browser.new_page(), dossier).open()

    writer.type("summary", "Écrit au fil de l’eau")
    writer.expect_saved()

    assert re.search(r"Enregistré à \d\d:\d\d", writer.state.inner_text())
    assert buffer_of(dossier)["summary"] == "Écrit au fil de l’eau"
    assert writer.waiting == []
    writer.type("summary", "Écrit au fil de l’eau, puis encore")
    writer.field("objectives").focus()
    writer.expect_saved()
    assert buffer_of(dossier)["summary"] == "Écrit au fil de l’eau, puis encore"
    assert "conflict.summary" not in buffer_of(dossier)


def test_server_killed_and_started_again_while_typing(browser, server, dossier):
    writer = Writer(browser.new_page(), dossier).open()
    writer.type("summary", "Avant")
    writer.expect_saved()

    server.kill()
    writer.type("summary", "Pendant que le serveur est éteint")
    writer.expect_state("Non enregistré, nouvel essai dans")
    assert writer.waiting == ["Pendant que le serveur est éteint"]
    writer.page.keyboard.type(" et toujours")
    server.start()
    writer.page.get_by_role("button", name="Réessayer").click()
    writer.expect_saved()

    assert buffer_of(dossier)["summary"] == "Pendant que le serveur est éteint et toujours"
    assert "conflict.summary" not in buffer_of(dossier)
    assert writer.waiting == []


def test_failing_save_is_tried_again_by_itself(browser, server, dossier):
    writer = Writer(browser.new_page(), dossier).open()

    server.kill()
    writer.type("summary", "Sans rien faire de plus")
    writer.expect_state("Non enregistré")
    server.start()
    writer.expect_saved()

    assert buffer_of(dossier)["summary"] == "Sans rien faire de plus"


def test_text_typed_before_a_crash_of_all_goes_with_the_next_page(browser, server, dossier):
    writer = Writer(browser.new_page(), dossier).open()
    server.kill()
    writer.type("summary", "Écrit avant la panne")
    writer.expect_state("Non enregistré")
    writer.page.close()

    server.start()
    again = Writer(browser.new_page(), dossier).open("calendrier")
    expect(again.page.locator("[data-waiting]")).to_contain_text("Enregistré")

    assert buffer_of(dossier)["summary"] == "Écrit avant la panne"
    assert again.waiting == []


def test_tab_closed_before_the_pause_ends(browser, dossier):
    writer = Writer(browser.new_page(), dossier).open()

    writer.type("summary", "Fermé aussitôt")
    writer.page.close(run_before_unload=False)
    again = Writer(browser.new_page(), dossier).open()

    again.expect_value("summary", "Fermé aussitôt")
    expect(again.page.locator("[data-conflict]")).to_have_count(0)
    again.type("summary", "Fermé aussitôt, repris")
    again.expect_saved()
    assert buffer_of(dossier)["summary"] == "Fermé aussitôt, repris"
    assert "conflict.summary" not in buffer_of(dossier)


def test_network_gone_and_back(browser, dossier):
    writer = Writer(browser.new_page(), dossier).open()

    browser.set_offline(True)
    writer.type("summary", "Dans le train")
    writer.expect_state("Non enregistré")
    browser.set_offline(False)
    writer.expect_saved()

    assert buffer_of(dossier)["summary"] == "Dans le train"


def test_button_pressed_without_network_leaves_no_page(browser, dossier):
    writer = Writer(browser.new_page(), dossier).open()
    address = writer.page.url

    browser.set_offline(True)
    writer.type("summary", "Toujours là")
    writer.page.get_by_role("button", name="Suivant").click()
    writer.expect_state("Non enregistré")
    writer.expect_value("summary", "Toujours là")
    assert writer.page.url == address
    browser.set_offline(False)
    writer.expect_saved()
    writer.page.get_by_role("button", name="Suivant").click()
    writer.page.wait_for_url("**/calendrier/")

    assert buffer_of(dossier)["summary"] == "Toujours là"


def test_session_over_while_typing_then_back_to_the_same_field(browser, dossier, member):
    writer = Writer(browser.new_page(), dossier).open()
    address = writer.page.url
    Session.objects.all().delete()

    writer.type("summary", "Écrit sans session")
    writer.expect_state("Votre session est terminée")
    writer.page.keyboard.type(", et continué")
    assert writer.page.url == address
    assert writer.page.locator("[name=password]").count() == 0
    assert buffer_of(dossier)["summary"] != "Écrit sans session"
    writer.page.locator("[data-sign-in]").click()
    writer.page.fill("[name=login]", member.user.email)
    writer.page.fill("[name=password]", PASSWORD)
    writer.page.locator("main").get_by_role("button", name="Se connecter").click()

    writer.page.wait_for_url(address)
    writer.expect_value("summary", "Écrit sans session, et continué")
    expect(writer.field("summary")).to_be_focused()
    writer.expect_saved()
    writer.page.keyboard.type(" !")
    expect(writer.field("summary")).to_have_value("Écrit sans session, et continué !")
    writer.field("objectives").focus()
    expect(writer.state).to_contain_text("Enregistré à")
    assert buffer_of(dossier)["summary"].startswith("Écrit sans session, et continué")
    assert "conflict.summary" not in buffer_of(dossier)


def test_signing_in_again_in_another_tab_resumes_this_one(browser, dossier, member):
    writer = Writer(browser.new_page(), dossier).open()
    Session.objects.all().delete()
    writer.type("summary", "Écrit sans session")
    writer.expect_state("Votre session est terminée")

    other = browser.new_page()
    sign_in(other, member.user.email, PASSWORD)
    other.wait_for_url("**/mon-espace/")
    Writer(other, dossier).open("calendrier")

    writer.expect_saved()
    assert buffer_of(dossier)["summary"] == "Écrit sans session"
    assert "conflict.summary" not in buffer_of(dossier)


def test_back_button_brings_back_what_was_saved_and_makes_no_conflict(browser, dossier):
    writer = Writer(browser.new_page(), dossier).open()
    writer.type("summary", "Avant de partir")
    writer.page.get_by_role("button", name="Suivant").click()
    writer.page.wait_for_url("**/calendrier/")

    writer.page.go_back()
    writer.page.wait_for_url("**/sujet/")
    writer.expect_value("summary", "Avant de partir")
    writer.type("summary", "Avant de partir, et revenu")
    writer.expect_saved()

    expect(writer.page.locator("[data-conflict]")).to_have_count(0)
    assert buffer_of(dossier)["summary"] == "Avant de partir, et revenu"
    assert "conflict.summary" not in buffer_of(dossier)


def test_back_button_before_the_pause_ends_loses_nothing(browser, dossier):
    writer = Writer(browser.new_page(), dossier).open("calendrier")
    writer.open("sujet")
    writer.type("summary", "Parti aussitôt")
    writer.page.go_back()
    writer.page.wait_for_url("**/calendrier/")
    writer.page.go_forward()

    writer.page.wait_for_url("**/sujet/")
    writer.expect_value("summary", "Parti aussitôt")
    writer.type("summary", "Parti aussitôt, revenu")
    writer.expect_saved()
    assert buffer_of(dossier)["summary"] == "Parti aussitôt, revenu"
    assert "conflict.summary" not in buffer_of(dossier)


def test_double_click_and_refresh_make_no_conflict(browser, dossier):
    writer = Writer(browser.new_page(), dossier).open()
    writer.type("summary", "Cliqué deux fois")
    writer.page.get_by_role("button", name="Enregistrer et vérifier").dblclick()
    writer.page.wait_for_url("**/sujet/?verifier=1")
    writer.page.reload()
    writer.expect_value("summary", "Cliqué deux fois")
    writer.type("summary", "Rechargé")
    writer.page.reload()
    writer.expect_value("summary", "Rechargé")

    expect(writer.page.locator("[data-conflict]")).to_have_count(0)
    assert "conflict.summary" not in buffer_of(dossier)


def test_token_of_an_ended_session_is_renewed(browser, server, dossier, member):
    writer = Writer(browser.new_page(), dossier).open()
    browser.clear_cookies(name="csrftoken")
    browser.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": server.url}])

    writer.type("summary", "Jeton renouvelé")
    writer.expect_saved()
    writer.page.get_by_role("button", name="Suivant").click()
    writer.page.wait_for_url("**/calendrier/")

    assert buffer_of(dossier)["summary"] == "Jeton renouvelé"


def test_answer_lost_on_the_way_makes_no_conflict_with_oneself(browser, dossier):
    writer = Writer(browser.new_page(), dossier).open()

    def lose(route):
        route.fetch()
        route.abort()

    writer.page.route("**/enregistrer/", lose, times=1)
    writer.type("summary", "Réponse perdue")
    writer.expect_state("Non enregistré")
    writer.page.keyboard.type(", et la suite")
    writer.page.get_by_role("button", name="Réessayer").click()
    writer.expect_saved()

    expect(writer.page.locator("[data-conflict]")).to_have_count(0)
    assert buffer_of(dossier)["summary"] == "Réponse perdue, et la suite"
    assert "conflict.summary" not in buffer_of(dossier)


def test_sign_out_with_unsaved_text_is_asked_again(browser, server, dossier):
    writer = Writer(browser.new_page(), dossier).open()
    server.kill()
    writer.type("summary", "Pas encore enregistré")
    writer.expect_state("Non enregistré")

    writer.page.get_by_role("button", name="Se déconnecter").first.click()
    writer.expect_state("gardé dans ce navigateur sous votre nom")

    assert "/sujet/" in writer.page.url
    assert writer.waiting == ["Pas encore enregistré"]


def test_deposit_waits_for_the_texts_of_this_browser(browser, server, dossier):
    writer = Writer(browser.new_page(), dossier).open()
    server.kill()
    writer.type("summary", "Le dernier mot")
    writer.expect_state("Non enregistré")
    writer.page.close()
    server.start()

    page = browser.new_page()
    page.goto(f"{dossier.get_absolute_url()}relire/")
    expect(page.locator(".dossier-preview")).to_contain_text("Le dernier mot")
    page.get_by_role("button", name="Déposer", exact=True).click()
    page.wait_for_url(f"**{dossier.get_absolute_url()}")

    assert dossier.submissions.get().document["summary"] == "Le dernier mot"
