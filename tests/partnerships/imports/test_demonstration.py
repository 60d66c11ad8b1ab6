"""The demonstration: done twice adds nothing, all of it marked."""

import html
import io

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from partnerships.imports.demonstration import accounts
from partnerships.imports.demonstration.accounts import ACCOUNTS, PASSWORD
from partnerships.imports.reference.lists import load_lists
from partnerships.imports.reference.places import load_countries
from partnerships.models import (
    Campaign,
    Decision,
    DecisionLetter,
    Dossier,
    DossierStatus,
    OutboxMail,
    Partnership,
    ProposalContribution,
    Provenance,
)
from partnerships.papers.decision import Senders
from partnerships.papers.letter_gaps import letter_gaps
from partnerships.workflow.journal import faults
from tests.factories.authorities import LocalAuthorityFactory
from tests.factories.lists import ProposalFactory
from tests.factories.pdf import text_of_pdf

pytestmark = pytest.mark.django_db


def load():
    output = io.StringIO()
    call_command("load_demonstration", stdout=output)
    return output.getvalue()


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMONSTRATION = True


@pytest.fixture(scope="module", autouse=True)
def printed(shared_rows):
    """What is printed as the demonstration is loaded, with the lists and one authority of the real
    partnerships.
    """
    with override_settings(DEMONSTRATION=True):
        load_lists()
        load_countries()
        for number in (2, 5):
            ProposalFactory(number=number)
        LocalAuthorityFactory(key="c59350", name="Lille")
        return load()


def test_dossiers_stand_in_every_status_and_are_marked():
    statuses = set(Dossier.objects.values_list("status", flat=True))
    assert statuses == set(DossierStatus.values)
    assert not Dossier.objects.filter(is_demonstration=False).exists()
    assert not Dossier.objects.exclude(title__contains="démonstration").exists()


def test_published_ones_are_of_the_demonstration_or_have_a_source():
    fictional = Partnership.objects.filter(provenance=Provenance.DEMONSTRATION)
    assert fictional.count() == 6
    assert not fictional.exclude(title__contains="démonstration").exists()
    real = Partnership.objects.exclude(provenance=Provenance.DEMONSTRATION)
    assert real.exists()
    assert not real.filter(source_text="").exists()


def test_some_propositions_are_accepted_some_declared_and_one_declined():
    rows = ProposalContribution.objects.filter(partnership__provenance=Provenance.DEMONSTRATION)
    judged = [each for row in Decision.objects.all() for each in row.contributions]

    assert rows.accepted().count() == 1
    assert rows.declared().count() == 1
    assert [each["proposal"] for each in judged if each["word"]] == [2]
    assert not rows.filter(proposal__number=2).exists()


def test_done_twice_it_adds_nothing_and_hashes_no_password(monkeypatch):
    accounts._hashed_password.cache_clear()
    monkeypatch.setattr(accounts, "make_password", None)
    models = (Dossier, Partnership, Campaign, OutboxMail, get_user_model(), EmailAddress)
    before = [model.objects.count() for model in models]

    load()

    assert [model.objects.count() for model in models] == before


def test_accounts_are_printed_and_sign_in(client, printed):
    assert PASSWORD in printed
    for account in ACCOUNTS:
        assert account.email in printed
        assert EmailAddress.objects.filter(email=account.email, verified=True).exists()
        data = {"login": account.email, "password": PASSWORD}
        assert client.post(reverse("account_login"), data).status_code == 302
        assert client.session["_auth_user_id"]
        client.post(reverse("account_logout"))


def test_letters_of_the_demonstration_lack_nothing_and_say_that_they_are_fictitious():
    letters = DecisionLetter.objects.select_related("decision__dossier")
    decisions = [each.decision for each in letters]

    assert decisions
    assert letter_gaps(Senders(timezone.localdate()), decisions) == []
    with letters[0].open() as file:
        text = text_of_pdf(file.read())
    assert "DÉMONSTRATION" in text
    assert "MINISTÈRE FICTIF" in text
    assert "(adresse fictive)" in text


def test_public_pages_say_that_they_are_of_the_demonstration(client):
    for partnership in Partnership.objects.filter(provenance=Provenance.DEMONSTRATION):
        page = client.get(partnership.get_absolute_url()).content.decode()
        assert "démonstration" in page.lower()


def test_mails_of_the_demonstration_leave_for_no_real_address():
    assert not OutboxMail.objects.exclude(recipient__endswith="@demonstration.example").exists()


def test_journals_of_the_demonstration_hold():
    call_command("verify_journal", stdout=io.StringIO())

    assert not list(faults())


def test_registry_marks_what_is_of_the_demonstration(client):
    page = client.get(reverse("partnerships:registry")).content.decode()

    for partnership in Partnership.objects.filter(provenance=Provenance.DEMONSTRATION):
        assert partnership.title in html.unescape(page)


def test_member_of_the_demonstration_has_partnerships_to_confirm(client):
    client.force_login(get_user_model().objects.get(email="membre@demonstration.example"))

    page = client.get(reverse("partnerships:confirmation_list")).content.decode()

    assert page.count('name="seen"') == 4
    assert "Jamais confirmé" in page
    assert "Non confirmé depuis 2 ans" in page
    assert Campaign.objects.get().is_demonstration
