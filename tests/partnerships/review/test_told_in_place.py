"""What is told where an act was done, and what the page of a dossier says of what to do next."""

import pytest
from django.urls import reverse

from partnerships.models import Message
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.dossiers import dossier_in
from tests.factories.messages import review_page
from tests.factories.opinions import do, fill, request_of
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
SHARED = "Envoyé : la collectivité peut le lire."
INTERNAL = "Gardé entre instructeurs : la collectivité ne le lit pas."


def post(client, dossier, visibility):
    address = reverse("partnerships:review_message", args=[dossier.uuid])
    return client.post(address, {"body": "Un mot", "visibility": visibility})


@pytest.mark.parametrize(("visibility", "told"), [("shared", SHARED), ("internal", INTERNAL)])
def test_a_message_says_who_may_read_it_where_it_stands(client, visibility, told):
    dossier = dossier_in("under_review")
    client.force_login(dossier.reviewer)

    box = text_of(client.get(review_page(dossier)))
    sent = post(client, dossier, visibility)
    page = text_of(client.get(sent.url))
    again = text_of(client.get(sent.url))

    message = Message.objects.get(dossier=dossier)
    assert "Envoyer à la collectivité</button>" in box
    assert "Garder entre instructeurs</button>" in box
    assert message.visibility == visibility
    assert sent.url.endswith(f"#message-{message.uuid}")
    article = page.partition(f'id="message-{message.uuid}"')[2].partition("</article>")[0]
    assert page.count(told) == article.count(told) == 1
    assert told not in again


@pytest.mark.parametrize("visibility", ["", "public"])
def test_a_message_for_nobody_is_kept_and_not_sent(client, visibility):
    dossier = dossier_in("under_review")
    client.force_login(dossier.reviewer)

    refused = post(client, dossier, visibility)

    assert refused.status_code == 409
    assert "Un mot" in text_of(refused)
    assert not Message.objects.exists()


def test_what_becomes_of_an_opinion_is_told_among_opinions(client):
    dossier = dossier_in("under_review")
    client.force_login(dossier.reviewer)

    sent = client.post(request_of(dossier), fill(dossier))
    page = text_of(client.get(sent.url))

    panel = page.partition('<section class="review-panel" id="avis"')[2].partition("</section>")[0]
    assert sent.url.endswith("#avis")
    assert page.count("La demande est envoyée.") == panel.count("La demande est envoyée.") == 1
    done = text_of(do(client, dossier.reviewer, dossier.opinions.get(), "retirer"))
    panel = done.partition('<section class="review-panel" id="avis"')[2].partition("</section>")[0]
    assert done.count("La demande est retirée") == panel.count("La demande est retirée") == 1


def test_a_dossier_assigned_and_not_taken_says_so(client):
    dossier = dossier_in("submitted")
    officer, told = reviewer(), "Ce dossier vous est confié : prenez-le"
    dossier.reviewer = officer
    dossier.save()

    def shown(user):
        client.force_login(user)
        return text_of(client.get(review_page(dossier)))

    assert told in shown(officer)
    assert f"Confié à {officer}" in shown(officer)
    assert told not in shown(lead_reviewer())
    dossier.status = "under_review"
    dossier.save()
    assert told not in shown(officer)


def test_a_notified_decision_says_how_its_words_are_changed(client):
    dossier = dossier_in("closed")

    def shown(user):
        client.force_login(user)
        return text_of(client.get(review_page(dossier)))

    assert "demandez à un responsable de rouvrir le dossier" in shown(dossier.reviewer)
    assert "rouvrez le dossier, avec un motif" in shown(lead_reviewer())


def test_help_leads_officers_first_to_theirs_which_begins_with_a_whole_dossier(client):
    dossier = dossier_in("submitted")
    own = reverse("portal:help_instruction")
    client.force_login(reviewer())

    general = text_of(client.get(reverse("portal:help")))
    officers = text_of(client.get(own))
    client.force_login(dossier.created_by)
    of_a_member = text_of(client.get(reverse("portal:help")))

    assert 0 < general.find(f'fr-link" href="{own}"') < general.find("fr-summary")
    assert f'fr-link" href="{own}"' not in of_a_member
    main = officers.partition('id="sommaire"')[2]
    assert main.find('id="parcours"') < main.find('id="journee"')
