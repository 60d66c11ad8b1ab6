"""What officers say among themselves can be reached by nobody else, at any address."""

import pytest
from django.test import Client

from partnerships.document.steps import STEPS
from partnerships.models import OutboxMail, Visibility
from tests.factories.accounts import reviewer, sign_in
from tests.factories.authorities import MemberFactory
from tests.factories.crawl import addresses, read, words_of
from tests.factories.data_exports import archive_of
from tests.factories.dossiers import dossier_in
from tests.factories.messages import say

pytestmark = pytest.mark.django_db
NOTE = "Zorglubinterne"
SECRETS = {NOTE}


@pytest.fixture
def member():
    return MemberFactory(manager=True)


@pytest.fixture
def officer():
    return reviewer()


@pytest.fixture
def dossier(member, officer):
    """A published file of which officers said much among themselves."""
    dossier = dossier_in("closed", member=member, officer=officer)
    say(dossier, officer, NOTE, Visibility.INTERNAL)
    say(dossier, officer, "Un mot pour tous")
    return dossier


def found(user) -> set[str]:
    """The secrets that `user`, or anyone, reads somewhere."""
    client = Client()
    if user:
        sign_in(client, user)
    steps = [step.slug for step in STEPS]
    return {
        secret
        for address in addresses(slug=steps)
        for secret in SECRETS
        if secret in read(client, address)
    }


def test_officers_read_what_they_say_among_themselves(dossier, officer):
    assert found(officer) == SECRETS


def test_nobody_else_reads_it_at_any_address(dossier, member):
    neighbour = MemberFactory(authority=member.authority)

    assert found(None) == set()
    assert found(member.user) == set()
    assert found(neighbour.user) == set()
    assert found(MemberFactory().user) == set()


def test_no_mail_and_no_archive_of_a_member_holds_it(dossier, member):
    sent = [mail.subject + mail.body for mail in OutboxMail.objects.all()]
    archived = [words_of(content) for content in archive_of(member.user).values()]

    assert any("Un mot pour tous" in text for text in archived)
    assert [text for text in sent + archived if any(secret in text for secret in SECRETS)] == []
