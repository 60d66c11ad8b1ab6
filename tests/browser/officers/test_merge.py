"""Two records side by side, merged by keyboard on a phone, then made two again."""

from django.urls import reverse

from partnerships.models import Provenance, RecordKind
from tests.browser.axe import found_by_axe
from tests.browser.story import text_of
from tests.browser.test_pages import sideways
from tests.factories.accounts import lead_reviewer
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.duplicates import address_of, pair_of
from tests.factories.partnerships import InternationalPartnerFactory, published


def faults(page):
    return list(found_by_axe(page)), sideways(page)


def test_two_partnerships_are_merged_by_keyboard_on_a_phone_and_parted(lists, open_browser):
    lille, oujda = LocalAuthorityFactory(name="Lille"), InternationalPartnerFactory(name="Oujda")
    kept = published([lille], [oujda], title="Plan climat", themes=["eau"])
    gone = published(
        [lille], [oujda], title="Lille – Oujda", themes=["dechets"], provenance=Provenance.WIKIDATA
    )
    pair = pair_of(RecordKind.PARTNERSHIP, kept, gone, ["same_sides", "imported_and_declared"])
    page = open_browser(lead_reviewer(), viewport={"width": 320, "height": 800})

    page.goto(reverse("partnerships:duplicate_list"))
    assert faults(page) == ([], [])
    page.get_by_role("link", name="Plan climat").press("Enter")
    page.wait_for_url(address_of(pair))
    assert faults(page) == ([], [])
    title = page.get_by_role("group", name="Titre").get_by_role("radio")
    title.first.focus()
    page.keyboard.press("ArrowDown")
    assert title.last.is_checked()
    page.get_by_label("Pourquoi est-ce la même ?").fill("Même projet.")
    page.get_by_role("button", name="Fusionner les deux fiches").press("Enter")
    page.get_by_text("Les deux fiches n’en font plus qu’une.").wait_for()
    assert faults(page) == ([], [])
    merge = page.url

    page.goto(gone.get_absolute_url())
    assert kept.public_id in page.url
    assert "Lille – Oujda" in page.locator("h1").inner_text()
    page.goto(merge)
    page.get_by_label("Motif").fill("Deux projets.")
    page.get_by_role("button", name="Annuler la fusion").press("Enter")
    page.get_by_text("La fusion est annulée").wait_for()
    page.goto(gone.get_absolute_url())
    assert gone.public_id in page.url
    assert "Lille" in text_of(page)


def test_a_page_is_suspended_without_scripts(lists, open_browser):
    partnership = published(title="Zorglub")
    officer = open_browser(lead_reviewer(), java_script_enabled=False)
    public = open_browser(java_script_enabled=False)

    officer.goto(partnership.get_absolute_url())
    officer.get_by_role("link", name="Suspendre cette fiche").click()
    officer.get_by_label("Motif").fill("Le nom d’une personne y figure.")
    officer.get_by_role("button", name="Suspendre").click()
    officer.get_by_role("button", name="Remettre en ligne").wait_for()

    assert public.goto(f"/registre/?q={partnership.title}").status == 200
    assert partnership.get_absolute_url() not in public.content()
