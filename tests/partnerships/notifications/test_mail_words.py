"""What a mail says of itself to other programs, and to the person: what to do, and until when."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from cncd_portal.french_dates import french_date
from partnerships.articles import of_authority
from partnerships.models import OutboxMail, SiteSettings
from partnerships.models.membership import ANSWER_DELAY
from partnerships.notifications.outbox import write_mail
from partnerships.people.membership import answer_membership, request_membership
from tests.accounts.test_sign_in import SIGNUP
from tests.factories.accounts import UserFactory
from tests.factories.authorities import LocalAuthorityFactory, MemberFactory

pytestmark = pytest.mark.django_db


def send(sent_mails):
    write_mail("essai", "a@example.org", "Objet", "Corps")
    return sent_mails()[-1].message()


def test_a_mail_says_that_a_program_wrote_it(sent_mails):
    assert send(sent_mails)["Auto-Submitted"] == "auto-generated"


def test_an_answer_reaches_the_contact_of_the_site(sent_mails):
    site = SiteSettings.objects.current()
    site.contact_email = "registre@ministere.example"
    site.save()

    assert send(sent_mails)["Reply-To"] == "registre@ministere.example"


def test_without_a_contact_no_other_address_is_given(sent_mails):
    assert send(sent_mails)["Reply-To"] is None


def test_a_mail_of_an_account_is_marked_too(client, sent_mails):
    client.post(reverse("account_signup"), SIGNUP)

    [mail] = sent_mails()
    last = timezone.localdate() + timedelta(days=3)
    assert mail.message()["Auto-Submitted"] == "auto-generated"
    assert f"Le lien est valable jusqu’au {french_date(last, 'j F Y')}." in mail.body


def test_the_link_of_a_new_password_says_until_when(client, sent_mails):
    user = UserFactory()
    client.post(reverse("account_reset_password"), {"email": user.email})

    last = timezone.localdate() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    assert f"jusqu’au {french_date(last, 'j F Y')}, et une seule fois" in sent_mails()[0].body


def mail_of_request(authority):
    asked = request_membership(authority, by=UserFactory(), message="")
    return asked, OutboxMail.objects.get(cause__startswith=f"membership:{asked.pk}:")


def test_a_manager_reads_until_when_to_answer():
    manager = MemberFactory(manager=True)

    asked, mail = mail_of_request(manager.authority)

    day = french_date(timezone.localtime(asked.requested_at + ANSWER_DELAY), "j F Y")
    assert f"Répondez avant le {day}" in mail.body


@pytest.mark.parametrize("name", ["Amiens", "Le Havre", "Ain (département)"])
def test_an_authority_is_named_with_its_preposition(name):
    manager = MemberFactory(manager=True, authority=LocalAuthorityFactory(name=name))
    member = request_membership(manager.authority, by=UserFactory(), message="")
    answer_membership(member, by=manager.user, is_accepted=True, role="contributor")

    mail = OutboxMail.objects.get(recipient=member.user.email)
    assert f"Vous êtes membre {of_authority(name)}." in mail.body
