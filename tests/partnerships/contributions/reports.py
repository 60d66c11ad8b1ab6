"""Reports of readers, and the form that sends them as people do."""

from datetime import timedelta
from uuid import uuid4

import factory
from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from partnerships.models import ReaderReport, ReaderReportStep
from partnerships.reports.form_token import SALT
from partnerships.reports.spam import digest_of_words
from tests.kept.remembered import NumberedFactory

WORDS = {"text": "Mon texte, gardé.", "source": "https://exemple.fr/preuve", "email": "moi@a.fr"}
SENT = {"topic": "date", "text": "La convention date de 1988, non de 1998.", "source": ""}


def token_of_page(user=None, *, seconds=60, uuid=None):
    """The token of a page opened `seconds` ago by `user`."""
    at = timezone.now() - timedelta(seconds=seconds)
    person = (user or AnonymousUser()).pk
    return signing.dumps([str(uuid or uuid4()), person, at.timestamp()], salt=SALT)


def form_of(partnership):
    return reverse("partnerships:report_create", args=["fiche", partnership.public_id])


def send_report(client, address, user=None, **fields):
    """Posts the form at `address`, opened a minute before."""
    data = {**SENT, "token": token_of_page(user), **fields}
    return client.post(address, {name: value for name, value in data.items() if value is not None})


def answer(client, by, report, status, text="", seen=0):
    """Answers `report` on its page; `seen`: the number of steps that the page showed."""
    client.force_login(by)
    return client.post(report.get_absolute_url(), {"status": status, "text": text, "seen": seen})


def steps():
    return list(ReaderReportStep.objects.values_list("status", "text", "by"))


class ReaderReportFactory(NumberedFactory):
    """An open report without an address; `partnership` or `authority`: what it is about."""

    class Meta:
        model = ReaderReport

    class Params:
        partnership = None
        authority = None

    subject_kind = factory.LazyAttribute(
        lambda made: (
            "partnership" if made.partnership else "authority" if made.authority else "site"
        )
    )
    subject_key = factory.LazyAttribute(
        lambda made: (
            made.partnership.public_id
            if made.partnership
            else made.authority.key
            if made.authority
            else ""
        )
    )
    subject_label = factory.LazyAttribute(
        lambda made: str(made.partnership or made.authority or "le portail")
    )
    topic = "date"
    text = factory.Sequence(lambda n: f"La convention date de {1900 + n}.")
    text_digest = factory.LazyAttribute(lambda made: digest_of_words(made.text))
