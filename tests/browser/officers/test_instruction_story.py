"""A dossier from its deposit to its release, through everyone involved: opinions from two bodies,
changes requested and made, a decision without one answer, and a countersignature.
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from partnerships.models import InstructionRule, OutboxMail
from tests.browser.story import Review, text_of
from tests.browser.typing import member_with_password
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.dossiers import dossier_in
from tests.factories.opinions import AdvisoryBodyFactory, links_to
from tests.factories.pdf import text_of_pdf

SECRET = "Zorglub reste entre nous"
TITLE = "Éclairage public partagé"


@pytest.fixture
def member(lists):
    return member_with_password()


@pytest.fixture
def dossier(member):
    InstructionRule.objects.create(
        kind="registration", working_days=30, basis="Règle de service", needs_countersign=True
    )
    return dossier_in("submitted", member=member, title="Éclerage public partagé")


@pytest.fixture
def bodies(dossier):
    departement = dossier.lead_authority.departement
    return [
        AdvisoryBodyFactory(kind="departement", departement=departement, email="nord@example.org"),
        AdvisoryBodyFactory(kind="region", region=departement.region, email="hdf@example.org"),
    ]


def ask_opinions(page, bodies):
    page.get_by_role("tab", name="Avis").click()
    page.get_by_role("link", name="Demander des avis").click()
    for body in bodies:
        page.get_by_label(body.name).check(force=True)
    page.fill("[name=questions]", "Ce projet est-il conforme ?")
    page.fill("[name=due_on]", (timezone.localdate() + timedelta(days=20)).isoformat())
    page.locator('[name=secrecy][value="confidential"]').check(force=True)
    page.get_by_role("button", name="Envoyer la demande").click()


def give_opinion(page, link):
    page.goto(link)
    page.locator('[name=answer][value="reserved"]').check(force=True)
    page.fill("[name=text]", SECRET)
    page.get_by_role("button", name="Envoyer l’avis").click()
    page.get_by_role("button", name="Enregistrer les changements").wait_for()


def correct_and_deposit(page, dossier):
    """The member sees what is asked beside the field, does it, says so, and deposits again."""
    page.goto(f"{dossier.get_absolute_url()}identite/")
    assert "« Éclairage », je crois." in text_of(page)
    page.fill("[name=title]", TITLE)
    page.get_by_role("button", name="C’est fait").click()
    expect(page.get_by_role("button", name="C’est fait")).to_have_count(0)
    page.goto(f"{dossier.get_absolute_url()}relire/")
    page.get_by_role("button", name="Déposer", exact=True).click()
    page.wait_for_url(f"**{dossier.get_absolute_url()}")


def decide(page, **fields):
    """Accept, in the fold of that: open already where the page tells of an error."""
    if not page.locator("details.act[open]").count():
        page.locator("details.act > summary", has_text="Accepter").first.click()
    form = page.locator("details.act[open]")
    for name, text in fields.items():
        form.locator(f'[name="{name}"]').fill(text)
    with page.expect_navigation():
        form.get_by_role("button", name="Accepter", exact=True).click()


def test_circuit_with_two_opinions_and_a_countersigned_decision(
    dossier, member, bodies, open_browser
):
    officer = Review(open_browser(reviewer()))
    lead = open_browser(lead_reviewer())
    author = open_browser(member.user)
    address = reverse("partnerships:review_detail", args=[dossier.uuid])

    officer.page.goto(reverse("partnerships:desk"))
    officer.page.get_by_role("link", name=dossier.title).first.click()
    officer.act("start_review")
    ask_opinions(officer.page, bodies)
    give_opinion(open_browser(), links_to(bodies[0].email)[-1])
    officer.page.goto(address)
    assert SECRET in officer.page.content()

    officer.act("request_changes", field="title", body="« Éclairage », je crois.")
    correct_and_deposit(author, dossier)
    officer.page.goto(address)
    officer.act("start_review")
    officer.page.get_by_role("tab", name="Échanges").click()
    officer.page.get_by_role("button", name="C’est réglé").click()
    expect(officer.page.get_by_role("button", name="C’est réglé")).to_have_count(0)

    decide(officer.page, grounds="Dossier complet et conforme.")
    assert "Ce n’est pas fait" in text_of(officer.page)
    decide(officer.page, override="La préfecture ne répond plus.")
    release = reverse("partnerships:outbox")
    officer.page.goto(release)
    assert officer.page.locator("main [name=d]").count() == 0

    lead.goto(reverse("partnerships:decision_detail", args=[dossier.uuid]))
    assert "La préfecture ne répond plus." in text_of(lead)
    lead.get_by_role("button", name="Contresigner").click()
    expect(lead.get_by_role("button", name="Contresigner")).to_have_count(0)
    officer.page.goto(release)
    officer.page.locator("main [name=d]").check(force=True)
    officer.page.get_by_role("button", name="Notifier les décisions cochées").click()
    officer.page.get_by_role("button", name="Notifier cette décision").click()
    officer.page.wait_for_url(f"**{release}")

    author.goto(dossier.get_absolute_url())
    author_page = text_of(author)
    assert "Dossier complet et conforme." in author_page
    assert "ne répond plus" not in author.content()
    assert SECRET not in author.content()
    with author.expect_download() as download:
        author.get_by_role("link", name=re.compile("Lettre n°")).click()
    assert "Dossier complet et conforme." in text_of_pdf(download.value.path().read_bytes())
    public = open_browser()
    public.goto("/registre/?q=eclairage")
    public.get_by_role("link", name=TITLE).first.click()
    assert TITLE in public.locator("h1").inner_text()
    closing = OutboxMail.objects.filter(recipient__in=[body.email for body in bodies])
    assert len({mail.recipient for mail in closing if "publié" in mail.body}) == 2
