"""From a member's first keystroke to a public page, with scripts and without."""

import re

import pytest
from django.core import mail
from django.core.management import call_command

from partnerships.models import InternationalPartnerKind
from tests.browser.story import DossierForm, Review, declare, sign_in, text_of
from tests.factories.accounts import UserFactory, reviewer
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory
from tests.factories.partnerships import InternationalPartnerFactory

PASSWORD = "quatre mots pour entrer"
TITLE = "Éclairage public partagé"


@pytest.fixture
def member(lists):
    user = UserFactory(email="agent@lille.example")
    user.set_password(PASSWORD)
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    InternationalPartnerFactory(name="Oujda", kind=InternationalPartnerKind.MUNICIPALITY)
    return MemberFactory(user=user, authority=LocalAuthorityFactory(name="Lille"))


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without scripts"])
def test_dossier_goes_from_a_first_keystroke_to_a_public_page(has_scripts, member, open_browser):
    options = {"java_script_enabled": has_scripts}
    page = open_browser(**options)
    officer = Review(open_browser(reviewer(), **options))
    public = open_browser(**options)

    sign_in(page, "agent@lille.example", PASSWORD)
    form = DossierForm(page, has_scripts=has_scripts)
    declare(form, title="Éclerage public partagé")
    assert "déposé" in text_of(page)

    officer.open("Éclerage public partagé")
    officer.act("start_review")
    assert "Les consommations sont des données ouvertes." in text_of(officer.page)
    officer.act("request_changes", field="title", body="« Éclairage », je crois.")
    public.goto("/registre/?q=eclerage")
    assert "Éclerage" not in text_of(public)

    page.goto("/mon-espace/")
    page.get_by_role("link", name="Éclerage public partagé").first.click()
    assert "« Éclairage », je crois." in text_of(page)
    address = page.url
    page.goto(f"{address}identite/")
    form.fill(title=TITLE)
    page.get_by_role("button", name="Enregistrer et quitter").click()
    page.wait_for_url(address)
    page.goto(f"{address}relire/")
    form.deposit()

    officer.open(TITLE)
    officer.act("start_review")
    officer.act("accept", grounds="Dossier complet et conforme.")

    public.goto("/registre/?q=eclair oujda")
    public.get_by_role("link", name=TITLE).first.click()
    public.locator(".budget__details > summary").click()
    shown = text_of(public)
    assert TITLE in public.locator("h1").inner_text()
    assert "Les consommations sont des données ouvertes." in shown
    assert "convention.pdf" in shown
    assert "15 janvier 2024" in shown
    assert re.search(r"12.500,50", shown)
    assert "Points lumineux rénovés" in shown
    assert "secret@lille.example" not in public.content()
    with public.expect_download() as download:
        public.locator('main a[href*="/documents/"]').first.click()
    assert download.value.suggested_filename.endswith(".pdf")

    call_command("send_mail", verbosity=0)
    subjects = {message.subject for message in mail.outbox if member.user.email in message.to}
    assert len(subjects) >= 2


def test_partner_that_is_not_known_is_proposed_and_published(member, open_browser):
    page = open_browser(member.user)
    form = DossierForm(page, has_scripts=True)
    form.start()
    form.fill(kind="one_off", title="Visite d’étude", phase="completed")
    form.following()

    page.locator('[value="propose:partners"]').click()
    page.locator('[name^="partners."][name$=".proposed_name"]').fill("Figuig")
    page.locator('[name^="partners."][name$=".proposed_kind"]').select_option("municipality")
    page.locator('[name^="partners."][name$=".proposed_country"]').select_option("MA")
    form.following()
    page.wait_for_url("**/sujet/**")
    page.go_back()

    assert page.locator('[name^="partners."][name$=".proposed_name"]').input_value() == "Figuig"
    assert page.locator('[name^="partners."][name$=".proposed_country"]').input_value() == "MA"
