"""Nothing typed is lost: the server killed, the network gone, the session over."""

import re
import sqlite3
from contextlib import closing

from django.db import connection
from playwright.sync_api import expect

from cncd_portal.accounts.sessions import Session
from tests.browser.story import sign_in
from tests.browser.typing import PASSWORD, Writer, buffer_of


def test_each_field_is_saved_while_one_types(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()

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


def test_server_killed_and_started_again_while_typing(mine, server, dossier):
    writer = Writer(mine.new_page(), dossier).open()
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


def test_failing_save_is_tried_again_by_itself(mine, server, dossier):
    writer = Writer(mine.new_page(), dossier).open()

    server.kill()
    writer.type("summary", "Sans rien faire de plus")
    writer.expect_state("Non enregistré")
    server.start()
    writer.expect_saved()

    assert buffer_of(dossier)["summary"] == "Sans rien faire de plus"


def test_what_failed_is_saved_when_a_glance_finds_the_server_again(mine, dossier):
    page = mine.new_page()
    page.clock.install()
    writer = Writer(page, dossier).open()

    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        writer.type("summary", "Échoué quatre fois")
        writer.expect_state("Non enregistré")
        # The next try comes later than the next glance, which is every thirty seconds.
        page.evaluate("for (const _ of '1234') dispatchEvent(new Event('offline'))")
    page.clock.run_for(31_000)
    writer.expect_saved()

    assert writer.waiting == []
    assert buffer_of(dossier)["summary"] == "Échoué quatre fois"


def test_text_refused_by_a_locked_database_waits_and_is_saved_after(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()

    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with writer.page.expect_response("**/enregistrer/") as answered:
            writer.type("summary", "Pendant que la base est verrouillée")
        writer.expect_state("Non enregistré, nouvel essai dans")
        assert answered.value.status == 503
        assert writer.waiting == ["Pendant que la base est verrouillée"]
        writer.expect_value("summary", "Pendant que la base est verrouillée")
    writer.expect_saved()

    assert buffer_of(dossier)["summary"] == "Pendant que la base est verrouillée"
    assert writer.waiting == []


def test_text_typed_before_a_crash_of_all_goes_with_the_next_page(mine, server, dossier):
    writer = Writer(mine.new_page(), dossier).open()
    server.kill()
    writer.type("summary", "Écrit avant la panne")
    writer.expect_state("Non enregistré")
    writer.page.close()

    server.start()
    again = Writer(mine.new_page(), dossier).open("calendrier")
    expect(again.page.locator("[data-waiting]")).to_contain_text("Enregistré")

    assert buffer_of(dossier)["summary"] == "Écrit avant la panne"
    assert again.waiting == []


def test_network_gone_and_back(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()

    mine.set_offline(True)
    writer.type("summary", "Dans le train")
    writer.expect_state("Non enregistré")
    mine.set_offline(False)
    writer.expect_saved()

    assert buffer_of(dossier)["summary"] == "Dans le train"


def test_button_pressed_without_network_leaves_no_page(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()
    address = writer.page.url

    mine.set_offline(True)
    writer.type("summary", "Toujours là")
    writer.page.get_by_role("button", name="Suivant").click()
    writer.expect_state("Non enregistré")
    writer.expect_value("summary", "Toujours là")
    assert writer.page.url == address
    mine.set_offline(False)
    writer.expect_saved()
    writer.page.get_by_role("button", name="Suivant").click()
    writer.page.wait_for_url("**/calendrier/")

    assert buffer_of(dossier)["summary"] == "Toujours là"


def test_session_over_while_typing_then_back_to_the_same_field(mine, dossier, member):
    writer = Writer(mine.new_page(), dossier).open()
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
    writer.page.locator("main").get_by_role("button", name="Se connecter", exact=True).click()

    writer.page.wait_for_url(address)
    writer.expect_value("summary", "Écrit sans session, et continué")
    expect(writer.field("summary")).to_be_focused()
    writer.expect_saved()
    expect(writer.page.locator("[data-waiting]")).to_contain_text("Enregistré")
    writer.page.keyboard.type(" !")
    expect(writer.field("summary")).to_have_value("Écrit sans session, et continué !")
    writer.field("objectives").focus()
    expect(writer.state).to_contain_text("Enregistré à")
    assert buffer_of(dossier)["summary"].startswith("Écrit sans session, et continué")
    assert "conflict.summary" not in buffer_of(dossier)


def test_signing_in_again_in_another_tab_resumes_this_one(mine, dossier, member):
    writer = Writer(mine.new_page(), dossier).open()
    Session.objects.all().delete()
    writer.type("summary", "Écrit sans session")
    writer.expect_state("Votre session est terminée")

    other = mine.new_page()
    sign_in(other, member.user.email, PASSWORD)
    other.wait_for_url("**/mon-espace/")
    Writer(other, dossier).open("calendrier")

    writer.expect_saved()
    assert buffer_of(dossier)["summary"] == "Écrit sans session"
    assert "conflict.summary" not in buffer_of(dossier)
