"""Nothing typed is lost: the page closed, left, sent twice, its answer lost, its token stale."""

from playwright.sync_api import expect

from tests.browser.slow_scripts import held_script
from tests.browser.typing import Writer, buffer_of
from tests.factories.filling import step_of


def test_tab_closed_before_the_pause_ends(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()

    writer.type("summary", "Fermé aussitôt")
    writer.page.close(run_before_unload=False)
    again = Writer(mine.new_page(), dossier).open()

    again.expect_value("summary", "Fermé aussitôt")
    expect(again.page.locator("[data-conflict]")).to_have_count(0)
    again.type("summary", "Fermé aussitôt, repris")
    again.expect_saved()
    assert buffer_of(dossier)["summary"] == "Fermé aussitôt, repris"
    assert "conflict.summary" not in buffer_of(dossier)


def test_back_button_brings_back_what_was_saved_and_makes_no_conflict(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()
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


def test_back_button_before_the_pause_ends_loses_nothing(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open("calendrier")
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


def test_double_click_and_refresh_make_no_conflict(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()
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


def test_token_of_an_ended_session_is_renewed(mine, server, dossier, member):
    writer = Writer(mine.new_page(), dossier).open()
    mine.clear_cookies(name="csrftoken")
    mine.add_cookies([{"name": "csrftoken", "value": "b" * 32, "url": server.url}])

    writer.type("summary", "Jeton renouvelé")
    writer.expect_saved()
    writer.page.get_by_role("button", name="Suivant").click()
    writer.page.wait_for_url("**/calendrier/")

    assert buffer_of(dossier)["summary"] == "Jeton renouvelé"


def test_answer_lost_on_the_way_makes_no_conflict_with_oneself(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()

    writer.type_without_answer("summary", "Réponse perdue")
    writer.page.keyboard.type(", et la suite")
    writer.page.get_by_role("button", name="Réessayer").click()
    writer.expect_saved()

    expect(writer.page.locator("[data-conflict]")).to_have_count(0)
    assert buffer_of(dossier)["summary"] == "Réponse perdue, et la suite"
    assert "conflict.summary" not in buffer_of(dossier)


def test_what_is_typed_over_a_saved_text_before_the_scripts_come_is_no_conflict(mine, dossier):
    first = Writer(mine.new_page(), dossier).open()
    first.type_without_answer("summary", "Réponse perdue")
    first.page.close()

    writer = Writer(mine.new_page(), dossier)
    with held_script(writer.page, "autosave"):
        writer.page.goto(step_of(dossier, "sujet"), wait_until="commit")
        writer.expect_value("summary", "Réponse perdue")
        writer.type("summary", "Réponse perdue, et la suite")
    writer.expect_saved()
    writer.expect_nothing_waits()

    assert buffer_of(dossier)["summary"] == "Réponse perdue, et la suite"
    assert "conflict.summary" not in buffer_of(dossier)


def test_what_is_typed_over_a_saved_text_on_the_way_back_is_no_conflict(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()
    writer.type_without_answer("summary", "Réponse perdue")
    writer.page.goto("/")
    glances = []
    writer.page.route("**/enregistrer/?*", lambda route: glances.append(route), times=1)

    writer.page.go_back()
    writer.expect_value("summary", "Réponse perdue")
    writer.type("summary", "Réponse perdue, et la suite")
    writer.expect_saved()
    glances[0].continue_()
    writer.expect_nothing_waits()

    assert buffer_of(dossier)["summary"] == "Réponse perdue, et la suite"
    assert "conflict.summary" not in buffer_of(dossier)


def test_sign_out_with_unsaved_text_is_asked_again(mine, server, dossier):
    writer = Writer(mine.new_page(), dossier).open()
    server.kill()
    writer.type("summary", "Pas encore enregistré")
    writer.expect_state("Non enregistré")

    writer.page.get_by_role("button", name="Se déconnecter").first.click()
    writer.expect_state("gardé dans ce navigateur sous votre nom")

    assert "/sujet/" in writer.page.url
    assert writer.waiting == ["Pas encore enregistré"]


def test_deposit_waits_for_the_texts_of_this_browser(mine, server, dossier):
    writer = Writer(mine.new_page(), dossier).open()
    server.kill()
    writer.type("summary", "Le dernier mot")
    writer.expect_state("Non enregistré")
    writer.page.close()
    server.start()

    page = mine.new_page()
    page.goto(f"{dossier.get_absolute_url()}relire/")
    expect(page.locator(".dossier-preview")).to_contain_text("Le dernier mot")
    page.get_by_role("button", name="Déposer", exact=True).click()
    page.wait_for_url(f"**{dossier.get_absolute_url()}")

    assert dossier.submissions.get().document["summary"] == "Le dernier mot"


def test_what_is_typed_while_a_text_leaves_is_not_said_saved(mine, dossier):
    writer = Writer(mine.new_page(), dossier).open()
    held = []
    writer.page.route("**/enregistrer/", lambda route: held.append(route), times=1)
    with writer.page.expect_request("**/enregistrer/"):
        writer.type("summary", "Le début")

    writer.page.keyboard.type(", et la suite")
    held[0].continue_()
    writer.expect_saved()

    assert buffer_of(dossier)["summary"] == "Le début, et la suite"
