"""The page of a partnership in a browser: copied, without scripts, on a phone, dark, on paper."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from partnerships.document.projection import item
from partnerships.models import Provenance
from tests.browser.axe import violations
from tests.browser.test_pages import sideways
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

PHONE = {"viewport": {"width": 320, "height": 800}}


@pytest.fixture
def sides(lists):
    lille = LocalAuthorityFactory(
        name="Lille", latitude=50.63, longitude=3.07, precision="typed", population=236_000
    )
    turin = InternationalPartnerFactory(
        name="Torino", name_fr="Turin", country=CountryFactory(iso2="IT", name="Italie"),
        latitude=45.07, longitude=7.69,
    )  # fmt: skip
    return [lille], [turin]


@pytest.fixture
def rich(sides):
    lines = [(2025, "lead_authority"), (2025, "ministry"), (2026, "afd"), (2026, "partner")]
    return published(
        *sides,
        summary="Publier les mesures.",
        objectives="Objectif",
        results_here="Ici",
        starts_on="2025",
        budget=[item(year=y, source=s, nature="cash", amount="12000") for y, s in lines],
        indicators=[item(name="Agents", unit="agents", baseline="2", target="40", reached="31")],
    )


@pytest.fixture
def imported(sides):
    return published(
        *sides, provenance=Provenance.WIKIDATA, kind="twinning", title="Jumelage",
        draft={"source_text": "Wikidata, 2017", "source_url": "https://www.wikidata.org/"},
    )  # fmt: skip


def test_short_address_and_reference_are_copied_and_said(rich, open_browser):
    page = open_browser(permissions=["clipboard-read", "clipboard-write"])
    page.goto(rich.get_absolute_url())
    read = "navigator.clipboard.readText()"

    page.get_by_role("button", name="Copier l’adresse courte").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="Copié")).to_have_count(1)
    short = reverse("partnerships:partnership_by_id", args=[rich.public_id])
    assert page.evaluate(read).endswith(short)
    page.goto(page.evaluate(read))
    assert page.url.endswith(rich.get_absolute_url())
    page.locator("summary", has_text="BibTeX").click()
    page.get_by_role("button", name="Copier BibTeX").click()
    expect(page.get_by_role("status").filter(has_text="Copié")).to_have_count(1)
    assert page.evaluate(read).startswith("@misc{villes-partagees-")


def test_refused_copy_is_said(rich, open_browser):
    page = open_browser()
    page.goto(rich.get_absolute_url())
    page.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(); document.execCommand = () => false"
    )

    page.get_by_role("button", name="Copier l’adresse courte").click()

    expect(page.get_by_role("status").filter(has_text="La copie n’a pas marché")).to_have_count(1)


def test_without_scripts_nothing_offers_to_copy(rich, open_browser):
    page = open_browser(java_script_enabled=False)
    page.goto(rich.get_absolute_url())

    expect(page.get_by_role("button", name="Copier")).to_have_count(0)
    expect(page.get_by_role("heading", name="Citer cette fiche")).to_be_visible()
    page.locator("summary", has_text="BibTeX").click()
    expect(page.locator(".cited__code")).to_contain_text("@misc{")


@pytest.mark.parametrize("name", ["rich", "imported"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible_and_fits_a_phone(name, scheme, request, open_browser):
    row = request.getfixturevalue(name)
    for options in ({}, PHONE):
        page = open_browser(color_scheme=scheme, **options)
        page.goto(row.get_absolute_url())
        for summary in page.locator("main summary").all():
            summary.click()

        assert violations(page) == {}
        assert sideways(page) == []
