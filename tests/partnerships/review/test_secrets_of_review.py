"""Officers' internal text and confidential opinions can be reached by nobody else: no address,
search, paper, archive, mail or notification shows them.
"""

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse

from partnerships.document.steps import STEPS
from partnerships.models import Action, Notification, OfficerNote, OutboxMail, Visibility
from tests.access.crawl import Asker, read_everywhere, words_of
from tests.factories.accounts import reviewer, sign_in
from tests.factories.authorities import MemberFactory
from tests.factories.data_exports import archive_of
from tests.factories.dossiers import act, dossier_in
from tests.factories.messages import say
from tests.factories.opinions import ask, links_to, reply

pytestmark = pytest.mark.django_db
NOTE, OWN_NOTE, OPINION = "Zorglubinterne", "Zorglubprivee", "Zorglubconfidentiel"
OVERRIDE, REASON = "Zorglubsansavis", "Zorglubreprise"
SECRETS = {NOTE, OWN_NOTE, OPINION, OVERRIDE, REASON}
SHARED = "Un mot pour tous"


@pytest.fixture(scope="module")
def member(shared_rows):
    return MemberFactory(manager=True)


@pytest.fixture(scope="module")
def officer(shared_rows):
    return reviewer()


@pytest.fixture(scope="module")
def dossier(member, officer):
    """A published dossier with internal text of every kind."""
    dossier = dossier_in("under_review", member=member, officer=officer)
    say(dossier, officer, NOTE, Visibility.INTERNAL)
    say(dossier, officer, SHARED)
    OfficerNote.objects.create(dossier=dossier, author=officer, body=OWN_NOTE)
    ask(dossier, "dite@example.org", "muette@example.org")
    assert reply(Client(), links_to("dite@example.org")[-1], text=OPINION).status_code == 302
    decision = {"outcome": "accepted", "grounds": "Dossier complet.", "override": OVERRIDE}
    dossier = act(dossier, Action.DECIDE, officer, **decision)
    dossier = act(dossier, Action.TAKE_BACK, officer, reason=REASON)
    dossier = act(dossier, Action.DECIDE, officer, **decision)
    return act(dossier, Action.RELEASE, officer)


def found(user) -> set[str]:
    """The secrets that `user`, or anyone, reads somewhere; everyone knows the link of the
    body that did not answer.
    """
    client = Asker()
    if user:
        sign_in(client, user)
    words = {
        "slug": [step.slug for step in STEPS],
        "token": [links_to("muette@example.org")[-1].split("/")[2]],
    }
    return {
        secret for text in read_everywhere(client, **words) for secret in SECRETS if secret in text
    }


@pytest.mark.parametrize("path", ["absent/", "differences/", ""])
def test_page_of_refusal_says_nothing_of_it(dossier, member, client, path):
    sign_in(client, member.user)

    response = client.get(f"{reverse('partnerships:review_detail', args=[dossier.uuid])}{path}")

    assert response.status_code in (403, 404)
    assert [secret for secret in SECRETS if secret in response.text] == []


def test_officers_read_it_except_the_notes_of_others(dossier, officer, bare_refusals):
    assert found(officer) == SECRETS
    assert found(reviewer()) == SECRETS - {OWN_NOTE}


@pytest.mark.parametrize("who", ["anyone", "member", "colleague", "another authority's member"])
def test_nobody_else_reads_it_at_any_address(dossier, member, bare_refusals, who):
    people = {
        "anyone": lambda: None,
        "member": lambda: member.user,
        "colleague": lambda: MemberFactory(authority=member.authority).user,
        "another authority's member": lambda: MemberFactory().user,
    }

    assert found(people[who]()) == set()


def test_no_search_finds_it(dossier, member, client):
    sign_in(client, member.user)

    for address in ("/registre/?q=", "/registre/?tri=titre&q="):
        for secret in SECRETS:
            assert client.get(address + secret).context["listing"].page.rows == []


def test_no_mail_notification_or_archive_holds_it(dossier, member):
    text_fields = [
        field for field in Notification._meta.fields if isinstance(field, models.TextField)
    ]
    names = [each.name for each in text_fields] + ["subject"]
    notified = [str(row) for row in Notification.objects.order_by("pk").values_list(*names)]
    sent = [mail.subject + mail.body for mail in OutboxMail.objects.all()]
    archived = [words_of(content) for content in archive_of(member.user).values()]

    assert notified
    assert any(SHARED in text for text in archived)
    texts_read = notified + sent + archived
    assert [text for text in texts_read if any(secret in text for secret in SECRETS)] == []
