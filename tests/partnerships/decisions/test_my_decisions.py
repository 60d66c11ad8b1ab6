"""« Mes décisions »: what an officer decided, what waits for a countersignature, what is sent."""

import pytest
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Action, OutboxMail
from tests.factories.accounts import lead_reviewer, reviewer
from tests.factories.authorities import MemberFactory
from tests.factories.decisions import standing, two_people_decide
from tests.factories.dossiers import act, dossier_in
from tests.factories.roles import text_of

pytestmark = pytest.mark.django_db
PAGE = reverse("partnerships:my_decisions")


def shown(client, officer, state=""):
    client.force_login(officer)
    return text_of(client.get(PAGE, {"etat": state}))


def test_each_decision_says_what_became_of_it(client, officer):
    ready = dossier_in("decided", officer=officer)
    closed = dossier_in("closed", officer=officer)
    two_people_decide()
    waits = dossier_in("decided", officer=officer)
    signed = dossier_in("decided", officer=officer)
    leader = lead_reviewer()
    act(signed, Action.COUNTERSIGN, leader)
    theirs = dossier_in("decided")
    lists = {
        "": [signed, waits, closed, ready],
        "a-contresigner": [waits],
        "a-notifier": [signed, ready],
        "notifiees": [closed],
        "inconnu": [signed, waits, closed, ready],
    }

    for state, expected in lists.items():
        page = shown(client, officer, state)
        places = [page.find(each.reference) for each in expected]
        assert places == sorted(places), state
        assert -1 not in places, state
        for other in {ready, closed, waits, signed, theirs} - set(expected):
            assert other.reference not in page, state

    page = shown(client, officer)
    letter = standing(closed).letter
    assert f"Lettre {letter.numbered}" in page
    assert reverse("partnerships:letter_download", args=[closed.uuid, letter.uuid]) in page
    assert page.count("Attend d’être contresignée") == 1
    assert page.count("Reste à notifier") == 2
    assert f"contresignée par {leader} le" in page


def test_a_letter_whose_mail_is_not_sent_says_so(client, officer):
    closed = dossier_in("closed", officer=officer)
    mail = OutboxMail.objects.filter(dossier=closed, cause__endswith=":release")
    assert "courriel en route" in shown(client, officer)

    mail.update(state="failed")
    assert "courriel en échec" in shown(client, officer)

    mail.update(state="sent", sent_at=timezone.now())
    page = shown(client, officer)
    assert "courriel en" not in page
    assert "Notifiée le" in page


def test_what_a_colleague_has_now_says_who_notifies_it(client, officer):
    dossier, colleague = dossier_in("decided", officer=officer), reviewer(last_name="Relais")
    act(dossier, Action.ASSIGN, officer, to=colleague)

    assert f"Reste à notifier par {colleague}" in shown(client, officer)


def test_decisions_taken_back_or_of_the_officer_s_authority_are_left_out(client, officer):
    back = act(dossier_in("decided", officer=officer), Action.TAKE_BACK, officer)
    own = dossier_in("decided", officer=officer)
    MemberFactory(user=officer, authority=own.lead_authority)

    page = shown(client, officer)

    assert back.reference not in page
    assert own.reference not in page
    assert "Vous n’avez rien décidé" in page
    assert "Aucune décision dans cet état" in shown(client, officer, "notifiees")


@pytest.mark.parametrize("count", [3, 30])
def test_page_runs_as_many_queries_for_thirty_decisions_as_for_three(
    client, officer, count, django_assert_num_queries
):
    member = MemberFactory()
    for rank in range(count):
        dossier_in("closed" if rank % 3 == 0 else "decided", officer=officer, member=member)
    client.force_login(officer)

    with django_assert_num_queries(10):
        response = client.get(PAGE)

    assert response.content.decode().count("Éclairage public partagé") == count


def test_pages_are_of_thirty_and_keep_their_list(client, officer):
    member = MemberFactory()
    for _rank in range(31):
        dossier_in("decided", officer=officer, member=member)

    page = shown(client, officer, "a-notifier")

    assert page.count("Reste à notifier") == 30
    assert 'href="?etat=a-notifier&amp;apres=' in page
