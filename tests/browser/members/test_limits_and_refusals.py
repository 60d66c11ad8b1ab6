"""What a text may still hold is counted wherever it is bounded; an act that is asked first can be
refused without leaving the page.
"""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.models import MemberStatus, Message, ReaderReport
from tests.browser.axe import found_by_axe
from tests.browser.test_pages import sideways
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.dossiers import dossier_in
from tests.factories.partnerships import published

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
# How far an element is from the top of the document, in px.
PLACE = "(element) => element.getBoundingClientRect().top + scrollY"
DESK = {"viewport": {"width": 1280, "height": 900}}


def page_with_a_limit(name):
    """(who, address, field, limit) of a page with a bounded text."""
    public = published([LocalAuthorityFactory()], title="Puits")
    if name == "request to join":
        member = MemberFactory()
        return member.user, reverse("partnerships:joining", args=[public.public_id]), "text", 1_000
    if name == "conversation":
        dossier = dossier_in("submitted")
        return dossier.created_by, dossier.get_absolute_url(), "body", 10_000
    limit = ReaderReport._meta.get_field("text").max_length
    return None, reverse("partnerships:report_site"), "text", limit


@pytest.mark.parametrize("name", ["request to join", "conversation", "report of a reader"])
@pytest.mark.usefixtures("lists")
def test_characters_left_are_counted_under_each_bounded_text(open_browser, name):
    user, address, field, limit = page_with_a_limit(name)
    page = open_browser(user)
    page.goto(address)
    box = page.locator(f"[name={field}]:visible").first

    below = page.locator("form", has=box).last.get_by_role("button").last
    place = below.evaluate(PLACE)
    box.focus()
    box.press_sequentially("Un")
    expect(box.locator("xpath=following-sibling::p[1]")).to_have_text(re.compile("Il reste"))
    assert below.evaluate(PLACE) == place

    box.fill("é" * (limit - 50))
    described = box.get_attribute("aria-describedby").split()[-1]

    expect(page.locator(f'[id="{described}"]')).to_have_text(re.compile("Il reste 50 caractères"))
    expect(page.locator("[data-characters]")).to_have_text("Il reste 50 caractères")
    assert found_by_axe(page) == {}


@pytest.mark.usefixtures("lists")
def test_pasted_text_that_is_too_long_stays_whole_and_is_not_sent(open_browser):
    dossier = dossier_in("submitted")
    page = open_browser(dossier.created_by)
    page.goto(dossier.get_absolute_url())
    box = page.locator("[name=body]:visible").first

    box.evaluate("field => field.focus()")
    page.keyboard.insert_text("é" * 10_003)
    page.get_by_role("button", name="Envoyer", exact=True).click()

    assert len(box.input_value()) == 10_003
    below = box.locator("xpath=following-sibling::p[1]")
    expect(below).to_have_text(re.compile("3 caractères en trop"))
    assert "3 caractères en trop" in box.evaluate("field => field.validationMessage")
    assert not Message.objects.exists()

    box.fill("é" * 10_000)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(page.get_by_text("Votre message est envoyé.")).to_be_visible()
    assert Message.objects.count() == 1


def top(locator):
    """How far an element stands from the top of the page."""
    return locator.evaluate("each => each.getBoundingClientRect().top + scrollY")


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.parametrize("screen", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.usefixtures("lists")
def test_cancelling_a_request_is_refused_on_the_same_page(open_browser, screen, has_scripts):
    member = MemberFactory(pending=True)
    page = open_browser(member.user, java_script_enabled=has_scripts, **screen)
    page.goto(reverse("partnerships:workspace"))
    fold = page.locator(".portal-confirm")
    before, foot = top(fold.locator("summary")), top(page.locator("footer"))

    fold.get_by_text("Annuler la demande", exact=True).click()
    expect(page.get_by_role("button", name="Confirmer")).to_be_visible()
    assert abs(top(fold.locator("summary")) - before) < 1
    if screen is DESK:
        assert top(page.locator("footer")) == foot
    assert sideways(page) == []
    fold.get_by_text("Non, la garder").click()
    expect(page.get_by_role("button", name="Confirmer")).to_be_hidden()

    member.refresh_from_db()
    assert member.status == MemberStatus.PENDING
