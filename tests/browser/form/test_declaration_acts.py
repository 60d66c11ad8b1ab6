"""How many acts a declaration takes: a click, a field filled, a choice made."""

import pytest
from django.urls import reverse

from partnerships.models import Dossier, DossierStatus, InternationalPartnerKind, PlaceTerm
from proposals.models import Proposal
from tests.browser.hands import Counted
from tests.browser.story import PDF
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.files import JPEG
from tests.factories.lists import CountryFactory, PlaceFactory
from tests.factories.partnerships import InternationalPartnerFactory

PICTURE = {"name": "régie.jpg", "mimeType": "image/jpeg", "buffer": JPEG}


@pytest.fixture
def member(lists):
    InternationalPartnerFactory(name="Oujda", kind=InternationalPartnerKind.MUNICIPALITY)
    user = UserFactory(first_name="Dominique", last_name="Durand", email="d@lille.example")
    return MemberFactory(user=user, authority=LocalAuthorityFactory(name="Lille"))


def begun(page, title) -> Counted:
    """A declaration, from « Mon espace » to the end of its first step."""
    page.goto(reverse("partnerships:workspace"))
    act = Counted(page)
    act.click('main a[href$="/dossiers/nouveau/"]')
    act.click("main form[method=post] button")
    act.select_option("[name=kind]", "agreement")
    act.fill("[name=title]", title)
    act.select_option("[name=phase]", "active")
    act.following()
    return act


def deposited(act):
    act.click('form[action$="/action/submit/"] button')
    act.page.wait_for_url("**/dossiers/*/")


def test_complete_declaration_takes_fewer_than_forty_acts(member, open_browser):
    page = open_browser(member.user)
    act = begun(page, "Éclairage public partagé")

    act.press_sequentially('[name="q.partners"]', "oujda")
    act.click("[role=option]")
    page.get_by_role("group", name="Oujda").wait_for()
    act.following()
    act.fill("[name=summary]", "Un éclairage sobre, pensé avec les habitants.")
    act.fill("[name=objectives]", "Moins de watts.")
    act.click('.dossier-boxes__group:has([value="efficacite-energetique"]) > summary')
    act.check('[name=themes][value="efficacite-energetique"]', force=True)
    act.check('[name=goals][value="11"]', force=True)
    act.following()
    act.fill("[name=starts_on]", "2024-01-15")
    act.fill("[name=convention_signed_on]", "2023-11-30")
    act.fill("[name=transmitted_to_prefect_on]", "2023-12-05")
    act.following()
    act.click(".dossier-paste > summary")
    act.fill("[name=budget_pasted]", "2024;AFD;numéraire;12 500\n2024;collectivité;nature;3 000")
    act.click('[value="paste:budget"]')
    page.locator('[name$=".year"][value="2024"]').first.wait_for()
    act.fill("[name=total_cost]", "15 500")
    act.following()
    act.fill("[name=results_here]", "Un service entretient les points lumineux.")
    act.fill("[name=results_there]", "Un quartier éclairé.")
    act.fill('[name^="indicators."][name$=".name"]', "Points lumineux rénovés")
    act.fill('[name^="indicators."][name$=".target"]', "1 200")
    act.following()
    act.check('[name^="contributions."][value="5"]', force=True)
    act.fill(".dossier-proposal:has(:checked) textarea", "Des données ouvertes.")
    act.following()
    act.set_input_files("input[type=file]", files=[PDF])
    page.locator('[name^="documents."][name$=".is_public"]').wait_for(state="attached")
    act.following()
    act.following()
    deposited(act)

    dossier = Dossier.objects.get()
    document = dossier.submissions.get().document
    assert dossier.status == DossierStatus.SUBMITTED
    assert len(document["budget"]) == 2
    assert len(document["documents"]) == 1
    assert document["contact"]["email"] == "d@lille.example"
    assert act.count < 40


def test_rich_declaration_takes_forty_five_acts_at_most(member, open_browser):
    """Two authorities, a town that the registry does not have, three lines of budget and three
    indicators, two propositions, two documents and a picture.
    """
    LocalAuthorityFactory(name="Roubaix")
    kayes = PlaceFactory(name="Kayes", country=CountryFactory(iso2="ML", name="Mali"))
    PlaceTerm.objects.create(place=kayes, term="kayes")
    page = open_browser(member.user)
    act = begun(page, "De l’eau pour trois villes")

    act.press_sequentially('[name="q.authorities"]', "roub")
    act.click("[role=option]")
    page.get_by_role("group", name="Roubaix").wait_for()
    act.press_sequentially('[name="q.partners"]', "kayes")
    act.click("[role=option]")
    page.get_by_role("group", name="Kayes").wait_for()
    act.following()
    act.fill("[name=summary]", "Une régie de l’eau, partagée.")
    act.fill("[name=objectives]", "Moins de fuites.")
    act.click('.dossier-boxes__group:has([value="efficacite-energetique"]) > summary')
    act.check('[name=themes][value="efficacite-energetique"]', force=True)
    act.following()
    act.fill("[name=starts_on]", "2024")
    act.following()
    act.click(".dossier-paste > summary")
    act.fill(
        "[name=budget_pasted]",
        "2024;AFD;numéraire;12 500\n2024;collectivité;nature;3 000\n2025;AFD;numéraire;9 000",
    )
    act.click('[value="paste:budget"]')
    page.locator('[name$=".year"][value="2025"]').first.wait_for()
    act.following()
    for number, (name, unit, target) in enumerate(
        [
            ("Fuites réparées", "fuites", "120"),
            ("Agents formés", "agents", "30"),
            ("Eau", "m3", "9"),
        ]
    ):
        row = f".dossier-rows--indicators fieldset:nth-of-type({number + 1})"
        act.fill(f'{row} [name$=".name"]', name)
        act.fill(f'{row} [name$=".unit"]', unit)
        act.fill(f'{row} [name$=".target"]', target)
    act.following()
    first, second = Proposal.objects.listed()[:2]
    for number, statement in (
        (first.number, "Des données ouvertes."),
        (second.number, "Un atelier."),
    ):
        act.check(f'[name^="contributions."][value="{number}"]', force=True)
        act.fill(f'.dossier-proposal:has([value="{number}"]:checked) textarea', statement)
    act.following()
    files = [{**PDF, "name": "convention.pdf"}, {**PDF, "name": "délibération.pdf"}, PICTURE]
    act.set_input_files("input[type=file]", files=files)
    page.locator('[name^="images."][name$=".caption"]').wait_for(state="attached")
    act.fill('[name^="images."][name$=".caption"]', "La régie, en 2024")
    act.following()
    page.wait_for_url("**/contact/**")
    act.following()
    page.wait_for_url("**/relire/**")
    deposited(act)

    document = Dossier.objects.get().submissions.get().document
    counted = ("authorities", "partners", "budget", "indicators", "contributions", "documents")
    assert [len(document[name]) for name in (*counted, "images")] == [2, 1, 3, 3, 2, 2, 1]
    assert act.count <= 45, act.count
