"""What a curator does with the file that replaces the twenty, through its pages."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from partnerships.pages.propositions.workshop.replacement.replacement_sheet import xlsx_lines
from proposals.models import Proposal, Replacement
from proposals.replacement.columns import COLUMNS
from tests.factories.roles import text_of

PAGE = reverse("proposals:workshop_replacement")


def line(number, title="Après", **cells):
    texts = {
        "number": str(number),
        "title": title,
        "wording": "officielle",
        "source": "Rapport, hal-02053591",
        "report": "2018",
        "source_page": "87",
        **cells,
    }
    return [texts.get(column.name, "") for column in COLUMNS]


def send(client, *lines, name="vingt.xlsx", content=None, **data):
    content = xlsx_lines(list(lines)) if content is None else content
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content), **data})


def received(client, *lines):
    """Sends a file; the address of its dry run."""
    response = send(client, *lines)
    assert response.status_code == 302, text_of(response)
    return response.url


def apply(client, address, **data):
    seen = client.get(address).context["seen"]
    return client.post(address, {"seen": seen, "when": "now", "reason": "Le rapport", **data})


def applied(client, *lines):
    apply(client, received(client, *lines))
    return Replacement.objects.latest("pk")


def undo_page(replacement):
    return reverse("proposals:workshop_replacement_undo", args=[replacement.pk])


def titles():
    return {each.number: each.title for each in Proposal.objects.with_text()}
