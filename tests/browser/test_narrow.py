"""What must fit on a phone of 320 pixels, in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.accounts.test_sign_in import person
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


@pytest.mark.usefixtures("lists")
def test_search_of_the_home_page_stands_before_the_lead(open_browser):
    page = open_browser(viewport={"width": 360, "height": 640})

    page.goto(reverse("portal:home"))

    box, lead = page.locator("#home-q"), page.locator("main .fr-text--lead").first
    assert box.bounding_box()["y"] < lead.bounding_box()["y"]
    assert sideways(page) == []
