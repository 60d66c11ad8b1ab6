"""Whether an address has an account is told neither by an answer nor by the work that it takes."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cncd_portal.accounts.models import User
from partnerships.models import OutboxMail
from partnerships.workflow.link import draw_token
from tests.accounts.test_sign_in import SIGNUP, log_in, person

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "connue@example.org", "absente@example.org"


class CountedHasher(MD5PasswordHasher):
    """Counts how often a password is hashed, to be kept or to be compared."""

    count = 0

    def encode(self, password, salt):
        CountedHasher.count += 1
        return super().encode(password, salt)


@pytest.fixture
def _counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedHasher"]


class Work:
    """What a request does: hashes, mails, and queries by their first word and their table."""

    def __init__(self, ask):
        client, mails, CountedHasher.count = Client(), OutboxMail.objects.count(), 0
        with CaptureQueriesContext(
            connection,
        ) as queries:
            self.response = ask(client)
        self.hashes = CountedHasher.count
        self.mails = OutboxMail.objects.count() - mails
        self.queries = [each["sql"] for each in queries.captured_queries]

    def writes(self):
        words = [sql.split()[0:3:2] for sql in self.queries]
        return [each for each in words if each[0] in {"INSERT", "UPDATE", "DELETE"}]

    @property
    def seen(self):
        return self.response.status_code, self.response.url, self.hashes, self.mails


def sign_up(email):
    return Work(lambda client: client.post(reverse("account_signup"), {**SIGNUP, "email": email}))


def reset(email):
    return Work(lambda client: client.post(reverse("account_reset_password"), {"email": email}))


@pytest.mark.usefixtures("_counted")
def test_sign_up_does_the_same_work_for_a_known_address():
    person(email=KNOWN)

    known, unknown = sign_up(KNOWN), sign_up(UNKNOWN)

    assert known.seen == unknown.seen
    assert (known.hashes, known.mails) == (1, 1)
    kept = [
        each for each in known.writes() if each[1] in {'"accounts_user"', '"account_emailaddress"'}
    ]
    assert [each[0] for each in kept] == ["INSERT", "INSERT"]
    assert abs(len(known.queries) - len(unknown.queries)) <= 2, (known.queries, unknown.queries)


@pytest.mark.usefixtures("_counted")
def test_sign_up_with_a_known_address_leaves_nothing():
    user = person(email=KNOWN)

    sign_up(KNOWN)

    assert User.objects.get() == user
    assert user.emailaddress_set.count() == 1


@pytest.mark.usefixtures("_counted")
def test_reset_does_the_same_work_for_an_unknown_address():
    person(email=KNOWN)

    known, unknown = reset(KNOWN), reset(UNKNOWN)

    assert known.seen == unknown.seen
    assert (known.hashes, known.mails) == (0, 1)
    assert len(known.queries) == len(unknown.queries), (known.queries, unknown.queries)


@pytest.mark.usefixtures("_counted")
def test_sign_in_hashes_once_for_a_known_and_for_an_unknown_address():
    person(email=KNOWN)
    wrong = draw_token()

    works = [
        Work(lambda client, email=email: log_in(client, email, wrong)) for email in (KNOWN, UNKNOWN)
    ]

    assert [(work.hashes, work.mails) for work in works] == [(1, 0), (1, 0)]
    assert abs(len(works[0].queries) - len(works[1].queries)) <= 1
