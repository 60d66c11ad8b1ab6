"""What must fit on a phone of 320 pixels, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.accounts.test_sign_in import person
from tests.browser.public.live_map import make_registry
from tests.browser.test_pages import sideways
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import dossier_in

PHONE = {"viewport": {"width": 320, "height": 800}}


@pytest.mark.usefixtures("lists")
def test_long_address_does_not_widen_the_page(open_browser):
    user = person(email="une.adresse.dont.le.nom.est.long@collectivite.example")
    page = open_browser(user, **PHONE)

    page.goto(reverse("account_email"))

    assert sideways(page) == []


@pytest.mark.usefixtures("lists")
def test_what_a_search_box_says_has_the_whole_width(open_browser):
    dossier = dossier_in("draft", member=MemberFactory())
    page = open_browser(dossier.created_by, **PHONE)
    page.goto(reverse("partnerships:dossier_step", args=[dossier.uuid, "acteurs"]))

    page.locator('[name="q.partners"]').press_sequentially("introuvable")

    said = page.locator("#champ-partners .search-box__announcement")
    expect(said).to_contain_text("proposer")
    line = page.locator("#champ-partners .search-line").first
    assert said.bounding_box()["width"] == line.bounding_box()["width"]
    assert sideways(page) == []


@pytest.mark.parametrize(("width", "height"), [(360, 740), (1280, 900)])
@pytest.mark.usefixtures("lists")
def test_first_screen_of_the_home_page_shows_the_search_and_the_map(open_browser, width, height):
    make_registry()
    page = open_browser(viewport={"width": width, "height": height})

    page.goto(reverse("portal:home"))

    search, figure = page.locator("#home-q"), page.locator(".registry-map .map >> visible=true")
    tops = [box.bounding_box()["y"] for box in figure.all()]
    assert search.bounding_box()["y"] < min(tops) < height - 80
    assert sideways(page) == []
