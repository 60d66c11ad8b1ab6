"""Messages in a browser: none of their words is lost, none is sent twice, none is another's."""

import pytest
from django.urls import reverse

from partnerships.models import DossierStatus, Message
from tests.browser.axe import found_by_axe
from tests.browser.conftest import session_cookie
from tests.browser.slow_scripts import held_script
from tests.browser.test_pages import sideways
from tests.factories.authorities import MemberFactory

BOX = "Votre message"


@pytest.fixture
def dossier(world):
    return world.dossiers[DossierStatus.CHANGES_REQUESTED]


def step(dossier, slug="identite"):
    return reverse("partnerships:dossier_step", args=[dossier.uuid, slug])


def test_message_being_written_is_there_again_until_it_is_sent(world, dossier, open_browser):
    page = open_browser(world.manager)
    page.goto(dossier.get_absolute_url())
    page.get_by_label(BOX).fill("La durée est de trois ans")
    page.goto(reverse("partnerships:workspace"))

    page.goto(dossier.get_absolute_url())
    assert page.get_by_label(BOX).input_value() == "La durée est de trois ans"
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre message est envoyé").wait_for()
    page.goto(dossier.get_absolute_url())

    assert page.get_by_label(BOX).input_value() == ""
    assert Message.objects.filter(body="La durée est de trois ans").count() == 1


def test_message_waits_under_the_name_of_its_author_alone(
    world, dossier, open_browser, live_server
):
    colleague = MemberFactory(authority=world.authority).user
    page = open_browser(world.manager)
    page.goto(dossier.get_absolute_url())
    page.get_by_label(BOX).fill("Pour moi seul")
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(colleague, live_server.url)])

    page.goto(dossier.get_absolute_url())
    theirs = page.get_by_label(BOX).input_value()
    page.context.clear_cookies()
    page.context.add_cookies([session_cookie(world.manager, live_server.url)])
    page.goto(dossier.get_absolute_url())

    assert theirs == ""
    assert page.get_by_label(BOX).input_value() == "Pour moi seul"


def test_message_sent_once_the_session_is_over_waits_for_who_signs_in(
    world, dossier, open_browser, live_server
):
    page = open_browser(world.manager)
    page.goto(dossier.get_absolute_url())
    page.get_by_label(BOX).fill("Écrit trop tard")
    sessions = [c for c in page.context.cookies() if c["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(sessions)

    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Votre message est gardé").wait_for()
    page.context.add_cookies([session_cookie(world.manager, live_server.url)])
    page.goto(dossier.get_absolute_url())

    assert page.get_by_label(BOX).input_value() == "Écrit trop tard"
    assert not Message.objects.filter(body="Écrit trop tard").exists()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_answer_beside_a_field_keeps_what_is_typed_in_the_form(
    world, dossier, open_browser, has_scripts
):
    page = open_browser(world.manager, java_script_enabled=has_scripts)
    page.goto(step(dossier))
    page.locator("[name=title]").fill("Un titre plus précis")
    page.get_by_text("Répondre").click()
    page.locator("[name='message.title']").fill("Voici le titre")

    page.locator("button[value^='message:title:']").click()
    page.get_by_text("Votre message est envoyé").wait_for()

    dossier.refresh_from_db()
    assert Message.objects.get(body="Voici le titre").field_path == "title"
    assert dossier.buffer["title"] == "Un titre plus précis"
    assert page.locator("[name=title]").input_value() == "Un titre plus précis"
    assert page.locator("[name='message.title']").input_value() == ""


def test_box_beside_a_field_fits_a_phone_and_is_accessible(world, dossier, open_browser):
    page = open_browser(world.manager, viewport={"width": 320, "height": 800})
    page.goto(step(dossier))

    for fold in page.locator(".message-fold > summary").all():
        fold.click()

    assert page.locator(".message-fold textarea").first.is_visible()
    assert sideways(page) == []
    assert found_by_axe(page) == {}


def test_data_are_asked_for_and_downloaded(world, open_browser):
    page = open_browser(world.manager)
    page.goto(reverse("partnerships:data_export"))

    page.get_by_role("button", name="Demander mes données").click()
    page.get_by_text("Votre archive est prête").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger mes données").click()

    assert download.value.suggested_filename.startswith("mes-donnees-")


@pytest.mark.parametrize("earlier", ["", "La durée est de trois ans"])
def test_words_typed_before_the_script_came_are_kept_too(world, dossier, open_browser, earlier):
    page = open_browser(world.manager)
    page.goto(dossier.get_absolute_url())
    page.get_by_label(BOX).fill(earlier)

    with held_script(page, "message-draft"):
        page.goto(dossier.get_absolute_url(), wait_until="commit")
        page.get_by_label(BOX).press_sequentially("Et trois mois")
    page.wait_for_load_state()

    words = [text for text in (earlier, "Et trois mois") if text]
    assert page.get_by_label(BOX).input_value() == "\n\n".join(words)
    page.goto(dossier.get_absolute_url())
    assert page.get_by_label(BOX).input_value() == "\n\n".join(words)
