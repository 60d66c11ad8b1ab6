"""The form of a dossier as people use it: by keyboard, on a phone, step by step, in every state."""

import pytest
from django.urls import reverse

from partnerships.document.steps import STEPS, STEPS_BY_SLUG
from partnerships.models import Dossier, DossierStatus, InternationalPartnerKind
from partnerships.pages.components.step_state import step_url
from partnerships.workflow.creation import create_dossier
from tests.browser.axe import found_by_axe
from tests.browser.form.form_states import STATES, dossier_that_is
from tests.browser.hands import Keyboard
from tests.browser.story import text_of
from tests.browser.test_pages import sideways
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.filling import budget_lines
from tests.factories.lists import CountryFactory
from tests.factories.partnerships import InternationalPartnerFactory, published

PHONE = {"width": 320, "height": 800}


@pytest.fixture
def member(lists):
    InternationalPartnerFactory(name="Oujda", kind=InternationalPartnerKind.MUNICIPALITY)
    user = UserFactory(first_name="Dominique", last_name="Durand", email="d@lille.example")
    return MemberFactory(user=user, authority=LocalAuthorityFactory(name="Lille"))


@pytest.mark.parametrize("state", STATES)
def test_each_step_is_accessible_in_each_state(state, member, open_browser):
    dossier = dossier_that_is(state, member, reviewer())
    page = open_browser(member.user)
    found, wide = {}, {}

    for step in STEPS:
        query = "verifier=1" if state == "in error" else ""
        page.set_viewport_size({"width": 1280, "height": 900})
        assert page.goto(step_url(dossier, step, query)).status == 200
        found |= {f"{step.slug} {rule}": nodes for rule, nodes in found_by_axe(page).items()}
        page.set_viewport_size(PHONE)
        if sideways(page):
            wide[step.slug] = sideways(page)

    assert found == {}
    assert wide == {}


def test_whole_form_by_keyboard_alone_on_a_phone(member, open_browser):
    page = open_browser(member.user, viewport=PHONE)
    keyboard = Keyboard(page)
    page.goto(reverse("partnerships:dossier_create"))
    keyboard.press("main form[method=post] button", "Enter")
    page.wait_for_url("**/identite/**")
    keyboard.choose("[name=kind]", "coopération d")
    keyboard.write("[name=title]", "Éclairage partagé")
    keyboard.choose("[name=phase]", "en cours")
    keyboard.following("acteurs")
    keyboard.write('[name="q.partners"]', "ouj")
    page.get_by_role("option", name="Oujda").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("group", name="Oujda").wait_for()
    keyboard.following("sujet")
    keyboard.write("[name=summary]", "Un éclairage sobre.")
    keyboard.press('.dossier-boxes__group:has([value="eau"]) > summary', "Enter")
    keyboard.press('[name=themes][value="eau"]', "Space")
    keyboard.following("calendrier")
    keyboard.write("[name=starts_on]", "01/01/2024")
    keyboard.following("budget")
    keyboard.write('[name$=".year"]', "2024")
    keyboard.choose('[name$=".source"]', "agence f")
    keyboard.choose('[name$=".nature"]', "num")
    keyboard.write('[name$=".amount"]', "1 000")
    keyboard.following("resultats")
    keyboard.write('[name^="indicators."][name$=".name"]', "Points lumineux")
    keyboard.following("propositions")
    keyboard.press('[name^="contributions."][value="5"]', "Space")
    keyboard.write('[name^="contributions."][name$=".statement"]', "Des données ouvertes.")
    keyboard.following("documents")
    keyboard.following("contact")
    keyboard.following("relire")
    assert sideways(page) == []
    keyboard.press('form[action$="/action/submit/"] button', "Enter")
    page.wait_for_url("**/dossiers/*/")

    dossier = Dossier.objects.get()
    assert dossier.status == DossierStatus.SUBMITTED
    document = dossier.submissions.get().document
    assert document["title"] == "Éclairage partagé"
    assert document["starts_on"] == "2024-01-01"
    assert [line["amount"] for line in document["budget"]] == ["1000.00"]
    assert [each["name"] for each in document["indicators"]] == ["Points lumineux"]
    assert [each["proposal"] for each in document["contributions"]] == [5]


def step_of_new(page, member, slug):
    dossier = dossier_that_is("filled", member, None)
    page.goto(reverse("partnerships:dossier_step", args=[dossier.uuid, slug]))
    return dossier


def test_search_box_is_a_combobox(member, open_browser):
    LocalAuthorityFactory(name="Lillers")
    page = open_browser(member.user)
    step_of_new(page, member, "acteurs")
    box = page.get_by_role("combobox", name="Ajouter une collectivité")

    box.press_sequentially("lill")
    options = page.get_by_role("listbox", name="Ajouter une collectivité").get_by_role("option")
    options.first.wait_for()
    assert options.count() == 2
    assert "2 réponses." in text_of(page)
    assert box.get_attribute("aria-expanded") == "true"
    assert box.get_attribute("aria-activedescendant") is None
    box.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") == options.last.get_attribute("id")
    box.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    assert options.first.get_attribute("aria-selected") == "true"
    assert found_by_axe(page) == {}
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "lill"
    box.press("Escape")
    assert box.input_value() == ""


def test_search_box_answers_a_finger(member, open_browser):
    page = open_browser(member.user, has_touch=True, viewport=PHONE)
    step_of_new(page, member, "acteurs")

    page.locator('[name="q.partners"]').tap()
    page.keyboard.type("oujda")
    page.get_by_role("option", name="Oujda").first.tap()

    page.get_by_role("group", name="Oujda").wait_for()


def test_authority_is_found_and_asked_to_be_joined(member, open_browser):
    LocalAuthorityFactory(name="Roubaix")
    page = open_browser(UserFactory())
    page.goto(reverse("partnerships:membership_request"))

    page.locator("[name=q]").last.press_sequentially("roub")
    page.get_by_role("option", name="Roubaix").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.get_by_role("radio", name="Roubaix").wait_for()
    assert page.get_by_role("radio", name="Roubaix").is_checked()


def test_faults_and_neighbours_follow_while_one_types(member, open_browser):
    partner = InternationalPartnerFactory(name="Séville", country=CountryFactory(iso2="ES"))
    published(
        [LocalAuthorityFactory()],
        [partner],
        title="Voisin sur l’énergie",
        themes=["efficacite-energetique"],
    )
    page = open_browser(member.user)
    dossier = step_of_new(page, member, "calendrier")
    field = page.locator("[name=convention_signed_on]")
    field.evaluate("node => { node.dataset.mark = 'the same' }")

    field.fill("2025-01-01")
    page.get_by_text("La convention est signée après le début").first.wait_for()

    assert field.get_attribute("data-mark") == "the same"
    assert field.get_attribute("aria-invalid") == "true"
    assert page.locator("[aria-current=step] .dossier-steps__state").inner_text() == "à corriger"
    field.fill("2023-01-01")
    page.locator("[aria-current=step] .dossier-steps__state", has_text="complète").wait_for()
    assert field.get_attribute("aria-invalid") is None

    page.goto(reverse("partnerships:dossier_step", args=[dossier.uuid, "sujet"]))
    assert "Voisin sur l’énergie" not in text_of(page)
    page.locator('[name=themes][value="eau"]').uncheck(force=True)
    page.locator('.dossier-boxes__group:has([value="efficacite-energetique"]) > summary').click()
    page.locator('[name=themes][value="efficacite-energetique"]').check(force=True)
    page.get_by_text("Voisin sur l’énergie").wait_for()


def test_totals_follow_and_cells_of_a_spreadsheet_are_pasted_in_a_line(member, open_browser):
    page = open_browser(member.user)
    step_of_new(page, member, "budget")

    page.locator("[name=total_cost]").fill("20 000")
    page.get_by_text("reste à financer").wait_for()
    page.locator('[name^="budget."][name$=".year"]').last.evaluate(
        """node => {
          const data = new DataTransfer();
          data.setData("text/plain", "2025\\tUE\\tnuméraire\\t7 499,50\\n");
          node.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true,
            cancelable: true}));
        }"""
    )

    page.get_by_text("équilibré").wait_for()
    assert page.locator('[name$=".amount"][value="7 499,50"]').count() == 1


# Counts what looks for a field in all of the form: it takes as long as the form is.
COUNT_SEARCHES = """
  window.searches = 0;
  for (const name of ["querySelector", "querySelectorAll"]) {
    const search = Element.prototype[name];
    Element.prototype[name] = function (selector) {
      window.searches += this instanceof HTMLFormElement && selector.includes("[name");
      return search.call(this, selector);
    };
  }
"""


def test_form_is_not_searched_once_more_for_each_line_of_a_budget(member, open_browser):
    dossier = create_dossier(member.authority, member.user)
    dossier.buffer |= budget_lines(40)
    dossier.save()
    page = open_browser(member.user)
    page.add_init_script(COUNT_SEARCHES)
    page.goto(step_url(dossier, STEPS_BY_SLUG["budget"]))

    with page.expect_response("**/suivi/"):
        page.locator('[name$=".amount"]').first.fill("2000")

    # Of 200 fields, each one when the page opens and again at each save, if it were searched.
    assert page.evaluate("searches") < 10
