"""Files sent from the page: several at once, with progress, cancel, and retry of one."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from cncd_portal.accounts.sessions import Session
from partnerships.models import Attachment, Dossier
from tests.browser.conftest import session_cookie
from tests.browser.slow_scripts import held_script
from tests.factories.dossiers import dossier_in
from tests.factories.files import JPEG, PDF, step_of

# Of answers that a test asks for.
REFUSALS = re.compile("status of (401|422|500)|net::ERR_")


@pytest.fixture
def dossier(lists):
    return dossier_in("draft")


@pytest.fixture
def page(dossier, open_browser, complaints):
    page = open_browser(dossier.created_by)
    page.goto(step_of(dossier))
    yield page
    complaints[:] = [text for text in complaints if not REFUSALS.search(text)]


def file(name, content=None):
    kind = "image/jpeg" if name.endswith(".jpg") else "application/pdf"
    # Each its own content, or one file would be as good as another.
    content = content or PDF + name.encode() + b"\n%%EOF"
    return {"name": name, "mimeType": kind, "buffer": content}


def choose(page, *files):
    page.locator("#files").set_input_files(list(files))


def stored_names():
    return sorted(Attachment.objects.values_list("file_name", flat=True))


def uploads(page):
    return page.locator(".upload-row")


def answer(route, status):
    route.fulfill(status=status, body="en panne", content_type="text/html")


def test_several_files_join_their_lists_and_what_is_typed_stays(page, dossier):
    choose(page, file("a.pdf"))
    title = page.get_by_label("Intitulé")
    title.fill("Ma convention")

    choose(page, file("b.pdf"), file("c.pdf"), file("photo.jpg", JPEG))

    expect(page.locator("#champ-documents > fieldset")).to_have_count(3)
    expect(page.locator("#champ-images > fieldset")).to_have_count(1)
    expect(uploads(page)).to_have_count(0)
    assert title.first.input_value() == "Ma convention"
    assert page.locator(".dossier-empty").count() == 0
    assert page.locator("#champ-images img").evaluate("image => image.decode().then(() => true)")
    page.get_by_label("Légende").fill("Le pont")
    page.get_by_role("button", name="Enregistrer et vérifier").click()
    page.wait_for_url("**verifier=1*")
    buffer = Dossier.objects.get().buffer
    assert {"Ma convention", "Le pont"} <= {
        text for text in buffer.values() if isinstance(text, str)
    }
    assert stored_names() == ["a.pdf", "b.pdf", "c.pdf", "photo.jpg"]


def test_one_that_fails_is_told_and_sent_again_without_the_others(page):
    failing = {"left": 1}

    def fail_once(route):
        if b'filename="b.pdf"' in route.request.post_data_buffer and failing["left"]:
            failing["left"] -= 1
            answer(route, 500)
        else:
            route.continue_()

    page.route("**/fichiers/", fail_once)
    choose(page, file("a.pdf"), file("b.pdf"), file("c.pdf"))
    expect(page.locator("#champ-documents > fieldset")).to_have_count(2)
    expect(uploads(page)).to_contain_text("Le serveur n’a pas pu répondre")
    assert stored_names() == ["a.pdf", "c.pdf"]

    page.get_by_role("button", name="Réessayer b.pdf").click()

    expect(page.locator("#champ-documents > fieldset")).to_have_count(3)
    expect(uploads(page)).to_have_count(0)
    assert stored_names() == ["a.pdf", "b.pdf", "c.pdf"]


def test_picture_is_seen_while_it_is_sent_and_until_it_is_scanned(page, settings):
    settings.CLAMAV_URL = "tcp://127.0.0.1:1"
    held = []
    page.route("**/fichiers/", lambda route: held.append(route))

    choose(page, file("photo.jpg", JPEG))
    page.locator(".upload-row__picture").wait_for()
    held.pop().continue_()

    shown = page.locator("#champ-images .dossier-file__picture")
    shown.wait_for()
    assert shown.get_attribute("src").startswith("data:image/jpeg")
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")


def test_answer_that_is_lost_makes_no_second_file(page):
    lost = {"left": 1}

    def lose_answer(route):
        if lost["left"]:
            lost["left"] -= 1
            route.fetch()  # it arrives, and its answer does not
            route.abort()
        else:
            route.continue_()

    page.route("**/fichiers/", lose_answer)
    choose(page, file("a.pdf"))
    expect(uploads(page)).to_contain_text("La connexion s’est interrompue")
    assert stored_names() == ["a.pdf"]

    page.get_by_role("button", name="Réessayer a.pdf").click()

    expect(page.locator("#champ-documents > fieldset")).to_have_count(1)
    assert stored_names() == ["a.pdf"]
    assert len(Dossier.objects.get().buffer["documents"]) == 1


def test_refused_file_is_told_beside_it(page):
    choose(page, file("page.pdf", b"<html><script>alert(1)</script>"), file("b.pdf"))

    expect(page.locator("#champ-documents > fieldset")).to_have_count(1)
    expect(uploads(page)).to_contain_text("n’est pas celui qu’annonce son nom")
    page.get_by_role("button", name="Annuler page.pdf").click()
    expect(uploads(page)).to_have_count(0)
    assert stored_names() == ["b.pdf"]


def test_two_at_a_time_with_progress_and_one_is_cancelled(page):
    held = []
    page.route("**/fichiers/", lambda route: held.append(route))
    choose(page, file("a.pdf"), file("b.pdf"), file("c.pdf"))
    expect(uploads(page)).to_have_count(3)
    expect(page.get_by_role("progressbar", name="a.pdf")).to_be_visible()
    page.wait_for_timeout(300)
    assert len(held) == 2
    assert page.get_by_text("en attente", exact=True).count() == 1

    page.get_by_role("button", name="Annuler a.pdf").click()

    expect(uploads(page)).to_have_count(2)
    page.wait_for_timeout(300)
    assert len(held) == 3
    for route in held[1:]:
        route.continue_()
    expect(page.locator("#champ-documents > fieldset")).to_have_count(2)
    assert stored_names() == ["b.pdf", "c.pdf"]


def test_file_waits_for_one_to_sign_in_again_elsewhere(page, dossier, live_server):
    Session.objects.all().delete()
    choose(page, file("a.pdf"))
    expect(uploads(page)).to_contain_text("Votre session est terminée")
    assert stored_names() == []
    cookie = session_cookie(dossier.created_by, live_server.url)
    page.context.add_cookies([cookie])

    page.get_by_role("button", name="Réessayer a.pdf").click()

    expect(page.locator("#champ-documents > fieldset")).to_have_count(1)
    assert stored_names() == ["a.pdf"]


def test_file_is_dropped_on_the_page(page):
    transfer = page.evaluate_handle(
        """content => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([content], "pose.pdf", { type: "application/pdf" }));
            return transfer;
        }""",
        (PDF + uuid4().hex.encode() + b"%%EOF").decode(),
    )

    page.dispatch_event("[data-upload-drop]", "drop", {"dataTransfer": transfer})

    expect(page.locator("#champ-documents > fieldset")).to_have_count(1)
    assert stored_names() == ["pose.pdf"]


def test_files_are_sent_without_scripts(dossier, open_browser):
    page = open_browser(dossier.created_by, java_script_enabled=False)
    page.goto(step_of(dossier))

    choose(page, file("a.pdf"), file("photo.jpg", JPEG))
    page.get_by_role("button", name="Envoyer", exact=True).click()

    expect(page.locator("#champ-documents > fieldset")).to_have_count(1)
    expect(page.locator("#champ-images > fieldset")).to_have_count(1)
    assert stored_names() == ["a.pdf", "photo.jpg"]


def test_file_chosen_before_the_script_came_is_sent(page, dossier):
    with held_script(page, "upload"):
        page.goto(step_of(dossier), wait_until="commit")
        choose(page, file("a.pdf"))

    expect(page.locator("#champ-documents > fieldset")).to_have_count(1)
    expect(uploads(page)).to_have_count(0)
    assert stored_names() == ["a.pdf"]
