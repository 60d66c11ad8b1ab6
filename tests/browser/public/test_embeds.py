"""The registry in the page of another site, of another origin."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE
from tests.factories.partnerships import published

# Browsers ask for an icon.
HEAD = '<title>Ailleurs</title><link rel="icon" href="data:,">'


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Says nothing of each request."""


@pytest.fixture
def foreign(tmp_path):
    """`foreign(body)` gives the address of a page of another site."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()

    def written(body):
        # Another address each time: browsers keep a page that did not change since the last second.
        name = f"page-{len(list(folder.iterdir()))}.html"
        (folder / name).write_text(f"<!doctype html>{HEAD}{body}")
        return f"http://localhost:{server.server_port}/{name}"

    yield written
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def browse(chromium, live_server, settings):
    """`browse(**options)` gives a page of a new browser, which may read any site of this machine,
    and what its console said.
    """
    settings.SITE_URL = live_server.url
    contexts = []

    def opened(**options):
        context = chromium.new_context(locale="fr-FR", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page, said = context.new_page(), []
        page.on("console", lambda message: said.append(message.text))
        return page, said

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def registry(lists, kept):
    return kept(make_eight)


def make_eight():
    return [published(title=f"Partage {number}") for number in range(8)]


def copied_code(page, live_server, query=""):
    page.goto(f"{live_server.url}/integrer/?{query}")
    return page.get_by_label("À coller dans le code HTML de votre page").input_value()


def test_copied_code_shows_the_registry_elsewhere(registry, browse, foreign, live_server):
    page, said = browse(permissions=["clipboard-read", "clipboard-write"])
    code = copied_code(page, live_server, "lignes=8&hauteur=200")
    preview = page.frame_locator("iframe")
    expect(preview.get_by_role("article")).to_have_count(8)
    page.get_by_role("button", name="Copier le code").click()
    expect(page.get_by_text("Copié", exact=True)).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code
    said.clear()

    page.goto(foreign(code))

    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("article")).to_have_count(8)
    page.wait_for_function("() => document.querySelector('iframe').offsetHeight > 400")
    inner = page.frames[1]
    assert inner.evaluate("document.documentElement.scrollHeight <= innerHeight")
    assert page.context.cookies() == []
    assert said == []
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="Partage 7").click()
    opened.value.wait_for_load_state()
    assert opened.value.url.startswith(f"{live_server.url}/registre/")
    assert opened.value.evaluate("window.opener") is None
    assert page.url.startswith("http://localhost")


def test_frame_follows_the_height_of_its_content(registry, browse, foreign, live_server):
    page, _said = browse(viewport={"width": 1000, "height": 800})
    page.goto(foreign(copied_code(page, live_server, "lignes=8&hauteur=200")))
    page.wait_for_function("() => document.querySelector('iframe').offsetHeight > 400")
    wide = page.evaluate("document.querySelector('iframe').offsetHeight")

    page.set_viewport_size({"width": 320, "height": 800})

    page.wait_for_function(f"() => document.querySelector('iframe').offsetHeight > {wide}")
    page.set_viewport_size({"width": 1000, "height": 800})
    page.wait_for_function(f"() => document.querySelector('iframe').offsetHeight <= {wide}")


def test_message_of_another_site_changes_no_height(registry, browse, foreign, live_server):
    page, _said = browse()
    page.goto(foreign(copied_code(page, live_server, "lignes=1")))
    page.wait_for_function("() => document.querySelector('iframe').style.height !== ''")
    before = page.evaluate("document.querySelector('iframe').style.height")

    page.evaluate("postMessage({villesPartageesHeight: 4000}, '*')")
    page.wait_for_timeout(300)

    assert page.evaluate("document.querySelector('iframe').style.height") == before


def test_frame_has_its_height_without_scripts(registry, browse, foreign, live_server):
    page, _said = browse(java_script_enabled=False)
    code = copied_code(page, live_server, "quoi=fiche&hauteur=300")
    expect(page.get_by_role("button", name="Copier le code")).to_be_hidden()

    page.goto(foreign(code))

    expect(page.frame_locator("iframe").get_by_role("article").first).to_be_visible()
    assert page.locator("iframe").bounding_box()["height"] == 300


def test_dark_frame_is_dark_and_follows_the_device_where_asked(
    registry, browse, foreign, live_server
):
    page, _said = browse(color_scheme="dark")
    for theme, is_dark in (("sombre", True), ("clair", False), ("systeme", True)):
        page.goto(foreign(copied_code(page, live_server, f"couleurs={theme}")))
        body = page.frame_locator("iframe").locator("body")
        colour = "rgb(22, 22, 22)" if is_dark else "rgb(255, 255, 255)"
        expect(body).to_have_css("background-color", colour)


def test_nothing_else_is_shown_elsewhere(registry, browse, foreign, live_server):
    page, said = browse()
    paths = ("/", "/registre/", registry[0].get_absolute_url(), "/compte/login/", "/integrer/")
    for path in paths:
        said.clear()
        page.goto(foreign(f'<iframe src="{live_server.url}{path}"></iframe>'))
        page.wait_for_timeout(300)
        assert any("frame-ancestors" in each for each in said), path
        assert page.frames[1].url.startswith("chrome-error:"), path
