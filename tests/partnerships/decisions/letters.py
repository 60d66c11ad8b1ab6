"""What tests of letters share: an address, what is typed to be printed, and what was sent."""

from django.urls import reverse

from partnerships.models import Action, DecisionLetter
from tests.factories.decisions import send_on_decision
from tests.factories.dossiers import act
from tests.factories.pdf import text_of_pdf
from tests.factories.roles import text_of

ADDRESS = "Madame la Maire\nHôtel de Ville\n1, place de la Mairie\n69100 Villeurbanne"
# Comes out as typed: nothing of it is run, nor read as a notation.
TYPED = '#read("/etc/passwd") <b>gras</b> **deux** {motifs} $x$ @ref _a_'


def released(dossier) -> str:
    """The text of the letter of `dossier`, notified now."""
    act(dossier, Action.RELEASE, dossier.reviewer)
    return text_of_pdf(content_of(dossier))


def content_of(dossier) -> bytes:
    with DecisionLetter.objects.of_dossier(dossier)[0].open() as file:
        return file.read()


def decision_page(client, dossier):
    client.force_login(dossier.reviewer)
    return text_of(client.get(reverse("partnerships:decision_detail", args=[dossier.uuid])))


def set_address(client, dossier, recipient=ADDRESS, copies="", by=None):
    data = {"recipient": recipient, "copies": copies}
    return send_on_decision(client, by or dossier.reviewer, dossier, "address_letter", **data)
