"""A closed dossier on the page of officers: its decision first, and what may still be done."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.cleaning.suspension import suspend_page
from partnerships.models import Action, Dossier
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.dossiers import act, dossier_in
from tests.factories.messages import review_page
from tests.factories.partnerships import published
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
GROUNDS = "Conforme au registre"


def closed(officer=None, outcome="accepted"):
    return dossier_in("closed", officer=officer or reviewer(), outcome=outcome)


def shown(client, user, dossier):
    client.force_login(user)
    return client.get(review_page(dossier)).content.decode()


def read(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def acts_in_bar(content):
    bar = content.partition('id="agir"')[2].partition("</section>")[0]
    names = {
        "correct": "Corriger une coquille",
        "suspend": "Suspendre la fiche",
        "resume": "Remettre la fiche en ligne",
        "reopen": "Rouvrir",
        "nothing": "Il n’y a rien à faire",
    }
    return {name for name, words in names.items() if words in bar}


def test_decision_comes_before_the_deposit_and_leads_to_the_public_page(client):
    dossier = closed()
    decision = dossier.decisions.get()

    content = shown(client, reviewer(), dossier)

    text = content.index(decision.grounds)
    assert text < content.index("Tel qu’il a été déposé")
    assert decision.grounds not in content.partition('id="historique"')[2].partition("<ol")[0]
    assert f'href="{dossier.partnership.get_absolute_url()}">Voir la fiche publiée' in content
    assert content.count("Lettre n°") == 1


@pytest.mark.parametrize(
    ("who", "acts"),
    [
        (reviewer, {"correct", "suspend"}),
        (lead_reviewer, {"correct", "suspend", "reopen"}),
    ],
)
def test_what_may_still_be_done_is_offered(client, who, acts):
    dossier = closed()

    assert acts_in_bar(shown(client, who(), dossier)) == acts


def test_refused_dossier_published_nothing(client):
    dossier = closed(outcome="rejected")

    content = shown(client, reviewer(), dossier)

    assert acts_in_bar(content) == {"nothing"}
    assert "Voir la fiche publiée" not in content
    assert "Dossier refusé le" in content


def test_suspended_page_is_put_back_and_not_corrected(client):
    dossier = closed()
    page = dossier.partnership
    suspend_page(page, page.current_version.number, by=reviewer(), reason="Doute.")

    assert acts_in_bar(shown(client, reviewer(), dossier)) == {"resume"}


def test_acts_on_the_published_page_lead_back_to_the_dossier_and_its_list(client):
    dossier, other = closed(), closed()
    page, officer = dossier.partnership, reviewer()
    query = urlencode({"liste": "etat=closed", "rang": "2026-01-02"})
    back = f"{review_page(dossier)}?{query}"
    client.force_login(officer)
    bar = client.get(back).content.decode()
    named = f"?dossier={dossier.uuid}&{query}"
    correction = reverse("partnerships:correction", args=[page.public_id])
    suspension = reverse("partnerships:suspension_detail", args=[page.public_id])
    escaped = named.replace("&", "&amp;")

    for address, anchor in ((correction, ""), (suspension, "#reason")):
        assert f'href="{address}{escaped}{anchor}"' in bar
        assert f'href="{back.replace("&", "&amp;")}">Voir le dossier' in read(
            client, address + named
        )
        for unknown in ("", f"?dossier={other.uuid}", "?dossier=x%00", "?liste=etat%3Dclosed"):
            assert "Voir le dossier" not in read(client, address + unknown)
    seen = {"seen": page.current_version.number, "reason": "Doute."}
    assert client.post(suspension + named, {**seen, "reason": ""}).status_code == 422
    assert client.post(suspension + named, seen).url == back


def test_correction_leads_back_to_the_dossier_it_was_opened_from(client):
    dossier, officer = closed(), reviewer()
    page = dossier.partnership
    address = reverse("partnerships:correction", args=[page.public_id])
    client.force_login(officer)
    for query in (f"?dossier={dossier.uuid}&suivant=1", ""):
        data = {"title": f"Écoles{query[:1]}", "seen": page.current_version.number, "reason": "Mot"}
        shown = client.post(address + query, {**data, "do": "preview"}).context["page"].shown

        sent = client.post(address + query, {**data, "do": "confirm", "shown": shown})

        page.refresh_from_db()
        after = f"{review_page(dossier)}?suivant=1" if query else page.get_absolute_url()
        assert sent.url == after


def test_decision_of_a_reopened_dossier_is_in_its_history_alone(client):
    dossier = closed()
    grounds = dossier.decisions.get().grounds
    dossier = act(dossier, Action.REOPEN, lead_reviewer(), reason="Une pièce manquait.")

    content = shown(client, reviewer(), dossier)

    assert content.index(grounds) > content.index('id="historique"')


def test_public_page_leads_officers_to_its_dossier_and_nobody_else(client):
    dossier = closed()
    public = dossier.partnership.get_absolute_url()
    link = f'href="{review_page(dossier)}"'

    anonymous = client.get(public).content.decode()
    seen = {}
    for who in (dossier.created_by, MemberFactory().user, reviewer()):
        client.force_login(who)
        seen[who] = link in client.get(public).content.decode()
    client.logout()

    assert list(seen.values()) == [False, False, True]
    assert link not in anonymous
    assert dossier.reference not in anonymous.partition("<main")[0]
    assert link not in client.get(public).content.decode()


def test_public_page_leads_to_no_archived_dossier(client):
    dossier = closed()
    Dossier.objects.filter(pk=dossier.pk).update(archived_at=timezone.now())
    for who in (reviewer(), lead_reviewer()):
        client.force_login(who)
        public = client.get(dossier.partnership.get_absolute_url()).content.decode()
        assert f'href="{review_page(dossier)}"' not in public


def test_imported_page_leads_to_no_dossier(client):
    imported = published(provenance="wikidata")
    client.force_login(reviewer())

    assert "Instruction\u202f:" not in text_of(client.get(imported.get_absolute_url()))


def test_message_is_where_one_is_after_it(client):
    dossier = closed()
    client.force_login(reviewer())
    form = reverse("partnerships:review_message", args=[dossier.uuid])

    answer = client.post(form, {"body": "À revoir", "visibility": "internal"})

    message = dossier.messages.get()
    assert answer.url == f"{review_page(dossier)}#message-{message.uuid}"
    assert f'id="message-{message.uuid}"' in client.get(answer.url).content.decode()
    client.force_login(dossier.created_by)
    answer = client.post(
        reverse("partnerships:dossier_message", args=[dossier.uuid]), {"body": "Merci"}
    )
    message = dossier.messages.last()
    assert answer.url == f"{dossier.get_absolute_url()}#message-{message.uuid}"
