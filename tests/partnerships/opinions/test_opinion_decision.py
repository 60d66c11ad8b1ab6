"""A decision and the opinions on its dossier: what it waits for, who is notified."""

import pytest

from partnerships.models import Action, OutboxMail
from partnerships.workflow.refusals import Refused
from tests.factories.dossiers import act, dossier_in
from tests.factories.opinions import EMAIL, ask, do, links_to, reply

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("action", [Action.DECIDE, Action.ACCEPT, Action.REJECT])
def test_decision_waits_for_opinions_unless_the_officer_gives_a_reason(action):
    dossier = dossier_in("under_review")
    ask(dossier)
    details = {"outcome": "accepted"} if action == Action.DECIDE else {}

    with pytest.raises(Refused, match="encore attendu"):
        act(dossier, action, dossier.reviewer, grounds="Conforme.", **details)
    with pytest.raises(Refused, match="encore attendu"):
        act(dossier, action, dossier.reviewer, grounds="Oui.", override=" \x00", **details)
    act(dossier, action, dossier.reviewer, grounds="Oui.", override="Urgence.", **details)

    decision = dossier.decisions.get()
    assert decision.override == "Urgence."
    content = dossier.events.get(action="decide").content
    assert content["override"] == "Urgence."
    assert content["awaited"] == [str(dossier.opinions.get().uuid)]


def test_override_reason_without_an_awaited_opinion_is_not_stored(client):
    dossier = dossier_in("under_review")
    ask(dossier)
    reply(client, links_to()[0])

    act(dossier, Action.REJECT, dossier.reviewer, grounds="Hors champ.", override="Urgence.")

    assert dossier.decisions.get().override == ""
    assert "override" not in dossier.events.get(action="decide").content


def test_advisers_are_notified_of_the_decision_once_without_its_grounds(client):
    dossier = dossier_in("under_review", title="Éclairage")
    ask(dossier, EMAIL, "ambassade@example.org", "retire@example.org")
    withdrawn = dossier.opinions.get(email="retire@example.org")
    do(client, dossier.reviewer, withdrawn, "retirer")
    reply(client, links_to()[0], answer="unfavourable", text="Secret de l’avis")
    ask(dossier, EMAIL)
    details = {"grounds": "Motif réservé à la collectivité", "override": "Raison interne"}

    decided = act(dossier, Action.DECIDE, dossier.reviewer, outcome="accepted", **details)
    before = OutboxMail.objects.filter(cause__startswith="opinion-decision:").count()
    released = act(decided, Action.RELEASE, dossier.reviewer)

    mails = OutboxMail.objects.filter(cause__startswith="opinion-decision:")
    assert before == 0
    assert sorted(mail.recipient for mail in mails) == ["ambassade@example.org", EMAIL]
    for mail in mails:
        assert mail.subject.startswith(dossier.reference)
        assert "accepté" in mail.subject
        assert released.partnership.get_absolute_url() in mail.body
        for secret in ("Motif réservé", "Raison interne", "Secret de l’avis"):
            assert secret not in mail.body
