"""A curator at work on one proposition, and what pages tell."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from partnerships.document.buffer import value_digest
from proposals.models import ProposalDraft, Wording
from tests.factories.accounts import curator
from tests.factories.lists import ProposalFactory

OFFICIAL = {
    "wording": Wording.OFFICIAL,
    "report": "2018",
    "source_page": 87,
    "source": "Rapport Oural, hal-02053591",
}


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(name, *arguments, number=5):
    return reverse(f"proposals:workshop_{name}", args=[number, *arguments])


def words(response) -> str:
    """The text of a page, without its tags, spaces made one."""
    text = re.sub(
        r"<(script|style|template).*?</\1>", " ", response.content.decode(), flags=re.DOTALL
    )
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text)))


class Curating:
    """`client` is of `person`, a curator; `proposal` is number 5, with one text in force."""

    def __init__(self, **text):
        self.person = curator(first_name="Anne", last_name="Curie")
        self.client = client_of(self.person)
        self.proposal = ProposalFactory(number=5, **text)

    def get(self, name, *arguments):
        return self.client.get(at(name, *arguments))

    def post(self, name, *arguments, **data):
        return self.client.post(at(name, *arguments), data)

    def begin(self):
        return self.post("draft_begin")

    def draft(self):
        return ProposalDraft.objects.filter(proposal=self.proposal).first()

    def type(self, client=None, base=None, **fields):
        """Saves fields without scripts, over what the draft holds, or `base`."""
        held = base if base is not None else self.draft().typed
        bases = {f"base.{name}": value_digest(held.get(name)) for name in fields}
        return (client or self.client).post(at("draft"), {**fields, **bases})

    def publish(self, **data):
        data = {"version": self.draft().version, "when": "now", "reason": "", **data}
        return self.client.post(at("publish"), data)

    def texts(self):
        return list(self.proposal.texts.order_by("effective_from"))
